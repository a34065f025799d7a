// Owns the table of results by requirement.
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
      h("span", { class: "ng-label" }, row.id),
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

export function drawRequirements({ words }) {
  const body = h("tbody", null);
  const heads = ["column_title", "column_answers", "column_result"].map((key) => h("th", { scope: "col" }, words(key)));
  const table = h(
    "table",
    { class: "ng-requirements" },
    h("caption", { class: "ng-hidden" }, words("requirements_caption")),
    h("thead", null, h("tr", null, heads)),
    body,
  );
  const nothing = h("p", { class: "ng-nothing" }, words("no_rows"));
  const element = h(
    "div",
    { class: "ng-part" },
    h("h2", null, words("requirements")),
    h("p", { class: "ng-small" }, words("requirements_hint")),
    nothing,
    table,
  );
  return {
    element,
    show({ rows }) {
      nothing.hidden = rows.length > 0;
      table.hidden = rows.length === 0;
      body.replaceChildren(...rows.map((row) => drawRow(row, words)));
    },
  };
}
