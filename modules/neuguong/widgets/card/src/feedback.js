// Owns what is shown after scoring: the verdict, every choice with what it was worth, in the order it comes in, and why.
import { h, sign } from "./dom.js";
import { putQuestion } from "./prompt.js";
import { drawRequirement } from "./requirement.js";
import { formatNumber } from "./words.js";

// What became of a choice: [sign, word]. Left out though it belongs to the key (or is the key, where no more is to be
// said of it); left aside, and rightly so.
function verdictOf({ verdict, chosen, key }) {
  if (!chosen && verdict === "part") return key ? ["note", "verdict_missed"] : ["right", "verdict_key"];
  if (!chosen && verdict === "right") return ["right", "verdict_left"];
  return [verdict, `verdict_${verdict}`];
}

function drawVerdict(choice, { words, why, cites }) {
  const [name, word] = verdictOf(choice);
  const same = choice.yours === choice.key;
  const head = [
    h(
      "span",
      { class: "ng-tags" },
      h("span", { class: "ng-chip" }, sign(name), words(word)),
      choice.chosen && !choice.yours && h("span", { class: "ng-mine" }, words("chosen")),
    ),
    h("span", { class: "ng-choice" }, choice.text),
    word !== "verdict_left" &&
      (choice.yours || choice.key) &&
      h(
        "span",
        { class: "ng-compare" },
        choice.yours && !same && h("span", null, words("yours", { yours: choice.yours })),
        choice.key && h("strong", null, words("key", { key: choice.key })),
      ),
  ];
  const reason = why && h("div", { class: "ng-why" }, h("p", null, why), cites && h("p", { class: "ng-small" }, cites));
  const fold = reason && !choice.open;
  return h(
    "li",
    { class: `ng-verdict ng-${word === "verdict_key" ? "right" : choice.verdict}` },
    fold ? h("details", null, h("summary", null, h("span", { class: "ng-head" }, head)), reason) : [h("span", { class: "ng-head" }, head), reason],
  );
}

export function drawFeedback({ item, words }) {
  const { choices, requirements, ...feedback } = item.feedback;
  const headline = h("h3", { class: `ng-headline ng-level-${feedback.level}` }, sign(feedback.level), h("span", null, feedback.headline));
  // Where all choices rest on the same requirements, those stand below and nowhere else.
  const labels = (choice) => choice.cites.filter((label) => label in requirements).join(", ");
  const differ = new Set(choices.map(labels)).size > 1;
  const list = choices.map((choice) =>
    drawVerdict(choice, {
      words,
      why: choice.feedback,
      cites: differ && labels(choice) && words("cites", { labels: labels(choice) }),
    }),
  );
  const element = h(
    "div",
    { class: "ng-feedback" },
    h("p", { class: "ng-prompt" }, putQuestion(item)),
    headline,
    h(
      "p",
      { class: "ng-score" },
      words("score", { score: formatNumber(feedback.score), max: formatNumber(feedback.max_score) }),
      feedback.chance && words("score_chance", { chance: formatNumber(feedback.chance) }),
    ),
    feedback.certainty && h("p", { class: "ng-certain" }, feedback.certainty),
    h("ul", { class: "ng-verdicts" }, list),
    h(
      "div",
      { class: "ng-rationale" },
      h("h3", null, words("rationale")),
      h("p", null, feedback.rationale),
      Object.values(requirements).map((requirement) => drawRequirement(requirement, words)),
    ),
    feedback.legal_note && h("div", { class: "ng-legal" }, h("h3", null, words("legal_note")), h("p", null, feedback.legal_note)),
  );
  return { element, headline };
}
