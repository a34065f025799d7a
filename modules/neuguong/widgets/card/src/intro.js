// Owns what a part teaches before its first question, and folded below it what each of its requirements says.
import { h } from "./dom.js";
import { drawRequirement } from "./requirement.js";
import { drawTaught } from "./teaching.js";

export function drawIntro({ intro, teaching, words }) {
  const { minutes, items, requirements, note } = intro;
  const title = h("h2", { class: "ng-title" }, words("teaching"));
  const element = h(
    "div",
    { class: "ng-intro" },
    title,
    h("p", { class: "ng-eyebrow" }, words("part_facts", { minutes, items })),
    note && h("p", { class: "ng-small" }, note),
    drawTaught(teaching, words),
    h(
      "details",
      { class: "ng-fold" },
      h("summary", null, words("intro_requirements")),
      Object.values(requirements).map((requirement) => drawRequirement(requirement, words)),
    ),
  );
  return { element, title };
}
