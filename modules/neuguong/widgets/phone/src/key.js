// Owns the released key: with what became of one's own answer where that is known, plainly where it is not.
import { drawFeedback } from "../../card/src/feedback.js";
import { h, sign } from "../../card/src/dom.js";
import { putQuestion } from "../../card/src/prompt.js";
import { drawRequirement } from "../../card/src/requirement.js";
import { lettered } from "./letters.js";

export function drawKey({ item, key, feedback, words, cardWords }) {
  if (feedback) return drawFeedback({ item: { ...item, feedback: lettered(feedback, item.choices) }, words: cardWords }).element;
  if (!key) return null;
  return h(
    "div",
    { class: "ng-feedback" },
    h("p", { class: "ng-prompt" }, putQuestion(item)),
    h("h3", null, words("key")),
    h(
      "ul",
      { class: "ng-verdicts" },
      key.choices.map((choice) =>
        h(
          "li",
          { class: `ng-verdict${choice.key ? " ng-right" : ""}` },
          h("p", { class: "ng-choice" }, `${choice.letter}. ${choice.text}`),
          choice.key && h("p", { class: "ng-compare" }, h("strong", null, sign("right"), choice.key)),
          choice.feedback && h("p", { class: "ng-why" }, choice.feedback),
        ),
      ),
    ),
    h(
      "div",
      { class: "ng-rationale" },
      h("h3", null, cardWords("rationale")),
      h("p", null, key.rationale),
      Object.values(key.requirements).map((requirement) => drawRequirement(requirement, cardWords)),
    ),
    key.legal_note && h("div", { class: "ng-legal" }, h("h3", null, cardWords("legal_note")), h("p", null, key.legal_note)),
  );
}
