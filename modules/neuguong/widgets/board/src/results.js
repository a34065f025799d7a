// Owns the tables of results: by requirement, and by part of a lesson.
import { h } from "../../card/src/dom.js";
import { formatNumber } from "../../card/src/words.js";
import { drawBar } from "./bar.js";

function drawRow(row, words) {
  const known = row.percent !== null && row.percent !== undefined;
  return h(
    "tr",
    null,
    h(
      "th",
      { scope: "row" },
      row.id && h("span", { class: "ng-label" }, row.id),
      ` ${row.title}`,
      h("span", { class: "ng-small" }, words("row_items", { items: row.items, of: row.of })),
    ),
    h("td", { class: "ng-number" }, formatNumber(row.n)),
    h(
      "td",
      { class: "ng-result" },
      known && drawBar({ value: row.percent, max: 100, text: words("percent", { percent: row.percent }) }),
      row.few && h("span", { class: "ng-small" }, words("few_row")),
    ),
  );
}

// `name`: "requirements" or "parts".
export function drawResults({ name, words }) {
  const body = h("tbody", null);
  const heads = [`column_${name}`, "column_answers", "column_result"].map((key) => h("th", { scope: "col" }, words(key)));
  const table = h(
    "table",
    { class: `ng-rows ng-${name}` },
    h("caption", { class: "ng-hidden" }, words(`${name}_caption`)),
    h("thead", null, h("tr", null, heads)),
    body,
  );
  const nothing = h("p", { class: "ng-nothing" }, words("no_rows"));
  const element = h(
    "div",
    { class: "ng-part" },
    h("h2", null, words(name)),
    h("p", { class: "ng-small" }, words(`${name}_hint`)),
    nothing,
    table,
  );
  return {
    element,
    show(rows) {
      nothing.hidden = rows.length > 0;
      table.hidden = rows.length === 0;
      body.replaceChildren(...rows.map((row) => drawRow(row, words)));
    },
  };
}
