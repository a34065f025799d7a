// Owns one bar: a length that is also said in words beside it, so that neither colour nor length stands alone.
import { h } from "../../card/src/dom.js";

export function drawBar({ label, value, max, text }) {
  return h(
    "div",
    { class: "ng-bar" },
    label && h("span", { class: "ng-bar-label" }, label),
    h("span", { class: "ng-bar-text" }, text),
    h("progress", { value: String(value), max: String(Math.max(1, max)), "aria-hidden": "true" }),
  );
}
