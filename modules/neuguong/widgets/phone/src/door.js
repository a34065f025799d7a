// Owns the way in: the code where it is not known, the unit where there are some.
import { h } from "../../card/src/dom.js";

export function drawCodeForm({ words, typed, message }) {
  const input = h("input", {
    class: "ng-code", name: "ma", id: "ng-code", value: typed, required: true, maxlength: "20", autocomplete: "off",
    autocapitalize: "characters", autocorrect: "off", spellcheck: "false", enterkeyhint: "go",
  });
  const element = h(
    "form",
    { class: "ng-door", method: "get", action: "/vao" },
    h("h1", { class: "ng-title" }, words("code_title")),
    message && h("p", { class: "ng-alert", role: "alert" }, message),
    h("label", { for: "ng-code" }, words("code_label")),
    input,
    h("p", { class: "ng-small" }, words("code_hint")),
    h("button", { class: "ng-primary" }, words("code_enter")),
  );
  return { element, input };
}

// `big`: nothing else is to be done yet.
export function drawUnits({ units, unit, big, words, choose }) {
  const select = h(
    "select",
    { onchange: () => choose(select.value || null) },
    h("option", { value: "" }, words("unit_none")),
    units.map((name) => h("option", { value: name }, name)),
  );
  select.value = unit || "";
  const label = h("label", { class: `ng-pick${big ? " ng-big" : ""}` }, h("span", null, words(unit ? "unit_mine" : "unit_pick")), select);
  return { element: label };
}
