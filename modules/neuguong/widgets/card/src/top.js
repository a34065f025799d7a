// Owns the line above a part: the way back to the lesson's contents, which part this is, and how far it is.
import { h } from "./dom.js";

export function drawTop({ parts, hasContents, words, act }) {
  const current = parts.find((part) => part.current);
  if (!current || !current.items) return null;
  const { answered, items, parallels } = current;
  const element = h(
    "nav",
    { class: "ng-top", "aria-label": words("contents") },
    h(
      "div",
      { class: "ng-where" },
      hasContents && act.link(null, { class: "ng-up" }, words("to_contents")),
      h("button", { type: "button", class: "ng-quiet", onclick: act.openSummary }, words("open_summary")),
    ),
    h(
      "div",
      { class: "ng-where" },
      h("span", { class: "ng-now" }, current.title),
      h(
        "span",
        { class: "ng-count" },
        words("answered_items", { answered, items }),
        parallels > 0 && [" · ", words("parallel_items", { count: parallels })],
      ),
    ),
    h("progress", { "aria-hidden": "true", max: items + parallels || 1, value: answered }),
  );
  return { element };
}
