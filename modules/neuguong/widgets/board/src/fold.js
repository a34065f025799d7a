// Owns a part that is closed until somebody opens it.
import { h } from "../../card/src/dom.js";

export function drawFold({ name, label, toggled = null }, ...inside) {
  const body = h("div", { class: "ng-body" }, ...inside);
  const element = h("details", { class: `ng-fold ng-${name}` }, h("summary", null, label), body);
  if (toggled) element.addEventListener("toggle", () => toggled(element.open));
  return { element, body };
}
