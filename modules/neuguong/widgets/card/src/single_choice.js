// Owns the interaction "exactly one choice"; the response is its token.
import { drawOptions } from "./options.js";
import { knownTokens } from "./response.js";

export function singleChoice({ item, response, words, changed }) {
  const options = drawOptions({
    type: "radio",
    choices: item.choices,
    chosen: knownTokens([response], item.choices),
    changed,
  });
  const read = () => options.read()[0] ?? null;
  return {
    hint: words("single_choice_hint"),
    body: options.body,
    read,
    missing: () => (read() === null ? { message: words("single_choice_missing"), at: options.first } : null),
  };
}
