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
  // A number that is not said is too small to be said, unless nobody is counted at all.
  function text(value, view, minimum) {
    if (typeof value === "number") return formatNumber(value);
    return view.sensitive || view.state === "unread" ? words("unknown") : words("fewer", { minimum });
  }
  return {
    element,
    show(view, minimum) {
      for (const { name, number, hint } of figures) {
        const value = text(view[name], view, minimum);
        if (number.textContent !== value) number.textContent = value;
        number.classList.toggle("ng-worded", typeof view[name] !== "number");
        hint.textContent = words(view.sensitive ? `${name}_sensitive` : `${name}_hint`);
      }
    },
  };
}
