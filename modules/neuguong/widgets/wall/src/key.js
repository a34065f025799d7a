// Owns the key as the wall shows it once it is released: what is right, why, and where it stands.
import { h, paragraphs, sign } from "../../card/src/dom.js";
import { letter } from "./ask.js";

function drawKeyed(choices) {
  return h(
    "ol",
    { class: "ng-choices ng-keyed" },
    choices.map((choice) =>
      h(
        "li",
        { class: choice.key ? "ng-is-right" : null },
        letter(choice.letter),
        h("span", { class: "ng-hidden" }, `${choice.letter}. `),
        h("span", { class: "ng-text" }, choice.text, choice.key && h("span", { class: "ng-key" }, sign("right"), choice.key)),
      ),
    ),
  );
}

export function drawKey({ key, requirement, words }) {
  const cited = Object.values(key.requirements)[0];
  return h(
    "div",
    { class: "ng-answer" },
    drawKeyed(key.choices),
    h(
      "div",
      { class: "ng-why" },
      h("h3", null, words("why")),
      paragraphs(key.rationale),
      h("p", { class: "ng-requirement" }, requirement || (cited && `${cited.label} ${cited.title}`)),
      key.legal_note && h("p", { class: "ng-small" }, key.legal_note),
    ),
  );
}
