// Owns the display names as the trainer lets them through: none is on the wall before, and all can be taken off at once.
import { button } from "./parts.js";
import { drawFold } from "../../board/src/fold.js";
import { h, region } from "../../card/src/dom.js";

// `show(number, isShown)`: `number` null for all.
export function drawNamed({ words, show }) {
  const list = region("div", null, (names) => ({ element: names ? drawNames(names) : h("p", { class: "ng-small" }, words("names_off")) }));
  function drawNames(names) {
    if (!names.length) return h("p", { class: "ng-small" }, words("names_waiting"));
    return h(
      "ul",
      { class: "ng-moderated" },
      names.map((name) => {
        const press = button(words(name.is_shown ? "word_hide" : "word_show"), () => show(name.number, !name.is_shown), name.is_shown ? "small" : "small ng-strong");
        press.setAttribute("aria-label", `${press.textContent}: ${name.text}`);
        press.dataset.name = name.number;
        return h("li", { class: name.is_shown ? "ng-on" : null }, h("span", null, name.text), press);
      }),
    );
  }
  const all = button(words("names_show_all"), () => show(null, true), "small");
  const none = button(words("names_hide_all"), () => show(null, false), "small");
  const buttons = h("div", { class: "ng-buttons" }, all, none);
  const fold = drawFold({ name: "names", label: words("names_in", { n: 0 }) }, h("p", { class: "ng-small" }, words("names_lead")), buttons, list.element);
  const element = h("section", { class: "ng-block", hidden: true }, fold.element);
  const label = fold.element.querySelector("summary");
  return {
    element,
    show({ wall }, names) {
      element.hidden = !wall.names || wall.state.stage === "ended";
      if (element.hidden) return;
      const text = words("names_in", { n: names ? names.length : 0 });
      if (label.textContent !== text) label.textContent = text;
      buttons.hidden = !names || !names.length;
      all.hidden = !names || names.every((name) => name.is_shown);
      none.hidden = !names || !names.some((name) => name.is_shown);
      const held = element.contains(document.activeElement) && document.activeElement.dataset.name;
      list.show(names);
      const place = held && element.querySelector(`[data-name="${held}"]`);
      if (place) place.focus();
    },
  };
}
