// Owns the two large numbers that a hall sees grow.
import { h } from "../../card/src/dom.js";
import { formatNumber } from "../../card/src/words.js";

export function drawCounter({ words }) {
  const figures = ["people", "answers"].map((name) => ({
    name,
    number: h("strong", null),
    hint: h("span", { class: "ng-small" }),
  }));
  const element = h(
    "div",
    { class: "ng-counter", role: "group", "aria-label": words("counter"), "aria-live": "polite" },
    figures.map(({ name, number, hint }) =>
      h("p", { class: `ng-figure ng-figure-${name}`, "aria-atomic": "true" }, number, " ", h("span", null, words(name)), hint),
    ),
  );
  // A number that is withheld claims nothing: it may be small, or large beside others that are small.
  function text(name, view) {
    if (typeof view[name] === "number") return formatNumber(view[name]);
    return (view.sensitive && name === "people") || view.state === "unread" ? words("unknown") : words("withheld");
  }
  const hintOf = (name, view) => `${name}_${view.sensitive ? "sensitive" : "hint"}`;
  return {
    element,
    show(view) {
      for (const { name, number, hint } of figures) {
        const value = text(name, view);
        if (number.textContent !== value) number.textContent = value;
        number.classList.toggle("ng-worded", typeof view[name] !== "number");
        hint.textContent = words(hintOf(name, view));
      }
    },
  };
}
