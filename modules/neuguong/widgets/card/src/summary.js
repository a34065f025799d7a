// Owns the table at the end of a part and the way on from there.
import { drawCalendar } from "./calendar.js";
import { h, uniqueId } from "./dom.js";
import { formatNumber } from "./words.js";

function drawResult(row, words) {
  const known = row.percent !== null && row.percent !== undefined;
  return h(
    "tr",
    null,
    h("th", { scope: "row" }, row.title, row.note && h("span", { class: "ng-small" }, row.note)),
    h("td", null, words("answered", { answered: row.answered, items: row.items })),
    h("td", null, known ? words("percent", { percent: formatNumber(row.percent) }) : words("percent_unknown")),
  );
}

export function drawSummary({ summary, words, act }) {
  const title = h("h2", { class: "ng-title" }, summary.headline);
  const heads = ["column_title", "column_answered", "column_percent"].map((key) => h("th", { scope: "col" }, words(key)));
  const listId = uniqueId();
  const element = h(
    "div",
    { class: "ng-summary" },
    title,
    h("p", { class: "ng-lead" }, summary.lead),
    summary.rows.length > 0 &&
      h(
        "table",
        null,
        h("caption", { class: "ng-hidden" }, words("table_caption")),
        h("thead", null, h("tr", null, heads)),
        h("tbody", null, summary.rows.map((row) => drawResult(row, words))),
      ),
    summary.again.length > 0 && h("h3", { id: listId }, words("again_title")),
    summary.again.length > 0 &&
      h(
        "ul",
        { class: "ng-again", "aria-labelledby": listId },
        summary.again.map(({ item, prompt }) =>
          h("li", null, h("button", { type: "button", class: "ng-link", onclick: () => act.again(item) }, h("span", null, prompt), h("span", { class: "ng-go" }, words("again")))),
        ),
      ),
    summary.calendar && drawCalendar(summary.calendar, words),
    summary.note && h("p", { class: "ng-small" }, summary.note),
  );
  return { element, title };
}
