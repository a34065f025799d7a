// Owns the words of a word wall as the trainer lets them through: none is on the wall before.
import { button } from "./parts.js";
import { h, region } from "../../card/src/dom.js";

export function drawModeration({ words, send }) {
  const list = region("div", null, (shown) => ({
    element: shown.length
      ? h(
          "ul",
          { class: "ng-moderated" },
          shown.map((word) => {
            const press = button(words(word.is_shown ? "word_hide" : "word_show"), () => send({ kind: "show-word", number: word.number, shown: !word.is_shown }), word.is_shown ? "small" : "small ng-strong");
            press.setAttribute("aria-label", `${press.textContent}: ${word.text}`);
            press.dataset.word = word.number;
            return h("li", { class: word.is_shown ? "ng-on" : null }, h("span", null, word.text), press);
          }),
        )
      : h("p", { class: "ng-small" }, words("words_waiting")),
  }));
  const element = h("section", { class: "ng-block", hidden: true, "aria-label": words("moderation") }, h("h3", null, words("moderation")), list.element);
  return {
    element,
    show({ wall, words: shown }) {
      element.hidden = wall.state.activity !== "words";
      const held = element.contains(document.activeElement) && document.activeElement.dataset.word;
      list.show(shown);
      const place = held && element.querySelector(`[data-word="${held}"]`);
      if (place) place.focus();
    },
  };
}
