// Owns the interaction "mark passages of a text"; the response is the list of their tokens.
import { h, uniqueId } from "./dom.js";
import { knownTokens } from "./response.js";

export function hottext({ item, response, words, changed }) {
  const chosen = knownTokens(response, item.choices);
  const name = uniqueId();
  const texts = new Map(item.choices.map((choice) => [choice.token, choice.text]));
  const inputs = [];
  const text = item.passage.map((segment) => {
    if (segment.token === undefined) return segment.text;
    const input = h("input", { type: "checkbox", name, value: segment.token, onchange: changed });
    input.checked = chosen.includes(segment.token);
    inputs.push(input);
    return h("label", { class: "ng-hot" }, input, h("span", null, texts.get(segment.token)));
  });
  const read = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    hint: words("hottext_hint"),
    body: h("p", { class: "ng-passage" }, text),
    read,
    missing: () => (read().length ? null : { message: words("hottext_missing"), at: inputs[0] }),
  };
}
