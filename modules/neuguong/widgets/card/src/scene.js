// Owns the situation a question is asked about.
import { h, paragraphs } from "./dom.js";

// `reader`: the button that reads it aloud.
export function drawScene({ scenario, reader, words }) {
  const title = h("h2", { class: "ng-title" }, scenario.title);
  const element = h(
    "div",
    { class: "ng-scene" },
    h(
      "p",
      { class: "ng-eyebrow" },
      h("span", { class: "ng-number" }, scenario.parallel ? words("parallel") : words("scenario_number", { number: scenario.number, of: scenario.of })),
      scenario.unsigned && h("span", { class: "ng-unsigned" }, words("unsigned")),
    ),
    title,
    reader,
    paragraphs(scenario.stimulus),
  );
  return { element, title };
}
