// Owns a list of choices with a native radio or checkbox each: the body of single choice and multiple response.
import { h, uniqueId } from "./dom.js";

export function drawOptions({ type, choices, chosen, changed }) {
  const name = uniqueId();
  const inputs = choices.map((choice) => h("input", { type, name, value: choice.token, onchange: changed }));
  inputs.forEach((input) => {
    input.checked = chosen.includes(input.value);
  });
  const rows = choices.map((choice, n) =>
    h("label", { class: "ng-option" }, inputs[n], h("span", { class: "ng-box" }, choice.text)),
  );
  return {
    body: h("div", { class: "ng-options" }, rows),
    first: inputs[0],
    read: () => inputs.filter((input) => input.checked).map((input) => input.value),
  };
}
