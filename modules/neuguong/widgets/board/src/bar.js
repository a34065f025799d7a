// Owns one bar: a length that is also said in words beside it, so that neither colour nor length stands alone.
import { h, sign } from "../../card/src/dom.js";

// `key`: the bar agrees with the key, and `keyWords` say so to whoever does not see the sign.
export function drawBar({ label, value, max, text, key, keyWords }) {
  return h(
    "div",
    { class: key ? "ng-bar ng-bar-key" : "ng-bar" },
    (label || key) &&
      h("span", { class: "ng-bar-label" }, key && sign("right"), label, key && h("span", { class: "ng-hidden" }, ` ${keyWords}`)),
    h("span", { class: "ng-bar-text" }, text),
    h("progress", { value: String(value), max: String(Math.max(1, max)), "aria-hidden": "true" }),
  );
}
