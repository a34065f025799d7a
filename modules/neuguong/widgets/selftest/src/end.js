// Owns the end of a test: the result, what has changed since the one before, and every question explained.
import { h } from "../../card/src/dom.js";
import { drawFeedback } from "../../card/src/feedback.js";
import { drawScene } from "../../card/src/scene.js";

function drawRows(rows, words) {
  const compares = rows.some((row) => row.before !== null);
  const heads = ["column_title", compares && "column_before", "column_now"].filter(Boolean);
  return h(
    "table",
    null,
    h("caption", { class: "ng-hidden" }, words("table")),
    h("thead", null, h("tr", null, heads.map((key) => h("th", { scope: "col" }, words(key))))),
    h(
      "tbody",
      null,
      rows.map((row) => h("tr", null, h("th", { scope: "row" }, row.title), compares && h("td", null, row.before ?? "–"), h("td", null, row.now))),
    ),
  );
}

function drawExplained({ scenario, item }, { words, cardWords }) {
  return h(
    "details",
    { class: "ng-explained" },
    h("summary", null, words("explained_one", { number: scenario.number, headline: item.feedback.headline })),
    drawScene({ scenario, words: cardWords }).element,
    drawFeedback({ item, words: cardWords }).element,
  );
}

// `met`: how many of the questions were answered in the lesson too; null where that says nothing.
export function drawEnd({ told, met, slug, canExplain, words, cardWords, act }) {
  const { result, questions } = told;
  const title = h("h2", { class: "ng-title" }, words("result"));
  const { gain } = result;
  const element = h(
    "div",
    { class: "ng-summary" },
    title,
    gain && h("p", { class: "ng-lead" }, words("gain"), ": ", h("strong", null, gain.headline)),
    h("p", { class: gain ? null : "ng-lead" }, result.lead),
    gain && h("ul", null, gain.moved.map((line) => h("li", null, line))),
    met !== null && h("p", null, met ? words("met", { n: met }) : words("met_none")),
    gain && h("p", { class: "ng-small" }, gain.note),
    drawRows(result.rows, words),
    h("p", { class: "ng-small" }, words("kept")),
    h("div", { class: "ng-buttons" }, h("a", { class: "ng-primary", href: `/${slug}` }, words("to_lesson"))),
    questions.length > 0 && h("h3", null, words("explained")),
    questions.map((question) => drawExplained(question, { words, cardWords })),
    !questions.length && canExplain && h("button", { type: "button", class: "ng-secondary", onclick: act.explain }, words("show_again")),
  );
  return { element, title };
}
