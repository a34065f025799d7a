// Owns the bars: how well each requirement sits, all on one scale, and behind a tap how that is reckoned.
import { h } from "./dom.js";

function drawBarOf({ title, percent, band, answers }, words) {
  const known = percent !== null && percent !== undefined;
  const told = [
    words(`band_${band}`),
    known && words("mastery_value", { percent }),
    answers > 0 && words("mastery_answers", { answers }),
  ];
  return h(
    "li",
    { class: `ng-bar-${band}` },
    h("p", { class: "ng-bar-title" }, title),
    known && h("progress", { max: 100, value: percent, "aria-label": words("mastery", { title, percent }) }),
    h("p", { class: "ng-small" }, told.filter((one) => one).join(" · ")),
  );
}

export function drawResults(rows, words) {
  return h(
    "div",
    { class: "ng-results" },
    h("ul", null, rows.map((row) => drawBarOf(row, words))),
    h("details", { class: "ng-fold" }, h("summary", null, words("mastery_how")), h("p", null, words("mastery_rule"))),
  );
}
