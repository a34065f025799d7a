// Owns the card: joins the session's view, what the browser remembers and what is drawn. Knows nothing of Jupyter.
import { openOutbox } from "./outbox.js";
import { makeLink } from "./link.js";
import { drawScreen } from "./screen.js";
import { aheadOf, answerOf, attemptOf, begin, currentOf, isEarlier, placeOf, reduce } from "./state.js";
import { openStorage } from "./storage.js";
import { makeWords } from "./words.js";

// How long someone who was here before waits for their own view.
const WELCOME_MS = 1500;
const DAY_MS = 864e5;

// `place`, where the page has one: the address's part, and how it follows the card.
export function render({ model, el, place }) {
  const view = model.get("view");
  const hasPlace = Boolean(place) && view.lesson.contents;
  const storage = openStorage(view.lesson.slug);
  const copy = model.get("copy") === true;
  let state = begin({
    view,
    content: model.get("content"),
    greeted: copy || (!storage.returning && (!hasPlace || place.part === placeOf(view))),
    cut: model.get("cut") === true,
    looks: storage.explained(view).length > 0,
    copy,
    consent: storage.consent(),
    reach: storage.reach(),
  });
  let learner = storage.learner();
  // What is being answered, while without a line an earlier explanation is looked at: `{ view, at }`.
  let looked = null;

  const send = (message) => model.send(message);
  const screen = drawScreen({
    title: view.lesson.title,
    words: makeWords(model.get("text")),
    responseTo: storage.responseTo,
    act: {
      link: makeLink(hasPlace ? (part) => place.href(part) : null, open),
      openPart: open,
      openContents: () => open(null),
      back: () => (state.cut ? look(-1) : go({ kind: "back" })),
      openSummary: () => go({ kind: "summary" }),
      again: (item) => go({ kind: "again", item }),
      next,
      submit,
      retry: () => outbox.sendAll(),
      keepDraft: (response) => storage.keepDraft(attemptOf(state.view), response),
      ask: () => dispatch({ type: "ask" }),
      answerConsent(value) {
        const shared = storage.isShared();
        if (value) storage.unshare();
        storage.keepConsent(value);
        if (shared) hello();
        else send({ kind: "consent", value });
        dispatch({ type: "consent", value: storage.consent(), here: true, reach: storage.reach() });
      },
      // One tap: from here on this tab keeps nothing longer than itself, or may again.
      share: () => storage.share() && anew(),
      unshare() {
        storage.unshare();
        anew();
      },
      setUnit(unit) {
        storage.keepUnit(unit);
        send({ kind: "set_unit", unit });
      },
    },
  });
  const outbox = openOutbox({
    send,
    storage,
    isCut: () => state.cut,
    tell: (waiting, record) => dispatch({ type: "outbox", waiting, outbox: record }),
  });

  // The only place where the state changes; whether it did.
  function dispatch(event) {
    const before = state;
    state = reduce(state, event);
    if (state === before) return false;
    const wasHere = before.greeted && !before.copy && placeOf(before.view) === placeOf(state.view);
    if (hasPlace && state.greeted && !state.copy && !wasHere) showPlace();
    if (state.open) {
      screen.show(state);
      keepPlace(before);
    }
    return true;
  }
  function showPlace() {
    const at = placeOf(state.view);
    place.show(at, at ? currentOf(state.view).title : "");
  }
  const wayTo = (part) => (part ? { kind: "open_part", part } : { kind: "contents" });
  // Without a line it leads nowhere but by its address, whose page this browser may have kept.
  function open(part) {
    go(wayTo(part));
    return !state.cut;
  }
  function next() {
    const { view: shown, cut } = state;
    if (cut && isEarlier(shown)) look(1);
    else if (cut && aheadOf(shown)) turnTo({ ...shown, ...aheadOf(shown), screen: "item", intro: null });
    else go({ kind: "next", screen: shown.screen });
  }
  // Without a line: to what this page holds already.
  function turnTo(shown) {
    dispatch({ type: "moved" });
    dispatch({ type: "view", view: shown });
  }
  function go(message) {
    if (dispatch({ type: "go", at: performance.now() })) send(message);
  }
  function submit(response, duration, confidence) {
    const { id, version, attempt_id } = state.view.item;
    dispatch({ type: "submit" });
    outbox.add({
      kind: "submit",
      item: id,
      version,
      attempt_id,
      response,
      duration_ms: Math.min(Math.round(duration), DAY_MS),
      confidence,
    });
    dispatch({ type: "reach", reach: storage.reach() });
  }

  // What a reload is to come back to. Nothing is kept of a view that is not this learner's.
  function keepPlace(before) {
    if (!state.greeted) return;
    const { view: shown } = state;
    const current = currentOf(shown);
    if (current && storage.part() !== current.id) storage.keepPart(current.id);
    if (!state.copy) {
      const told = before.greeted && !before.copy;
      if (!told || before.view.parts !== shown.parts) storage.keepParts(shown.parts);
      if (!told || before.view.parallels !== shown.parallels) storage.keepParallels(shown.parallels);
      if (!told || before.view.due !== shown.due) storage.keepDue(shown.due);
      if (!told || before.view !== shown) storage.keepScreen(shown, model.get("content"));
    }
    if (before.greeted && before.view.item === shown.item && before.view.screen === shown.screen) return;
    // What is only looked at leaves alone what is being answered.
    if (shown.item ? shown.item.earlier : shown.screen !== "summary") return;
    if (!shown.item || (shown.item.feedback && shown.scenario.sensitive)) storage.dropDraft();
    else storage.keepDraft(attemptOf(shown), shown.item.feedback ? null : storage.responseTo(shown.item.attempt_id));
  }

  // Without a line: a step back to what was explained here before, or forth again to what is being answered.
  function look(step) {
    const { view: left, at } = looked || { view: state.view, at: null };
    const rows = storage.explained(left);
    const to = Math.max((at ?? rows.length) + step, 0);
    looked = to < rows.length ? { view: left, at: to } : null;
    const item = looked && { ...rows[to].item, earlier: true };
    turnTo(looked ? { ...left, ...rows[to], item, screen: "item", intro: null, summary: null, back: to > 0 } : left);
  }
  // A line that is back goes on from what was being answered.
  function readLine() {
    if (looked) look(Infinity);
    dispatch({ type: "cut", cut: model.get("cut") === true, looks: storage.explained(state.view).length > 0 });
  }
  function hello() {
    learner = storage.learner();
    const { greeted } = state;
    const shown = greeted && state.view;
    const draft = storage.draft();
    send({
      kind: "hello",
      token: learner,
      consent: storage.consent(),
      unit: storage.unit(),
      part: (hasPlace && place.part) || storage.part(),
      attempt: (shown && attemptOf(shown)) || (draft && { item: draft.item, attempt_id: draft.attempt_id, again: draft.again === true }),
      screen: greeted ? state.view.screen : hasPlace && !place.part ? "contents" : null,
      answered: shown && !state.copy ? answerOf(shown) : null,
      local: storage.local(),
      parallels: storage.parallels(),
    });
    outbox.sendAll();
  }
  // Under another identity, perhaps, and otherwise asked: as this tab now keeps things.
  function anew() {
    if (storage.learner() !== learner) dispatch({ type: "end", notice: false });
    dispatch({ type: "consent", value: storage.consent(), here: true, reach: storage.reach() });
    outbox.settle();
    hello();
  }
  // The identity was erased, or all of them: nothing of it stays, here or in another tab, and a new one is made.
  function end(token = learner) {
    storage.forget(token);
    if (token !== learner) return;
    dispatch({ type: "end" });
    outbox.settle();
    hello();
  }
  // Another tab has kept or removed an identity, or answered for all tabs whether to.
  function changed() {
    const consent = storage.consent();
    if (consent === null && state.consent !== null) return end(learner);
    if (consent === state.consent && storage.learner() === learner) return;
    dispatch({ type: "consent", value: consent, here: false, reach: storage.reach() });
    hello();
  }

  const heard = {
    welcome: () => dispatch({ type: "welcome" }),
    stored(content) {
      outbox.stored(content);
      dispatch({ type: "stored", linked: content.linked });
    },
    not_stored: (content) => outbox.notStored(content),
    refused(content) {
      outbox.refused(content);
      dispatch({ type: "refused", attemptId: content.attempt_id, message: String(content.message) });
    },
    erased() {
      // Said of an answer that was on its way when the identity ended.
      if (state.ended) return;
      storage.announce(learner);
      end(learner);
    },
  };
  const listeners = {
    "change:view": () => dispatch({ type: "view", view: model.get("view") }),
    "change:cut": () => {
      readLine();
      outbox.sendAll();
    },
    "change:content": () => dispatch({ type: "content", content: model.get("content") }),
    "msg:custom": (content) =>
      content && Object.prototype.hasOwnProperty.call(heard, content.kind) && heard[content.kind](content),
    reconnected() {
      readLine();
      hello();
    },
  };

  el.append(screen.element);
  if (state.open) {
    screen.show(state);
    keepPlace({ ...state, greeted: false });
  }
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
  const unwatch = storage.watch({ ended: end, changed });
  // The browser's own buttons lead where they say, however fast they are pressed.
  const leave = hasPlace
    ? place.watch((part) => {
        if (part === placeOf(state.view)) return;
        if (state.cut) return location.reload();
        dispatch({ type: "moved" });
        send(wayTo(part));
      })
    : () => {};
  hello();
  const timer = setTimeout(() => dispatch({ type: "patience" }), WELCOME_MS);

  return () => {
    clearTimeout(timer);
    outbox.close();
    screen.close();
    unwatch();
    leave();
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
    screen.element.remove();
  };
}
