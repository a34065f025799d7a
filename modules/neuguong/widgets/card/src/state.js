// Owns what the page is: (state, event) → state, and what follows from it. Draws, sends and keeps nothing.
import { share } from "./share.js";

// How long a second press on a way on is ignored where the first has not led anywhere yet.
const SECOND_PRESS_MS = 4000;

// `greeted`: the session has welcomed this page, so what it shows is this learner's. `open`: it may be drawn.
// `consent`: what this browser was told, null if nothing. `reach`: how long the browser keeps what is written.
// `waiting`: attempts on their way; `outbox`: what is said of them; `saved`: how the last answer was stored.
// `identity` counts identities: what was typed under the last one is not drawn under the next; `ended`: one has just
// ended, and the session has not welcomed the new one yet. `focus`: where it belongs, counted. `cut`: there is no line,
// and then `looks`, whether explanations can be read again here; `copy`: what is shown was kept here last time, and no session has said anything yet.
export function begin({ view, content, greeted, consent, reach, cut, looks, copy }) {
  return {
    view,
    units: (content && content.units) || [],
    greeted,
    open: greeted,
    cut,
    looks,
    copy,
    consent,
    asking: false,
    reach,
    waiting: [],
    outbox: null,
    saved: null,
    complaint: null,
    identity: 0,
    ended: false,
    notice: false,
    left: null,
    moving: false,
    focus: { on: null, count: 0 },
  };
}

const focusAt = (state, on) => ({ on, count: state.focus.count + 1 });

function headingOf(before, after) {
  if (after.screen !== "item" || !after.item) return "title";
  if (after.item.feedback) return "headline";
  return before.scenario && after.scenario.id === before.scenario.id ? "prompt" : "title";
}

const STEPS = {
  view(state, { view }) {
    // The count of views begins anew where a kernel does.
    const left = view.revision === state.view.revision ? state.left : null;
    const next = { ...state, left, view: share(state.view, view) };
    const { view: before } = state;
    if (["item", "summary", "intro", "contents", "screen"].every((name) => next.view[name] === before[name])) return next;
    const { item } = next.view;
    next.complaint = null;
    if (!item || !item.feedback) next.saved = null;
    if (state.moving) next.focus = focusAt(state, headingOf(state.view, next.view));
    next.moving = false;
    return next;
  },
  content: (state, { content }) => ({ ...state, units: share(state.units, content.units || []) }),
  welcome: (state) => ({ ...state, greeted: true, open: true, ended: false, copy: false }),
  cut: (state, { cut, looks }) => (cut === state.cut ? state : { ...state, cut, looks }),
  patience: (state) => (state.open ? state : { ...state, open: true }),
  // A way on is taken once, however often it is pressed, until the view has changed.
  go(state, { at }) {
    const { revision } = state.view;
    if (state.cut) return state;
    if (state.left && state.left.revision === revision && at - state.left.at < SECOND_PRESS_MS) return state;
    return { ...state, left: { revision, at }, moving: true, notice: false };
  },
  moved: (state) => ({ ...state, left: null, moving: true, notice: false }),
  submit: (state) => ({ ...state, moving: true, complaint: null }),
  outbox: (state, { waiting, outbox }) => ({ ...state, waiting, outbox }),
  stored: (state, { linked }) => ({ ...state, saved: linked === false ? "recorded" : "saved" }),
  refused(state, { attemptId, message }) {
    const { item } = state.view;
    return item && !item.feedback && (!attemptId || attemptId === item.attempt_id) ? { ...state, complaint: { message } } : state;
  },
  ask: (state) => ({ ...state, asking: true, focus: focusAt(state, "consent") }),
  // `here`: the question was answered in this tab, so the focus goes on to the lesson.
  consent(state, { value, here, reach }) {
    const next = { ...state, consent: value, asking: false, reach };
    return here ? { ...next, notice: false, focus: focusAt(state, "way") } : next;
  },
  reach: (state, { reach }) => (reach === state.reach ? state : { ...state, reach }),
  // Everything kept under the identity is gone; what the session shows next is another learner's.
  end: (state, { notice = true }) => ({
    ...state,
    copy: false,
    greeted: false,
    consent: null,
    asking: false,
    saved: null,
    complaint: null,
    identity: state.identity + 1,
    ended: true,
    notice,
  }),
};

export const reduce = (state, event) => STEPS[event.type](state, event);

export const asksConsent = (state) =>
  state.asking || (state.consent === null && state.view.ask_consent && state.view.screen === "item");
export const isFrozen = ({ view, waiting }) => Boolean(view.item) && waiting.includes(view.item.attempt_id);

// What is on screen, as a greeting tells it; null on the summary.
export const attemptOf = ({ item }) =>
  item && { item: item.id, attempt_id: item.attempt_id, again: item.again === true && !item.feedback };

// The answer whose explanation is on screen: where it is stored for nobody, a new kernel learns only from here what it was,
// and that it is stored.
// What is read again on the way back is not said again: it may be long ago.
export const answerOf = ({ item }) =>
  item && item.feedback && !item.earlier
    ? { kind: "submit", item: item.id, version: item.version, attempt_id: item.attempt_id, response: item.feedback.response, confidence: item.feedback.confidence ?? null, proof: item.feedback.proof ?? null }
    : null;

export const isEarlier = ({ item }) => Boolean(item) && item.earlier === true;
// The question that came along with what is taught before it.
export const aheadOf = ({ intro }) => (intro && intro.ahead) || null;
export const leadsBack = ({ view, cut, looks }) => (cut ? looks && (!isEarlier(view) || view.back) : view.back);

// The part that is shown, null on the lesson's own page.
export const currentOf = ({ parts }) => parts.find((part) => part.current);
export const placeOf = (view) => {
  const current = view.screen === "contents" ? null : currentOf(view);
  return current ? current.id : null;
};

// What the button at the foot does, { action, to }: to which part, where it leads to one.
export function actionOf({ view }) {
  const { screen, item, contents, summary, lesson } = view;
  if (screen === "item") return { action: item.feedback ? "next" : "submit" };
  if (screen === "intro") return { action: "begin" };
  if (screen === "contents") {
    const begun = view.parts.some((part) => part.answered > 0);
    return contents.next_part ? { action: begun ? "go_on" : "start", to: contents.next_part } : { action: null };
  }
  if (!summary) return { action: null };
  if (!summary.next_part) return { action: lesson.contents && view.parts.length ? "to_contents" : null };
  return { action: summary.next_part === placeOf(view) ? "go_on" : "next_part", to: summary.next_part };
}

// What is said beside the button, { tone, keys } or { tone, message }: of an answer on its way or just stored, else what
// will be written.
export function recordOf({ view, consent, outbox, saved, cut }) {
  if (outbox) return outbox;
  const answered = view.screen !== "item" || !view.item || Boolean(view.item.feedback);
  if (cut) return { tone: "", keys: isEarlier(view) || aheadOf(view) ? [] : [answered ? "cut_next" : "cut_submit"] };
  if (saved) return { tone: saved, keys: [saved] };
  if (answered) return { tone: "", keys: [] };
  if (view.scenario.sensitive) return { tone: "", keys: ["record_sensitive"] };
  const plan = consent === null ? "record_unasked" : consent ? "record_linked" : "record_unlinked";
  return { tone: "", keys: view.unit ? [plan, "record_unit"] : [plan] };
}
