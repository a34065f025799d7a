// Owns the interaction "mark passages of a text"; the response is the list of their tokens.
// Whole sentences stand on lines of their own, as in a draft; shorter passages stay in the line.
import { h, uniqueId } from "./dom.js";
import { knownTokens } from "./response.js";

const LONG_WORD = 16;
const SENTENCE = /[.!?…][”\x22]?$/;

export function hottext({ item, response, words, changed }) {
  const chosen = knownTokens(response, item.choices);
  const name = uniqueId();
  const texts = new Map(item.choices.map((choice) => [choice.token, choice.text]));
  const inLines = item.choices.every((choice) => SENTENCE.test(choice.text));
  const inputs = [];

  // The box and the first word stay on one line: a box alone at the end of a line would belong to nothing.
  function drawPassage(token) {
    const input = h("input", { type: "checkbox", name, value: token, onchange });
    const [first, ...others] = texts.get(token).split(" ");
    const start = h("span", { class: first.length < LONG_WORD && "ng-first" }, input, first);
    const label = h("label", { class: "ng-hot" }, inLines ? [input, h("span", null, texts.get(token))] : [start, " ", others.join(" ")]);
    function onchange() {
      label.classList.toggle("ng-on", input.checked);
      changed();
    }
    input.checked = chosen.includes(token);
    label.classList.toggle("ng-on", input.checked);
    inputs.push(input);
    return label;
  }
  const text = item.passage.map((segment) => (segment.token === undefined ? segment.text : drawPassage(segment.token)));
  const read = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    hint: words("hottext_hint"),
    body: h("p", { class: inLines ? "ng-passage ng-lines" : "ng-passage" }, text),
    read,
    missing: () => (read().length ? null : { message: words("hottext_missing"), at: inputs[0] }),
  };
}
