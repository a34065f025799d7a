// Owns a question as it is put to the hall: what happened, what is asked, and the options under their letters.
import { h, paragraphs } from "../../card/src/dom.js";
import { putQuestion } from "../../card/src/prompt.js";

export function letter(name) {
  return h("span", { class: "ng-letter", "aria-hidden": "true" }, name);
}

export function drawChoices(choices, more = () => null) {
  return h(
    "ol",
    { class: "ng-choices" },
    choices.map((choice) =>
      h("li", null, letter(choice.letter), h("span", { class: "ng-hidden" }, `${choice.letter}. `), h("span", { class: "ng-text" }, choice.text, more(choice))),
    ),
  );
}

// The choices of a passage stand where they stand in it.
export function drawPassage(item) {
  const known = new Map(item.choices.map((choice) => [choice.token, choice]));
  return h(
    "p",
    { class: "ng-passage" },
    item.passage.map((segment) => {
      const choice = known.get(segment.token);
      return choice ? [h("span", { class: "ng-hot" }, letter(choice.letter), h("span", { class: "ng-hidden" }, `${choice.letter}. `), choice.text), " "] : segment.text;
    }).flat(),
  );
}

// What may be done with each option, where it is not simply chosen.
function drawTargets(item, words) {
  const names = item.targets ? item.targets.map((target) => target.text) : item.scale ? item.scale.map((point) => words(`scale_${point}`)) : [];
  if (!names.length) return null;
  return h("ul", { class: "ng-targets", "aria-label": words("targets") }, names.map((name) => h("li", null, name)));
}

export function drawScene(scenario) {
  return h("div", { class: "ng-scene" }, h("h2", { class: "ng-scene-title" }, scenario.title), paragraphs(scenario.stimulus));
}

export function drawItem({ scenario, item, words }) {
  return h(
    "div",
    { class: "ng-ask ng-with-scene" },
    scenario && drawScene(scenario),
    h(
      "div",
      { class: "ng-question" },
      h("h2", { class: "ng-prompt" }, putQuestion(item)),
      h("p", { class: "ng-hint" }, words(`hint_${item.kind}`), scenario && scenario.sensitive && ` ${words("sensitive")}`),
      drawTargets(item, words),
      item.passage ? drawPassage(item) : drawChoices(item.choices),
    ),
  );
}

export function drawPoll({ question, options, words }) {
  return h(
    "div",
    { class: "ng-ask" },
    h("div", { class: "ng-question" }, h("h2", { class: "ng-prompt" }, question), h("p", { class: "ng-hint" }, words("hint_poll")), drawChoices(options)),
  );
}

export function drawWords({ question, words: shown, say }) {
  return h(
    "div",
    { class: "ng-ask" },
    h(
      "div",
      { class: "ng-question" },
      h("h2", { class: "ng-prompt" }, question),
      shown.length
        ? h("ul", { class: "ng-words" }, shown.map((word) => h("li", null, word.text)))
        : h("p", { class: "ng-hint" }, say("words_none")),
    ),
  );
}
