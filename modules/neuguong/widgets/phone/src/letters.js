// Owns the letters before choices, by which a hall speaks of them.
import { h } from "../../card/src/dom.js";

const spoken = (choice, text) => (choice ? `${choice.letter}. ${text}` : text);

// The item as a question shows it: a poll is one with a single choice.
export function asItem(state) {
  if (state.activity === "poll") return { id: "poll", kind: "single_choice", prompt: state.question, choices: withLetters(state.options) };
  const { item } = state;
  return item && { ...item, choices: item.passage ? bracketed(item.choices) : withLetters(item.choices) };
}

function withLetters(choices) {
  return choices.map((choice) => ({ ...choice, text: spoken(choice, choice.text) }));
}
// Inside a text a letter with a full stop would look like the end of a sentence.
function bracketed(choices) {
  return choices.map((choice) => ({ ...choice, text: `(${choice.letter}) ${choice.text}` }));
}

// The explanation with the same letters.
export function lettered(feedback, choices) {
  const of = (token) => choices.find((choice) => choice.token === token);
  return { ...feedback, choices: feedback.choices.map((choice) => ({ ...choice, text: spoken(of(choice.token), choice.text) })) };
}

export function drawLetter(letter) {
  return h("span", { class: "ng-letter" }, letter);
}
