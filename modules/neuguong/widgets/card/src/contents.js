// Owns the lesson's own page: its parts with what is done of each, the results over all of them, and what is chosen once.
import { h, sign } from "./dom.js";
import { drawResults } from "./results.js";
import { drawUnitPicker } from "./unit.js";

// What became of a part: done, or how far it is; and whether something in it ought to be repeated.
function stateOf({ answered, items, parallels, review }, words) {
  const done = answered === items && !parallels;
  return [
    done && h("span", { class: "ng-done" }, sign("right"), words("part_done")),
    !done && answered > 0 && h("span", null, words("part_answered", { answered, items })),
    review && h("span", { class: "ng-review" }, sign("note"), words("part_review")),
  ];
}

function drawPart(part, next, words, act) {
  return h(
    "li",
    null,
    act.link(
      part.id,
      { class: "ng-link", "aria-current": part.id === next && "step" },
      h("span", null, part.title),
      h(
        "span",
        { class: "ng-small" },
        h("span", null, words("part_minutes", { minutes: part.minutes })),
        stateOf(part, words),
      ),
    ),
  );
}

export function drawContents({ contents, parts, sensitive, units, words, act }) {
  const title = h("h2", { class: "ng-title" }, words("contents"));
  const picker = drawUnitPicker({ units, words, act });
  const known = contents.rows.some((row) => row.answers);
  const element = h(
    "div",
    { class: "ng-contents" },
    title,
    parts.length
      ? h("ol", null, parts.map((part) => drawPart(part, contents.next_part, words, act)))
      : h("p", { class: "ng-waiting" }, words("nothing_here")),
    known &&
      h("details", { class: "ng-fold" }, h("summary", null, words("lesson_results")), drawResults(contents.rows, words)),
    h("button", { type: "button", class: "ng-quiet", onclick: act.ask }, words("consent_change")),
    picker.element,
    sensitive && h("p", { class: "ng-small" }, words("sensitive_note")),
  );
  return { element, title, show: picker.show };
}
