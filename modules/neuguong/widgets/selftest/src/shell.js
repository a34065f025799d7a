// Owns the page of a lesson's test: joins what the server says, what this browser remembers and what is drawn.
import { focusOn, h, sign } from "../../card/src/dom.js";
import { openDrawer } from "../../card/src/drawer.js";
import { drawNotices } from "../../card/src/notices.js";
import { drawQuestion } from "../../card/src/question.js";
import { drawScene } from "../../card/src/scene.js";
import { openStorage } from "../../card/src/storage.js";
import { makeWords } from "../../card/src/words.js";
import { drawEnd } from "./end.js";
import { drawIntro } from "./intro.js";
import { openKeep, toSend } from "./keep.js";

const AGAIN_MS = 5000;
const DAY_MS = 864e5;

async function post(message) {
  const answer = await fetch(location.pathname, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function render(root) {
  const { slug, phase, facts } = root.dataset;
  const words = makeWords(JSON.parse(root.dataset.words));
  const cardWords = makeWords(JSON.parse(root.dataset.card));
  const drawer = openDrawer();
  const storage = openStorage(slug);
  const keep = openKeep(drawer, `${slug}.${phase}`);
  const before = phase === "after" ? openKeep(drawer, `${slug}.before`).rows() : [];
  const learner = storage.learner();
  const place = h("div", null);
  const notices = h("div", { class: "ng-notices", role: "status" });
  let opened = null;
  let failed = false;
  let consent = storage.consent();
  let sending = false;
  let timer = 0;

  const voice = h("div", { class: "ng-hidden", "aria-live": "polite" });
  const announce = (message) => voice.replaceChildren(h("p", null, message));
  const line = h("p", { role: "status" });
  function tell(tone, text) {
    line.className = `ng-${tone}`;
    line.replaceChildren(...(text ? [sign({ saved: "right", failed: "note" }[tone]), text] : []));
  }
  const notice = (text) => notices.replaceChildren(h("p", { class: "ng-notice" }, sign("note"), h("span", null, text)));
  const who = () => ({ token: learner, consent, unit: storage.unit() });
  // The identity is over, here or elsewhere: nothing of it stays, and the page begins anew.
  function end() {
    storage.forget(learner);
    location.reload();
  }
  function endEverywhere() {
    storage.announce(learner);
    end();
  }
  const answered = () => (opened ? opened.questions.filter(({ item }) => keep.answerTo(item)).length : 0);

  // --- sending: each answer as soon as it is given, again and again until it is taken or refused

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      for (const answer of keep.unsent()) {
        const reply = await post({ kind: "give", ...who(), answer: toSend(answer) });
        if (reply.kind === "erased") return endEverywhere();
        if (reply.kind === "not_stored") throw new Error(reply.message);
        if (reply.kind === "refused") {
          keep.drop(answer.attempt_id);
          notice(words("again"));
        } else {
          keep.markGiven(answer.attempt_id, reply.proof);
          tell("saved", cardWords(reply.linked ? "saved" : "recorded"));
        }
      }
    } catch {
      tell("failed", words("waiting"));
      timer = setTimeout(send, AGAIN_MS);
    } finally {
      sending = false;
    }
    return null;
  }

  // --- what is on screen

  function show(element, heading) {
    place.replaceChildren(element);
    if (!heading) return;
    focusOn(heading);
    if (place.getBoundingClientRect().top < 0) place.scrollIntoView({ block: "start" });
  }
  function showIntro() {
    const asksConsent = consent === null;
    show(drawIntro({ words, cardWords, phase, slug, facts, answered: answered(), opened, failed, asksConsent, compares: before.length > 0, act }));
  }
  function recordOf({ scenario }) {
    if (scenario.sensitive) return "record_sensitive";
    return consent === null ? "record_unasked" : consent ? "record_linked" : "record_unlinked";
  }
  function showNext() {
    const question = opened.questions.find(({ item }) => !keep.answerTo(item));
    if (!question) return finish();
    const { scenario, item } = question;
    const scene = drawScene({ scenario, words: cardWords });
    const form = drawQuestion({
      item,
      words: cardWords,
      response: keep.draftOf(item.attempt_id),
      announce,
      since: performance.now(),
      certainty: !scenario.sensitive,
      act: {
        keepDraft: (response) => keep.keepDraft(item.attempt_id, response),
        submit(response, duration, confidence) {
          const { id, version, attempt_id } = item;
          keep.add({ kind: "submit", item: id, version, attempt_id, response, duration_ms: Math.min(Math.round(duration), DAY_MS), confidence });
          send();
          showNext();
        },
      },
    });
    const bar = h(
      "div",
      { class: "ng-bar ng-plan" },
      h("button", { type: "submit", class: "ng-primary", form: form.form }, cardWords("submit")),
      h("p", { class: "ng-small" }, cardWords(recordOf(question))),
      line,
    );
    const done = answered();
    return show(
      h(
        "div",
        null,
        h(
          "div",
          { class: "ng-step" },
          h("p", { class: "ng-small" }, words("progress", { answered: done, items: opened.questions.length })),
          h("a", { class: "ng-link", href: `/${slug}` }, words("stop")),
        ),
        h("progress", { "aria-hidden": "true", max: opened.questions.length, value: done }),
        h("div", { class: "ng-body ng-item" }, scene.element, h("div", { class: "ng-side" }, h("div", { class: "ng-task" }, form.element), bar)),
      ),
      scene.title,
    );
  }
  function showEnd(told) {
    const items = keep.rows().map((row) => row.item);
    const studied = new Set(storage.local().map((row) => row.item));
    const met = phase === "after" ? items.filter((item) => studied.has(item)).length : null;
    const drawn = drawEnd({ told, met, slug, canExplain: keep.canExplain(), words, cardWords, act });
    show(drawn.element, drawn.title);
  }
  // Something is asked of the server, and the page waits for it; whoever waits in vain may try again.
  async function wait(message, then, again) {
    show(h("p", { class: "ng-waiting", role: "status" }, words("finishing")));
    try {
      const reply = await post(message);
      if (reply.kind === "erased") return endEverywhere();
      if (reply.kind !== "told") throw new Error(reply.message);
      return then(reply);
    } catch {
      return show(
        h("div", null, h("p", { role: "alert" }, words("failed")), h("button", { type: "button", class: "ng-primary", onclick: again }, words("retry"))),
      );
    }
  }
  function finish() {
    const answers = opened.questions.map(({ item }) => toSend(keep.answerTo(item)));
    return wait({ kind: "finish", ...who(), answers, before }, (told) => (keep.finish(told.rows, opened.sensitive), showEnd(told)), finish);
  }
  const showResult = () => wait({ kind: "tell", rows: keep.rows(), before }, showEnd, showResult);
  async function open() {
    failed = false;
    try {
      const reply = await post({ kind: "open", token: learner, attempts: keep.attempts });
      if (reply.kind !== "opened") throw new Error(reply.message);
      opened = { ...reply, all_sensitive: reply.questions.every(({ scenario }) => scenario.sensitive) };
    } catch {
      failed = true;
    }
  }

  const act = {
    start: () => opened && showNext(),
    async open() {
      await open();
      showIntro();
    },
    async explain() {
      if (!opened) await open();
      if (opened && answered() === opened.questions.length) finish();
      else showResult();
    },
    answerConsent(value) {
      storage.keepConsent(value);
      consent = value;
      showIntro();
    },
    setUnit: (unit) => storage.keepUnit(unit),
    share: () => storage.share() && location.reload(),
    unshare() {
      storage.unshare();
      location.reload();
    },
  };

  root.replaceChildren(h("section", { class: "ng-card ng-selftest", lang: "vi" }, notices, voice, place));
  if (storage.reach() !== "long") notices.replaceChildren(drawNotices({ notice: false, reach: storage.reach(), words: cardWords, act }).element);
  storage.watch({
    ended: (token = learner) => token === learner && end(),
    changed() {
      if (storage.learner() !== learner) return location.reload();
      consent = storage.consent();
      return null;
    },
  });
  addEventListener("online", send);
  if (keep.rows().length) showResult();
  else {
    showIntro();
    act.open().then(send);
  }
}

const ngSelfTest = document.getElementById("ng-selftest");
if (ngSelfTest) render(ngSelfTest);
