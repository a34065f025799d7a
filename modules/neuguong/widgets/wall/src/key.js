// Owns the key as the wall shows it once it is released: what is right, why, and where it stands.
import { h, paragraphs, sign } from "../../card/src/dom.js";
import { letter } from "./ask.js";
import { drawTransition, spellPercent } from "./result.js";

// How many chose it, in each round; where more than choosing can be done the numbers were shown before.
function drawShares(results, place) {
  const told = results.filter((result) => result.rows && result.columns.length === 1);
  return told.length > 0 && h("span", { class: "ng-shares" }, told.map((result) => spellPercent(result.rows[place].counts[0], result)).join(" → "));
}

function drawKeyed(choices, results) {
  return h(
    "ol",
    { class: "ng-choices ng-keyed" },
    choices.map((choice, place) =>
      h(
        "li",
        { class: choice.key ? "ng-is-right" : null },
        letter(choice.letter),
        h("span", { class: "ng-hidden" }, `${choice.letter}. `),
        h("span", { class: "ng-text" }, choice.text, choice.key && " ", choice.key && h("span", { class: "ng-key" }, sign("right"), choice.key)),
        drawShares(results, place),
      ),
    ),
  );
}

export function drawKey({ key, requirement, results, transition, words }) {
  const cited = Object.values(key.requirements)[0];
  const why = h(
    "div",
    { class: "ng-why" },
    h("h3", null, words("why")),
    paragraphs(key.rationale),
    h("p", { class: "ng-requirement" }, requirement || (cited && `${cited.label} ${cited.title}`)),
    key.legal_note && h("p", { class: "ng-small" }, key.legal_note),
  );
  return h("div", null, h("div", { class: "ng-answer" }, drawKeyed(key.choices, results), why), transition && drawTransition(transition, words));
}
