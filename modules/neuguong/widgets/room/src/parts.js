// Owns small pieces that every part of the control room is made of.
import { h, uniqueId } from "../../card/src/dom.js";

export function button(label, onclick, kind = "") {
  return h("button", { type: "button", class: kind ? `ng-button ng-${kind}` : "ng-button", onclick }, label);
}

export function field(label, input, hint = null) {
  const note = hint ? uniqueId() : null;
  if (note) input.setAttribute("aria-describedby", note);
  return h("div", { class: "ng-field" }, h("label", null, h("span", null, label), input), hint && h("p", { class: "ng-small", id: note }, hint));
}

export function tick(label, input) {
  return h("label", { class: "ng-tick" }, input, h("span", null, label));
}

// Says a thing once: text that is the same stays as it is.
export function tell(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

export function select(options, chosen, onchange) {
  const element = h("select", { onchange: () => onchange && onchange(element.value) }, options.map(([value, label]) => h("option", { value }, label)));
  element.value = chosen;
  return element;
}
