// Owns what is on screen: it follows from the state, and what has not changed stays as it stands.
import { drawBar } from "./bar.js";
import { drawConsent } from "./consent.js";
import { drawContents } from "./contents.js";
import { drawDecision, drawTrail } from "./decision.js";
import { focusOn, h, region } from "./dom.js";
import { drawFeedback } from "./feedback.js";
import { drawIntro } from "./intro.js";
import { drawNotices } from "./notices.js";
import { drawQuestion } from "./question.js";
import { linesOf, openReader } from "./read_aloud.js";
import { drawScene } from "./scene.js";
import { asksConsent, isFrozen } from "./state.js";
import { drawSummary } from "./summary.js";
import { drawTeaching } from "./teaching.js";
import { drawTop } from "./top.js";

// How long Enter leads nowhere after an explanation has come: a press too many must not skip it.
const READ_MS = 600;
const CONTROLS = "button, summary, select, input, a";

export function drawScreen({ title, words, act, responseTo }) {
  const voice = h("div", { class: "ng-hidden", "aria-live": "polite" });
  const announce = (text) => voice.replaceChildren(h("p", null, text));
  const reader = openReader(words);
  let asked = null;
  let since = 0;
  let focused = 0;

  // The situation is read with what is asked about it; a later question about it by itself, too.
  const readScene = (scenario) => reader.button("scene", () => [scenario.title, scenario.stimulus, ...linesOf(asked, words)]);
  const readItem = () => reader.button("item", () => linesOf(asked, words));

  const notices = region("div", { class: "ng-notices", role: "status" }, (notice, reach) => drawNotices({ notice, reach, words, act }));
  const top = region("div", null, (parts, hasContents) => parts && drawTop({ parts, hasContents, words, act }));
  const consent = region("div", null, (asks, sensitive, units) => asks && drawConsent({ sensitive, units, words, act }));
  const teaching = region("div", null, (taught) => taught && drawTeaching({ teaching: taught, words }));
  const scene = region("div", { class: "ng-scene-place" }, (scenario) => scenario && drawScene({ scenario, words, reader: readScene(scenario) }));
  // One place for each screen, empty while another is on; the first value is what it shows.
  const place = (draw) =>
    region("div", null, (shown, ...beside) => {
      if (!shown) return null;
      since = performance.now();
      reader.stop();
      return draw(shown, ...beside);
    });
  const places = {
    contents: place((contents, parts, units, lesson) => drawContents({ contents, parts, units, sensitive: lesson.sensitive, words, act })),
    intro: place((intro, taught) => drawIntro({ intro, teaching: taught, words })),
    item: place((item, _identity, certainty) => {
      asked = item;
      if (item.feedback) announce(item.feedback.headline);
      const drawAnswer = item.trail ? drawDecision : drawFeedback;
      const drawn = item.feedback
        ? drawAnswer({ item, words, act })
        : drawQuestion({ item, words, announce, act, since, certainty, response: responseTo(item.attempt_id) });
      const number = item.of > 1 && h("p", { class: "ng-eyebrow" }, words("item_number", { number: item.number, of: item.of }), " ", item.number > 1 && readItem());
      const trail = item.trail && [h("p", { class: "ng-eyebrow" }, words("decision_number", { number: item.number }), " ", item.number > 1 && readItem()), !item.feedback && drawTrail({ trail: item.trail, words })];
      return { ...drawn, element: h("div", null, number, trail, drawn.element) };
    }),
    summary: place((summary) => drawSummary({ summary, words, act })),
  };
  const task = h("div", { class: "ng-task" }, Object.values(places).map(({ element: one }) => one));
  const bar = drawBar({ words, act });
  const aside = h("div", { class: "ng-aside" }, scene.element, teaching.element);
  const body = h("div", { class: "ng-body" }, aside, h("div", { class: "ng-side" }, task, consent.element, bar.element));
  const waiting = h("p", { class: "ng-waiting", role: "status" }, words("opening"));
  const element = h(
    "section",
    { class: "ng-card", lang: "vi", "aria-label": title, "data-lm-suppress-shortcuts": "true", onkeydown },
    notices.element,
    top.element,
    waiting,
    voice,
  );

  // One key leads on, wherever the reader has come to.
  function onkeydown(event) {
    if (event.key !== "Enter" || event.repeat || event.target.closest(CONTROLS)) return;
    if (performance.now() - since > READ_MS) bar.follow();
  }

  return {
    element,
    close: reader.close,
    show(state) {
      const { view } = state;
      const { screen, lesson, scenario } = view;
      const asks = asksConsent(state);
      if (waiting.parentNode) waiting.replaceWith(body);
      notices.show(state.notice, state.reach);
      top.show(screen === "contents" ? null : view.parts, lesson.contents);
      consent.show(asks, lesson.sensitive, state.units);
      if (asks) consent.drawn.show(view.unit);
      body.className = screen === "item" ? "ng-body ng-item" : "ng-body";
      teaching.show(screen === "item" ? view.teaching : null);
      scene.show(scenario);
      places.contents.show(view.contents, view.contents && view.parts, state.units, lesson);
      places.intro.show(view.intro, view.teaching);
      places.item.show(view.item, state.identity, Boolean(scenario) && !scenario.sensitive);
      places.summary.show(view.summary);
      const { drawn } = places[screen];
      if (drawn.form) drawn.show(isFrozen(state), state.complaint);
      else if (drawn.show) drawn.show(view.unit);
      bar.show(state, drawn.form);
      if (state.focus.count === focused) return;
      focused = state.focus.count;
      const { on } = state.focus;
      if (on === "way") return bar.focus();
      const at = on === "consent" ? consent.drawn.title : drawn[on] || scene.drawn[on];
      if (at) focusOn(at);
    },
  };
}
