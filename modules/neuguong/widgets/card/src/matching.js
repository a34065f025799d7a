// Owns the interaction "a target for every choice"; the response is token → target token.
import { knownPairs } from "./response.js";
import { drawGrid } from "./rows.js";

export function matching({ item, response, words, changed }) {
  const targets = item.targets.map((target) => target.token);
  const grid = drawGrid({
    choices: item.choices,
    options: item.targets.map((target) => ({ value: target.token, label: target.text })),
    picked: knownPairs(response, item.choices.map((choice) => choice.token), targets),
    changed,
    flag: words("row_open"),
  });
  return {
    hint: words("matching_hint"),
    body: grid.body,
    read: grid.read,
    missing() {
      const { count, at } = grid.gaps();
      return count ? { message: words("matching_missing", { count }), at } : null;
    },
  };
}
