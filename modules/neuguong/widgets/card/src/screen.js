// Owns what is on screen: it follows from the state, and what has not changed stays as it stands.
import { drawBar } from "./bar.js";
import { drawConsent } from "./consent.js";
import { drawContents } from "./contents.js";
import { focusOn, h, region } from "./dom.js";
import { drawFeedback } from "./feedback.js";
import { drawNotices } from "./notices.js";
import { drawQuestion } from "./question.js";
import { drawScene } from "./scene.js";
import { asksConsent, isFrozen } from "./state.js";
import { drawSummary } from "./summary.js";
import { drawTeaching } from "./teaching.js";

// How long Enter leads nowhere after an explanation has come: a press too many must not skip it.
const READ_MS = 600;
const CONTROLS = "button, summary, select, input, a";

export function drawScreen({ title, words, act, responseTo }) {
  const voice = h("div", { class: "ng-hidden", "aria-live": "polite" });
  const announce = (text) => voice.replaceChildren(h("p", null, text));
  let since = 0;
  let focused = 0;

  const notices = region("div", { class: "ng-notices", role: "status" }, (notice, reach) => drawNotices({ notice, reach, words, act }));
  const contents = region("div", null, (parts, sensitive, units) => drawContents({ parts, sensitive, units, words, act }));
  const consent = region("div", null, (asks, sensitive, units) => asks && drawConsent({ sensitive, units, words, act }));
  const teaching = region("div", null, (taught, fresh) => taught && drawTeaching({ teaching: taught, fresh, words }));
  const scene = region("div", { class: "ng-scene-place" }, (scenario) => scenario && drawScene({ scenario, words }));
  const task = region("div", { class: "ng-task" }, (item, summary, _identity, certainty) => {
    since = performance.now();
    if (summary) return drawSummary({ summary, words, act });
    if (!item) return { element: h("p", { class: "ng-waiting" }, words("nothing_here")) };
    if (item.feedback) announce(item.feedback.headline);
    const shown = item.feedback
      ? drawFeedback({ item, words })
      : drawQuestion({ item, words, announce, act, since, certainty, response: responseTo(item.attempt_id) });
    const number = item.of > 1 && h("p", { class: "ng-eyebrow" }, words("item_number", { number: item.number, of: item.of }));
    return { ...shown, element: h("div", null, number, shown.element) };
  });
  const bar = drawBar({ words, act });
  const body = h("div", { class: "ng-body" }, scene.element, h("div", { class: "ng-side" }, task.element, bar.element));
  const waiting = h("p", { class: "ng-waiting", role: "status" }, words("opening"));
  const element = h(
    "section",
    { class: "ng-card", lang: "vi", "aria-label": title, "data-lm-suppress-shortcuts": "true", onkeydown },
    notices.element,
    contents.element,
    consent.element,
    waiting,
    voice,
  );

  // One key leads on from an explanation, wherever its reader has come to.
  function onkeydown(event) {
    if (event.key !== "Enter" || event.repeat || !task.drawn.headline || event.target.closest(CONTROLS)) return;
    if (performance.now() - since > READ_MS) act.next();
  }

  return {
    element,
    show(state) {
      const { view } = state;
      const isItem = view.screen === "item" && Boolean(view.item);
      const asks = asksConsent(state);
      if (waiting.parentNode) waiting.replaceWith(teaching.element, body);
      notices.show(state.notice, state.reach);
      contents.show(view.parts, view.lesson.sensitive, state.units);
      consent.show(asks, view.lesson.sensitive, state.units);
      contents.drawn.show(asks, view.unit);
      if (asks) consent.drawn.show(view.unit);
      body.className = isItem ? "ng-body ng-item" : "ng-body";
      const part = view.parts.find((one) => one.current);
      teaching.show(isItem ? view.teaching : null, Boolean(part) && part.answered === 0);
      scene.show(isItem ? view.scenario : null);
      task.show(isItem ? view.item : null, isItem ? null : view.summary, state.identity, Boolean(view.scenario) && !view.scenario.sensitive);
      if (task.drawn.form) task.drawn.show(isFrozen(state), state.complaint);
      bar.show(state, task.drawn.form);
      if (state.focus.count === focused) return;
      focused = state.focus.count;
      const { on } = state.focus;
      const at = on === "consent" ? consent.drawn.title : task.drawn[on] || scene.drawn[on];
      if (at) focusOn(at);
    },
  };
}
