// Owns a list of items in an order that a trainer may change: up, down, out.
import { h } from "../../card/src/dom.js";
import { button } from "./parts.js";

// `changed(items)` with the ids in their new order. `rowOf(id)` gives what is known of one.
export function drawChosen({ words, rowOf, changed }) {
  const list = h("ol", { class: "ng-chosen" });
  let items = [];
  let shape = null;

  function put(next, focus) {
    changed(next);
    show(next);
    const place = focus && list.querySelector(`[data-item="${focus.item}"] [data-act="${focus.act}"]:not(:disabled)`);
    if (place) place.focus();
  }
  function move(item, by) {
    const from = items.indexOf(item);
    const next = items.filter((one) => one !== item);
    next.splice(from + by, 0, item);
    put(next, { item, act: by < 0 ? "up" : "down" });
  }
  function act(name, row, onclick, isOff = false) {
    const press = button({ up: "↑", down: "↓", out: "×" }[name], onclick, "icon");
    press.setAttribute("aria-label", words(`row_${name}`, { prompt: row.prompt }));
    press.dataset.act = name;
    press.disabled = isOff;
    return press;
  }
  function show(next) {
    const wanted = next.join(" ");
    if (wanted === shape) return;
    shape = wanted;
    items = [...next];
    list.replaceChildren(
      ...items.map((item, place) => {
        const row = rowOf(item) || { prompt: item, scenario: "" };
        return h(
          "li",
          { "data-item": item },
          h("div", null, h("p", { class: "ng-row-prompt" }, row.prompt), h("p", { class: "ng-small" }, row.scenario)),
          h(
            "span",
            { class: "ng-acts" },
            act("up", row, () => move(item, -1), place === 0),
            act("down", row, () => move(item, 1), place === items.length - 1),
            act("out", row, () => put(items.filter((one) => one !== item))),
          ),
        );
      }),
    );
  }
  return { element: list, show };
}
