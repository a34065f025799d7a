// Owns what is shown after scoring: the verdict, every choice explained in the order given, and the reason.
import { h, sign, uniqueId } from "./dom.js";
import { drawRequirement } from "./requirement.js";
import { formatNumber } from "./words.js";

// Left aside by the learner and rightly so: on a phone its explanation may wait.
const isQuiet = (choice) => !choice.chosen && choice.verdict === "neutral";

// Part of the key, but not chosen.
const isMissed = (choice) => !choice.chosen && choice.verdict === "part";

function drawVerdict(choice, requirements, words) {
  const cited = choice.cites.filter((label) => label in requirements);
  return h(
    "li",
    { class: `ng-verdict ng-${choice.verdict}${isQuiet(choice) ? " ng-more" : ""}` },
    h(
      "p",
      { class: "ng-tags" },
      h("span", { class: "ng-chip" }, sign(isMissed(choice) ? "note" : choice.verdict), words(isMissed(choice) ? "verdict_missed" : `verdict_${choice.verdict}`)),
      choice.chosen && !choice.yours && h("span", { class: "ng-mine" }, words("chosen")),
    ),
    h("p", { class: "ng-choice" }, choice.text),
    (choice.yours || choice.key) &&
      h(
        "p",
        { class: "ng-compare" },
        choice.yours && h("span", null, words("yours", { yours: choice.yours })),
        choice.yours && choice.key && " ",
        choice.key && h("strong", null, words("key", { key: choice.key })),
      ),
    h(
      "div",
      { class: "ng-why" },
      h("p", null, choice.feedback),
      cited.map((label) => drawRequirement(requirements[label], words)),
    ),
  );
}

export function drawFeedback({ item, words, next }) {
  const { feedback } = item;
  const headline = h("h3", { class: `ng-headline ng-level-${feedback.level}` }, sign(feedback.level), h("span", null, feedback.headline));
  const id = uniqueId();
  const list = h(
    "ul",
    { class: "ng-verdicts", id },
    feedback.choices.map((choice) => drawVerdict(choice, feedback.requirements, words)),
  );
  const more = h("button", { type: "button", class: "ng-quiet ng-show-more", "aria-expanded": "false", "aria-controls": id, onclick: toggle });
  function toggle() {
    const open = list.classList.toggle("ng-all");
    more.setAttribute("aria-expanded", open);
    more.textContent = words(open ? "show_less" : "show_more");
  }
  more.textContent = words("show_more");

  const element = h(
    "div",
    { class: "ng-feedback" },
    h("p", { class: "ng-prompt" }, item.prompt),
    headline,
    h(
      "p",
      { class: "ng-score" },
      words("score", { score: formatNumber(feedback.score), max: formatNumber(feedback.max_score) }),
      feedback.chance && words("score_chance", { chance: formatNumber(feedback.chance) }),
    ),
    list,
    feedback.choices.some(isQuiet) && more,
    h("div", { class: "ng-rationale" }, h("h3", null, words("rationale")), h("p", null, feedback.rationale)),
    feedback.legal_note && h("div", { class: "ng-legal" }, h("h3", null, words("legal_note")), h("p", null, feedback.legal_note)),
    h("button", { type: "button", class: "ng-primary", onclick: next }, words("next")),
  );
  return { element, headline };
}
