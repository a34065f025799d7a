// Owns what is shown after scoring: the verdict, every choice with what it was worth, in the order it comes in, and why.
import { h, sign } from "./dom.js";
import { putQuestion } from "./prompt.js";
import { drawRequirement } from "./requirement.js";
import { formatNumber } from "./words.js";

// What became of a choice: [sign, word, values]. Left out though it belongs to the key (or is the key, where nothing else
// was to be done with it); left aside, and rightly so.
function verdictOf({ verdict, chosen, yours, key }) {
  if (!chosen && verdict === "part") return yours ? ["note", "verdict_missed"] : ["right", key ? "key" : "verdict_key", { key }];
  if (!chosen && verdict === "right") return ["right", "verdict_left"];
  return [verdict, `verdict_${verdict}`];
}

// What was done with a choice and what the key does, where the verdict does not say it; `place`: the number of the key's.
function drawCompared({ verdict, chosen, yours, key }, place, words) {
  const mine = chosen && yours && yours !== key && h("span", null, words("yours", { yours }));
  const open = verdict === "wrong" || (chosen && (yours || verdict !== "right"));
  const right = key && open && !place && h("strong", null, words("key", { key }));
  return (mine || right) && h("span", { class: "ng-compare" }, mine, right);
}

function drawVerdict(choice, { words, why, cites, place }) {
  const [name, word, values] = verdictOf(choice);
  const head = [
    h(
      "span",
      { class: "ng-tags" },
      place && h("span", { class: "ng-nth" }, h("span", { class: "ng-hidden" }, words("ranking_place"), " "), place),
      h("span", { class: "ng-chip" }, sign(name), words(word, values)),
      choice.chosen && !choice.yours && h("span", { class: "ng-mine" }, words("chosen")),
      place && drawCompared(choice, place, words),
    ),
    h("span", { class: "ng-choice" }, choice.text),
    !place && drawCompared(choice, place, words),
  ];
  const reason = why && h("div", { class: "ng-why" }, h("p", null, why), cites && h("p", { class: "ng-small" }, cites));
  const fold = reason && !choice.open;
  return h(
    "li",
    { class: `ng-verdict ng-${name === "note" ? "part" : name}` },
    fold ? h("details", null, h("summary", null, h("span", { class: "ng-head" }, head)), reason) : [h("span", { class: "ng-head" }, head), reason],
  );
}

// How much was reached, on the scale of all results; the points, and what guessing earns of them, are a press away.
function drawScore({ percent, score, max_score: max, chance }, words) {
  const reached = words("score", { percent });
  if (!chance) return h("p", { class: "ng-score" }, reached);
  const points = words("score_points", { score: formatNumber(score), max: formatNumber(max), chance: formatNumber(chance) });
  return h("details", { class: "ng-score" }, h("summary", null, reached), h("p", null, points));
}

export function drawFeedback({ item, words }) {
  const { choices, requirements, ...feedback } = item.feedback;
  const headline = h("h3", { class: `ng-headline ng-level-${feedback.level}` }, sign(feedback.level), h("span", null, feedback.headline));
  // Where all choices rest on the same requirements, those stand below and nowhere else.
  const labels = (choice) => choice.cites.filter((label) => label in requirements).join(", ");
  const differ = new Set(choices.map(labels)).size > 1;
  const drawn = choices.map((choice, n) =>
    drawVerdict(choice, {
      words,
      why: choice.feedback,
      cites: differ && labels(choice) && words("cites", { labels: labels(choice) }),
      place: feedback.ordered && n + 1,
    }),
  );
  // An order is read as a whole; else the reason comes before what may wait.
  const waiting = feedback.ordered ? -1 : choices.findIndex((choice) => !choice.open);
  const first = drawn.slice(0, waiting < 0 ? drawn.length : waiting);
  const rest = drawn.slice(first.length);
  const list = (entries) => entries.length > 0 && h(feedback.ordered ? "ol" : "ul", { class: "ng-verdicts" }, entries);
  const element = h(
    "div",
    { class: "ng-feedback" },
    h("p", { class: "ng-prompt" }, putQuestion(item)),
    headline,
    drawScore(feedback, words),
    feedback.certainty && h("p", { class: "ng-certain" }, feedback.certainty),
    feedback.ordered && h("p", { class: "ng-small" }, words("ordered")),
    list(first),
    h(
      "div",
      { class: "ng-rationale" },
      h("h3", null, words("rationale")),
      h("p", null, feedback.rationale),
      Object.values(requirements).map((requirement) => drawRequirement(requirement, words)),
    ),
    feedback.legal_note && h("div", { class: "ng-legal" }, h("h3", null, words("legal_note")), h("p", null, feedback.legal_note)),
    rest.length > 0 && h("h3", { class: "ng-rest" }, words("rest")),
    list(rest),
  );
  return { element, headline };
}
