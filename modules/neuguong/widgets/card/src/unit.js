// Owns the choice of the learner's unit: free, and not there where the server knows no units.
import { h } from "./dom.js";

export function drawUnitPicker({ units, words, act }) {
  if (!units.length) return { element: null, show() {} };
  const select = h(
    "select",
    { onchange: () => act.setUnit(select.value === "" ? null : units[Number(select.value)]) },
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
