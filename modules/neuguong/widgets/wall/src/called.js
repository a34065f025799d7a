// Owns the display names in the lobby: as many as have room at once, and after some seconds those that come next.
import { formatNumber } from "../../card/src/words.js";
import { h } from "../../card/src/dom.js";

const TURN_MS = 6000;

// `draw(names)` gives their place on the stage, with a line below it that says which of them are there; `fit()` once it
// is on the stage and its letters have their size.
export function keepCalled({ words }) {
  const list = h("ul", { class: "ng-called", "aria-label": words("called") });
  const which = h("p", { class: "ng-hint ng-called-some" });
  let first = 0;
  let next = 0;

  function fit() {
    const names = [...list.children];
    if (!list.isConnected || !names.length) return;
    if (first >= names.length) first = 0;
    names.forEach((name, place) => {
      name.hidden = place < first;
    });
    const { bottom } = list.getBoundingClientRect();
    // One that alone is too tall is shown as far as it goes.
    const over = names.findIndex((name, place) => place > first && name.getBoundingClientRect().bottom > bottom + 1);
    next = over < 0 ? names.length : over;
    names.slice(next).forEach((name) => {
      name.hidden = true;
    });
    const isWhole = first === 0 && next === names.length;
    const [from, to, count] = [first + 1, next, names.length].map(formatNumber);
    which.textContent = isWhole ? "" : words("called_some", { first: from, last: to, count });
  }
  function turn() {
    first = next;
    fit();
  }
  const timer = setInterval(turn, TURN_MS);
  return {
    draw(names) {
      list.replaceChildren(...names.map((name) => h("li", null, name)));
      list.hidden = which.hidden = !names.length;
      return [list, which];
    },
    fit,
    stop: () => clearInterval(timer),
  };
}
