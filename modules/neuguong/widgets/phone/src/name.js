// Owns the display name, where the workshop has names: given or not as one likes, shown in the hall, kept by nobody.
import { h } from "../../card/src/dom.js";

const NAME_MAX = 30;

// `name`: as it stands in the hall, null for none. `isNone`: what was given is no name. `give(text)`: "" takes it back.
export function drawNameForm({ name, isNone, words, give }) {
  const input = h("input", { class: "ng-name", maxlength: String(NAME_MAX), autocomplete: "off", value: name || "" });
  function onsubmit(event) {
    event.preventDefault();
    give(input.value.trim());
  }
  return {
    element: h(
      "form",
      { class: "ng-naming", novalidate: true, onsubmit },
      h("label", { class: "ng-pick" }, h("span", null, words("name_label")), input),
      h("p", { class: "ng-small" }, words("name_hint")),
      h("button", { class: "ng-secondary" }, words(name ? "name_change" : "name_give")),
      name && h("p", { class: "ng-saved", role: "status" }, words("name_given", { name })),
      isNone && h("p", { class: "ng-alert", role: "alert" }, words("name_none")),
    ),
  };
}
