// Owns the interaction "a point of the scale for every choice"; the response is token → point.
import { knownPairs } from "./response.js";
import { drawGrid } from "./rows.js";

export function rating({ item, response, words, changed }) {
  const grid = drawGrid({
    choices: item.choices,
    options: item.scale.map((point) => ({ value: point, label: words(`scale_${point}`) })),
    picked: knownPairs(response, item.choices.map((choice) => choice.token), item.scale),
    changed,
    flag: words("row_open"),
  });
  return {
    hint: words("rating_hint"),
    body: grid.body,
    read: grid.read,
    missing() {
      const { count, at } = grid.gaps();
      return count ? { message: words("rating_missing", { count }), at } : null;
    },
  };
}
