// Owns the two large numbers that a hall sees grow.
import { h } from "../../card/src/dom.js";
import { formatNumber } from "../../card/src/words.js";

export function drawCounter({ words }) {
  const figures = ["people", "answers"].map((name) => ({
    name,
    number: h("strong", null),
    label: h("span", null),
    hint: h("span", { class: "ng-small" }),
  }));
  const element = h(
    "div",
    { class: "ng-counter", role: "group", "aria-label": words("counter"), "aria-live": "polite" },
    figures.map(({ name, number, label, hint }) =>
      h("p", { class: `ng-figure ng-figure-${name}`, "aria-atomic": "true" }, number, " ", label, hint),
    ),
  );
  // A number that is withheld claims nothing: it may be small, or large beside others that are small.
  function text(name, view) {
    if (typeof view[name] === "number") return formatNumber(view[name]);
    return (view.sensitive && name === "people") || view.state === "unread" ? words("unknown") : words("withheld");
  }
  const hintOf = (name, view) => `${name}_${view.sensitive ? "sensitive" : view.session !== null ? "session" : "hint"}`;
  return {
    element,
    show(view) {
      for (const { name, number, label, hint } of figures) {
        const value = text(name, view);
        const isNumber = typeof view[name] === "number";
        if (number.textContent !== value) number.textContent = value;
        number.classList.toggle("ng-worded", !isNumber);
        label.textContent = words(isNumber ? name : `${name}_unsaid`);
        hint.textContent = words(hintOf(name, view));
      }
    },
  };
}
