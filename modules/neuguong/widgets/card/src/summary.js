// Owns the end of a part: one sentence, a bar for each requirement, and folded what may be answered once more.
import { drawCalendar } from "./calendar.js";
import { h } from "./dom.js";
import { drawResults } from "./results.js";

export function drawSummary({ summary, words, act }) {
  const title = h("h2", { class: "ng-title" }, summary.headline);
  const again = summary.again.map(({ item, prompt }) =>
    h(
      "li",
      null,
      h("button", { type: "button", class: "ng-link", onclick: () => act.again(item) }, h("span", null, prompt), h("span", { class: "ng-go" }, words("again"))),
    ),
  );
  const element = h(
    "div",
    { class: "ng-summary" },
    title,
    h("p", { class: "ng-lead" }, summary.lead),
    summary.rows.length > 0 && drawResults(summary.rows, words),
    again.length > 0 &&
      h("details", { class: "ng-fold" }, h("summary", null, words("again_title", { count: again.length })), h("ul", { class: "ng-again" }, again)),
    summary.calendar && drawCalendar(summary.calendar, words),
    summary.notes.map((note) => h("p", { class: "ng-small" }, note)),
  );
  return { element, title };
}
