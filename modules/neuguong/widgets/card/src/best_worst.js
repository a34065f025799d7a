// Owns the interaction "most and least suitable"; the response is { best, worst }, never the same choice.
// The radios of one choice are a group, so the browser itself keeps it from being both, and Tab goes row by row.
// What a choice takes from another one is read out.
import { h } from "./dom.js";
import { knownPairs } from "./response.js";
import { drawRow } from "./rows.js";

const ROLES = ["best", "worst"];

export function bestWorst({ item, response, words, changed, announce }) {
  const tokens = item.choices.map((choice) => choice.token);
  const picked = knownPairs(response, ROLES, tokens);
  if (picked.best === picked.worst) delete picked.worst;

  const rows = item.choices.map((choice) =>
    drawRow({
      text: choice.text,
      cells: ROLES.map((role) => ({
        value: role,
        label: words(`${role}_label`),
        checked: picked[role] === choice.token,
        onchange: () => pick(role, choice.token),
      })),
    }),
  );
  const inputOf = (role, token) => rows[tokens.indexOf(token)].inputs[ROLES.indexOf(role)];

  function pick(role, token) {
    const other = role === "best" ? "worst" : "best";
    if (picked[role] !== undefined) {
      inputOf(role, picked[role]).checked = false;
      announce(words("best_worst_taken", { label: words(`${role}_label`) }));
    }
    picked[role] = token;
    inputOf(role, token).checked = true;
    if (picked[other] === token) {
      delete picked[other];
      announce(words("best_worst_moved"));
    }
    changed();
  }

  return {
    hint: words("best_worst_hint"),
    body: h("div", { class: "ng-rows" }, rows.map(({ row }) => row)),
    read: () => ({ ...picked }),
    missing() {
      const open = ROLES.filter((role) => picked[role] === undefined);
      if (!open.length) return null;
      const free = tokens.find((token) => !Object.values(picked).includes(token));
      return { message: words(open.length === 2 ? "best_worst_missing" : `${open[0]}_missing`), at: inputOf(open[0], free) };
    },
  };
}
