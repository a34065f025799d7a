// Owns the line above the question: the part being studied, and folded below it the other parts.
import { h } from "./dom.js";

export function drawUnitPicker({ units, words, setUnit }) {
  const select = h(
    "select",
    { onchange: () => setUnit(select.value === "" ? null : units[Number(select.value)]) },
    h("option", { value: "" }, words("unit_none")),
    units.map((unit, n) => h("option", { value: String(n) }, unit)),
  );
  return {
    element: h("label", { class: "ng-unit" }, h("span", null, words("unit")), select),
    show(unit) {
      select.value = units.includes(unit) ? String(units.indexOf(unit)) : "";
    },
  };
}

function drawPart(part, words, openPart) {
  return h(
    "li",
    null,
    h(
      "button",
      { type: "button", class: "ng-link", "aria-current": part.current && "step", onclick: () => openPart(part.id) },
      h("span", null, part.title),
      h("span", { class: "ng-small" }, words("part_facts", { minutes: part.minutes, answered: part.answered, items: part.items })),
    ),
  );
}

export function drawContents({ view, words, openPart, openSummary, unitPicker }) {
  const { parts } = view;
  const current = parts.find((part) => part.current);
  const title = current ? current.title : words("contents");
  // A choice folds the list, also where it leads to what is on screen already.
  const fold = (event) => {
    if (event.target.closest("button")) event.currentTarget.open = false;
  };
  return h(
    "nav",
    { class: "ng-contents", "aria-label": words("contents") },
    h(
      "details",
      { onclick: fold },
      h(
        "summary",
        null,
        h("span", { class: "ng-now" }, title),
        current && h("span", { class: "ng-count" }, words("answered_items", { answered: current.answered, items: current.items })),
      ),
      h("ol", null, parts.map((part) => drawPart(part, words, openPart))),
      h("button", { type: "button", class: "ng-quiet", onclick: openSummary }, words("open_summary")),
      unitPicker,
      view.lesson.sensitive && h("p", { class: "ng-small" }, words("sensitive_note")),
    ),
    current && h("progress", { "aria-hidden": "true", max: current.items || 1, value: current.answered }),
  );
}
