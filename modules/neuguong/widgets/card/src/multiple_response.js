// Owns the interaction "all choices that apply"; the response is a list of tokens.
import { drawOptions } from "./options.js";
import { knownTokens } from "./response.js";

export function multipleResponse({ item, response, words, changed }) {
  const options = drawOptions({
    type: "checkbox",
    choices: item.choices,
    chosen: knownTokens(response, item.choices),
    changed,
  });
  return {
    hint: words("multiple_response_hint"),
    body: options.body,
    read: options.read,
    missing: () =>
      options.read().length ? null : { message: words("multiple_response_missing"), at: options.first },
  };
}
