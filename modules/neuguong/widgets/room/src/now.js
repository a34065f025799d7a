// Owns what is going on: what was asked, what came of it, for the trainer's eyes.
import { drawFold } from "../../board/src/fold.js";
import { formatNumber } from "../../card/src/words.js";
import { h, paragraphs, region, sign } from "../../card/src/dom.js";

function drawAsked({ state, isOver, words }) {
  const { item, scenario, question, options, activity } = state;
  if (!activity) return { element: h("p", { class: "ng-lead" }, words(isOver ? "ended_lead" : "lobby_lead")) };
  const choices = item ? item.choices : options;
  const isShort = activity === "words";
  return {
    element: h(
      "div",
      null,
      h("h3", { class: "ng-prompt" }, item ? [item.change && h("mark", null, item.change), item.change && " ", item.prompt] : question),
      scenario && scenario.sensitive && h("p", { class: "ng-small" }, words("sensitive_note")),
      !isShort &&
        drawFold(
          { name: "asked", label: words("see_question") },
          scenario && [h("p", { class: "ng-row-prompt" }, scenario.title), paragraphs(scenario.stimulus)].flat(),
          h("ol", { class: "ng-options" }, choices.map((choice) => h("li", null, h("strong", null, `${choice.letter}.`), ` ${choice.text}`))),
        ).element,
    ),
  };
}

function drawShare(share, words) {
  if (share.why !== undefined) return h("p", { class: "ng-withheld" }, `${words("round", { round: share.round })}: ${share.why}`);
  const { percent, low, high, n } = share;
  return h(
    "div",
    { class: `ng-share ng-advice-${share.advice}` },
    h("p", { class: "ng-percent" }, h("strong", null, `${percent}%`), " ", words("share", { round: share.round })),
    h("progress", { value: String(percent), max: "100", "aria-hidden": "true" }),
    h("p", { class: "ng-small" }, words("interval", { n: formatNumber(n), low, high })),
  );
}

function drawTransition(told, words) {
  const cell = (count, mark) => h("td", null, mark && sign(mark), formatNumber(count));
  const row = (name, counts, marks) => h("tr", null, h("th", { scope: "row" }, words(name)), counts.map((count, n) => cell(count, marks[n])));
  return h(
    "table",
    { class: "ng-transition" },
    h("caption", null, words("transition", { n: formatNumber(told.n) })),
    h("thead", null, h("tr", null, h("td", null), h("th", { scope: "col" }, words("second_right")), h("th", { scope: "col" }, words("second_wrong")))),
    h("tbody", null, row("first_right", [told.right_right, told.right_wrong], [null, "wrong"]), row("first_wrong", [told.wrong_right, told.wrong_wrong], ["right", null])),
  );
}

function drawOutcome({ shares, parted, transition, words }) {
  if (!shares.length && !parted.length) return null;
  const last = shares[shares.length - 1];
  return {
    element: h(
      "div",
      { class: "ng-outcome" },
      h("h3", null, words("only_you")),
      last && last.words && h("p", { class: "ng-advice" }, last.words),
      shares.map((share) => drawShare(share, words)),
      transition && drawTransition(transition, words),
      parted.length > 0 && [h("h4", null, words("parted")), h("ul", { class: "ng-parted" }, parted.map((line) => h("li", null, line)))],
    ),
  };
}

function drawKey(key, words) {
  return {
    element: drawFold(
      { name: "key", label: words("key") },
      h("ul", { class: "ng-options" }, key.choices.map((choice) =>
        h("li", { class: choice.key ? "ng-keyed" : null }, h("strong", null, `${choice.letter}.`), ` ${choice.text}`, choice.key && h("span", { class: "ng-right" }, sign("right"), choice.key), h("span", { class: "ng-why" }, choice.feedback)),
      )),
      h("h4", null, words("why")),
      paragraphs(key.rationale),
      Object.values(key.requirements).map((one) => h("p", { class: "ng-small" }, `${one.label} ${one.title}. ${one.summary}`)),
    ).element,
  };
}

export function drawNow({ words }) {
  const stage = h("p", { class: "ng-stage" });
  // Version and time go on; the question does not.
  const asked = region("div", null, (item, scenario, question, options, activity, isOver) => drawAsked({ state: { item, scenario, question, options, activity }, isOver, words }));
  const outcome = region("div", null, (shares, parted, transition) => drawOutcome({ shares, parted, transition, words }));
  const key = region("div", null, (told) => told && drawKey(told, words));
  return {
    element: h("section", { class: "ng-block ng-now", "aria-label": words("now") }, stage, asked.element, outcome.element, key.element),
    show({ wall, shares, parted, transition, key: told }) {
      const { state } = wall;
      const text = stageText(state, words);
      if (stage.textContent !== text) stage.textContent = text;
      asked.show(state.item, state.scenario, state.question, state.options, state.stage === "ended" ? null : state.activity, state.stage === "ended");
      // Once it is over there is the report; what came of the last question alone would only stand in its way.
      const isOver = state.stage === "ended";
      outcome.show(isOver ? [] : shares, isOver ? [] : parted, isOver ? null : transition);
      key.show(isOver ? null : told);
    },
  };
}

function stageText(state, words) {
  const where = [state.turn > 0 && state.stage !== "ended" && words("turn", { turn: state.turn }), state.round === 2 && words("second_round")];
  const what = state.looking_back ? "looking_back" : state.paused ? "paused" : `stage_${state.stage}`;
  return [...where, words(what)].filter(Boolean).join(" · ");
}
