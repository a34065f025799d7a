// Owns how a cited requirement is shown: folded, with its literal words in quotation marks.
import { h } from "./dom.js";

export function drawRequirement(requirement, words) {
  const { label, title, summary, quotes, where, status, note } = requirement;
  return h(
    "details",
    { class: "ng-cite" },
    h("summary", null, words("cite", { label, title })),
    h("p", null, summary),
    quotes.map((quote) => h("blockquote", null, `“${quote}”`)),
    h("p", { class: "ng-small" }, words("cite_where", { where })),
    status && h("p", { class: "ng-small" }, words("cite_status", { status })),
    note && h("p", { class: "ng-small" }, note),
  );
}
