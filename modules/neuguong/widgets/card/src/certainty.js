// Owns the question how sure somebody is of an answer: three levels, and none for who does not say.
import { h, uniqueId } from "./dom.js";

export function drawCertainty(words) {
  const name = uniqueId();
  const level = (n) =>
    h("label", null, h("input", { type: "radio", name, value: `sure-${n}` }), h("span", null, words(`certainty_${n}`)));
  const element = h("fieldset", { class: "ng-certainty" }, h("legend", null, words("certainty")), [1, 2, 3].map(level));
  return {
    element,
    read() {
      const chosen = element.querySelector("input:checked");
      return chosen ? Number(chosen.value.slice(-1)) : null;
    },
  };
}
