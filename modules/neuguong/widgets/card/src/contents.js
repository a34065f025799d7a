// Owns the line above the question: the part being studied, and folded below it the other parts and what is chosen once.
import { h } from "./dom.js";
import { drawUnitPicker } from "./unit.js";

function drawPart(part, words, act) {
  return h(
    "li",
    null,
    h(
      "button",
      { type: "button", class: "ng-link", "aria-current": part.current && "step", onclick: () => act.openPart(part.id) },
      h("span", null, part.title),
      h("span", { class: "ng-small" }, words("part_facts", { minutes: part.minutes, answered: part.answered, items: part.items })),
    ),
  );
}

export function drawContents({ parts, sensitive, units, words, act }) {
  const current = parts.find((part) => part.current);
  const quiet = (key, onclick) => h("button", { type: "button", class: "ng-quiet", onclick }, words(key));
  const picker = drawUnitPicker({ units, words, act });
  const choices = h("div", null, quiet("consent_change", act.ask), picker.element);
  // A choice folds the list, also where it leads to what is on screen already.
  const fold = (event) => {
    if (event.target.closest("button")) event.currentTarget.open = false;
  };
  const element = h(
    "nav",
    { class: "ng-contents", "aria-label": words("contents") },
    h(
      "details",
      { onclick: fold },
      h(
        "summary",
        null,
        h(
          "span",
          { class: "ng-where" },
          h("span", { class: "ng-now" }, current ? current.title : words("contents")),
          current && h("span", { class: "ng-count" }, words("answered_items", { answered: current.answered, items: current.items })),
        ),
      ),
      h("ol", null, parts.map((part) => drawPart(part, words, act))),
      quiet("open_summary", act.openSummary),
      choices,
      sensitive && h("p", { class: "ng-small" }, words("sensitive_note")),
    ),
    current && h("progress", { "aria-hidden": "true", max: current.items || 1, value: current.answered }),
  );
  return {
    element,
    // What is being asked above is not offered here as well.
    show(asks, unit) {
      choices.hidden = asks;
      picker.show(unit);
    },
  };
}
