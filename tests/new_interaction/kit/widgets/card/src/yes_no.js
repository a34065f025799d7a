// Owns the interaction "yes or no for every choice"; the response is token → true or false.
import { knownPairs } from "./response.js";
import { drawGrid } from "./rows.js";

export function yesNo({ item, response, words, changed }) {
  const grid = drawGrid({
    choices: item.choices,
    options: [true, false].map((answer) => ({ value: answer, label: words(answer ? "yes_label" : "no_label") })),
    picked: knownPairs(response, item.choices.map((choice) => choice.token), [true, false]),
    changed,
    flag: words("row_open"),
  });
  return {
    hint: words("yes_no_hint"),
    body: grid.body,
    read: grid.read,
    missing() {
      const { count, at } = grid.gaps();
      return count ? { message: words("yes_no_missing", { count }), at } : null;
    },
  };
}
