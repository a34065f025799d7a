// Owns the interaction "all choices in order"; the response is the list of tokens, the first place first.
// A press gives a choice the lowest free place, another press frees it: nothing moves under the finger.
import { h } from "./dom.js";
import { knownTokens } from "./response.js";

export function ranking({ item, response, words, changed, announce }) {
  const count = item.choices.length;
  const known = knownTokens(response, item.choices);
  // A draft may have free places: null.
  const places = Array.from({ length: count }, (_, n) => {
    const token = Array.isArray(response) ? response[n] : null;
    return known.includes(token) && response.indexOf(token) === n ? token : null;
  });
  const nextFree = () => places.indexOf(null);

  const badges = item.choices.map(() => h("span", { class: "ng-place" }));
  const buttons = item.choices.map((choice, n) =>
    h("button", { type: "button", class: "ng-rank", onclick: () => press(choice) }, badges[n], h("span", null, choice.text)),
  );
  const next = h("p", { class: "ng-next-place" });
  const clear = h("button", { type: "button", class: "ng-quiet", onclick: clearAll }, words("ranking_clear"));

  function press(choice) {
    const at = places.indexOf(choice.token);
    const place = at < 0 ? nextFree() : at;
    places[place] = at < 0 ? choice.token : null;
    refresh();
    announce(words(at < 0 ? "ranking_placed" : "ranking_freed", { place: place + 1, text: choice.text }));
    changed();
  }
  function clearAll() {
    places.fill(null);
    refresh();
    buttons[0].focus();
    announce(words("ranking_cleared"));
    changed();
  }
  function refresh() {
    item.choices.forEach((choice, n) => {
      const place = places.indexOf(choice.token) + 1;
      buttons[n].setAttribute("aria-pressed", place > 0);
      badges[n].replaceChildren(
        h("span", { class: "ng-hidden" }, place ? words("ranking_place") : words("ranking_no_place")),
        place ? ` ${place} ` : " ",
      );
    });
    const free = nextFree() + 1;
    next.textContent = free ? words("ranking_next", { place: free, count }) : words("ranking_done");
  }
  refresh();

  return {
    hint: words("ranking_hint"),
    body: h("div", { class: "ng-options" }, next, buttons, clear),
    read: () => [...places],
    missing() {
      const left = places.filter((token) => token === null).length;
      if (!left) return null;
      const at = buttons.find((button) => button.getAttribute("aria-pressed") === "false");
      return { message: words("ranking_missing", { count: left }), at };
    },
  };
}
