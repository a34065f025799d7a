// Owns the card: joins the session's view, what the browser remembers and what is drawn. Knows nothing of Jupyter.
import { drawConsent } from "./consent.js";
import { drawContents, drawUnitPicker } from "./contents.js";
import { focusOn, h } from "./dom.js";
import { drawFeedback } from "./feedback.js";
import { openOutbox } from "./outbox.js";
import { drawQuestion } from "./question.js";
import { drawScene } from "./scene.js";
import { drawStatus } from "./status.js";
import { isAgain, openStorage } from "./storage.js";
import { drawSummary } from "./summary.js";
import { makeWords } from "./words.js";

// How long someone who was here before waits for their own view, and how long a second press on a way on is ignored.
const WELCOME_MS = 1500;
const SECOND_PRESS_MS = 4000;
const DAY_MS = 864e5;

const answerOf = ({ id, version, attempt_id, feedback }) => ({
  kind: "submit", item: id, version, attempt_id, response: feedback.response, duration_ms: null,
});

export function render({ model, el }) {
  const words = makeWords(model.get("text"));
  const { lesson } = model.get("view");
  const storage = openStorage(lesson.slug);
  const send = (message) => model.send(message);

  let welcomed = !storage.returning;
  let open = welcomed;
  let shownTop = null;
  let shownMain = null;
  let shownScenario = null;
  // The attempt that is drawn: after a restart of the server the view is of another one until this one is asked for.
  let shownAttempt = null;
  // The answer whose explanation is drawn: where it is stored for nobody, a new kernel learns only from here what it was.
  let shownAnswer = null;
  let learner = storage.learner();
  let question = null;
  let unitPicker = null;
  // True from a press of the learner that leads elsewhere until that is drawn: the focus goes along.
  let moving = false;
  let left = null;

  const status = drawStatus({ words, retry: () => outbox.sendAll() });
  const outbox = openOutbox({ send, storage, tell: status.tell });
  const top = h("div", { class: "ng-top" });
  const main = h("div", { class: "ng-main" }, h("p", { class: "ng-waiting", role: "status" }, words("opening")));
  const root = h(
    "section",
    { class: "ng-card", lang: "vi", "aria-label": lesson.title, "data-lm-suppress-shortcuts": "true" },
    top,
    main,
    status.elements,
  );

  function hello() {
    if (learner !== storage.learner()) {
      learner = storage.learner(); // Everything was deleted, on the page for that.
      shownAttempt = shownAnswer = null;
    }
    const kept = storage.draft();
    send({
      kind: "hello",
      token: learner,
      consent: storage.consent(),
      unit: storage.unit(),
      part: storage.part(),
      attempt: (welcomed && shownAttempt) || (kept && { item: kept.item, attempt_id: kept.attempt_id, again: kept.again === true }),
      summary: welcomed && shownMain !== null && !shownAttempt,
      answered: shownAnswer,
      local: storage.local(),
    });
    outbox.sendAll();
  }

  // A way on is taken once, however often it is pressed, until the view has changed.
  function go(message) {
    const { revision } = model.get("view");
    if (left && left.revision === revision && performance.now() - left.at < SECOND_PRESS_MS) return;
    left = { revision, at: performance.now() };
    moving = true;
    send(message);
  }
  const openPart = (part) => go({ kind: "open_part", part });

  function drawTop(view) {
    const asks = view.ask_consent && storage.consent() === null;
    const shape = JSON.stringify([view.parts, view.units, asks, view.lesson]);
    if (shape !== shownTop) {
      shownTop = shape;
      unitPicker = view.units.length ? drawUnitPicker({ units: view.units, words, setUnit }) : null;
      const picker = unitPicker && unitPicker.element;
      top.replaceChildren(
        drawContents({ view, words, openPart, openSummary: () => go({ kind: "summary" }), unitPicker: asks ? null : picker }),
        ...(asks ? [drawConsent({ sensitive: view.lesson.sensitive, words, answer: setConsent, unitPicker: picker })] : []),
      );
    }
    if (unitPicker) unitPicker.show(view.unit);
  }
  function setUnit(unit) {
    storage.keepUnit(unit);
    send({ kind: "set_unit", unit });
  }
  function setConsent(value) {
    storage.keepConsent(value);
    send({ kind: "consent", value });
    drawTop(model.get("view"));
    const heading = main.querySelector("h2");
    if (heading) focusOn(heading);
  }

  function drawForm(item) {
    const waiting = storage.unsent()[item.attempt_id];
    const kept = storage.draft();
    const response = waiting ? waiting.response : kept && kept.attempt_id === item.attempt_id ? kept.response : null;
    const since = performance.now();
    question = drawQuestion({
      item,
      words,
      response,
      announce: status.announce,
      keepDraft: (draft) => storage.keepDraft(item, draft),
      submit(answer) {
        moving = true;
        question.freeze(true);
        outbox.add({
          kind: "submit",
          item: item.id,
          version: item.version,
          attempt_id: item.attempt_id,
          response: answer,
          duration_ms: Math.min(Math.round(performance.now() - since), DAY_MS),
          confidence: null,
        });
      },
    });
    question.freeze(waiting !== undefined);
    outbox.hush();
    if (welcomed) storage.keepDraft(item, response);
    return question;
  }

  // Draws an item and gives the heading the focus belongs on.
  function drawItem(view) {
    const { item, scenario } = view;
    const scene = drawScene({ scenario, words });
    question = null;
    const shown = item.feedback ? drawFeedback({ item, words, next: () => go({ kind: "next" }) }) : drawForm(item);
    const number = h("p", { class: "ng-eyebrow" }, words("item_number", { number: item.number, of: item.of }));
    main.replaceChildren(scene.element, h("div", { class: "ng-task" }, item.of > 1 && number, shown.element));
    if (item.feedback) {
      if (view.lesson.sensitive) storage.dropDraft();
      else storage.keepDraft(item, null);
      status.announce(item.feedback.headline);
      return shown.headline;
    }
    return scenario.id === shownScenario ? shown.prompt : scene.title;
  }
  function drawEnd(view) {
    const shown = drawSummary({ summary: view.summary, words, openPart, again: (item) => go({ kind: "again", item }) });
    if (welcomed) storage.dropDraft();
    outbox.hush();
    main.replaceChildren(shown.element);
    return shown.title;
  }

  function draw() {
    const view = model.get("view");
    if (!open || !view) return;
    drawTop(view);
    const current = view.parts.find((part) => part.current);
    if (welcomed && current) storage.keepPart(current.id);
    const shape = JSON.stringify([view.screen, view.scenario, view.item, view.summary]);
    if (shape === shownMain) return;
    shownMain = shape;
    const isItem = view.screen === "item" && view.item;
    main.className = isItem ? "ng-main ng-item" : "ng-main";
    if (!isItem && !view.summary) {
      main.replaceChildren(h("p", { class: "ng-waiting" }, words("nothing_here")));
      return;
    }
    const heading = isItem ? drawItem(view) : drawEnd(view);
    shownScenario = isItem ? view.scenario.id : null;
    shownAttempt = isItem ? { item: view.item.id, attempt_id: view.item.attempt_id, again: isAgain(view.item) } : null;
    shownAnswer = isItem && view.item.feedback ? answerOf(view.item) : null;
    if (moving) focusOn(heading);
    moving = false;
  }

  const heard = {
    welcome() {
      welcomed = true;
      open = true;
      draw();
    },
    stored: outbox.stored,
    not_stored(content) {
      if (shownAnswer && content.attempt_id === shownAnswer.attempt_id) storage.keepUnsent(shownAnswer);
      outbox.notStored(content);
    },
    refused(content) {
      const { item } = model.get("view");
      outbox.refused(content);
      if (!question || (content.attempt_id && content.attempt_id !== item.attempt_id)) return;
      if (!outbox.isWaiting(item.attempt_id)) question.freeze(false);
      question.complain(String(content.message));
    },
  };
  function listen(content) {
    if (content && Object.prototype.hasOwnProperty.call(heard, content.kind)) heard[content.kind](content);
  }
  const reconnected = () => hello();
  const deleted = ({ key }) => (key === null || key === "neuguong.learner") && hello();

  el.append(root);
  draw();
  model.on("change:view", draw);
  model.on("msg:custom", listen);
  model.on("reconnected", reconnected);
  window.addEventListener("storage", deleted);
  hello();
  const timer = setTimeout(() => {
    if (open) return; // a new kernel's first view may stand there, until it has been greeted
    open = true;
    draw();
  }, WELCOME_MS);

  return () => {
    clearTimeout(timer);
    outbox.close();
    model.off("change:view", draw);
    model.off("msg:custom", listen);
    model.off("reconnected", reconnected);
    window.removeEventListener("storage", deleted);
    root.remove();
  };
}
