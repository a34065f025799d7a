// Owns the search of the bank: what is typed is sent, what is found is listed, what is taken is told.
import { h } from "../../card/src/dom.js";
import { button, field } from "./parts.js";

const TYPING_MS = 250;
const SHOWN_MAX = 40;

export function describe(row, words) {
  return `${words(`kind_${row.kind}`)} · ${words("tests", { requirement: row.requirement })}${row.sensitive ? ` · ${words("sensitive_item")}` : ""}`;
}

// `take(row)`; `label` says what taking does. `isTaken(row)`: there already.
export function drawPicker({ words, send, take, label, isTaken = () => false }) {
  const input = h("input", { type: "search", autocomplete: "off", oninput: () => wait() });
  const list = h("ul", { class: "ng-found" });
  const count = h("p", { class: "ng-small", role: "status" });
  let timer = 0;
  let rows = null;
  let asked = null;

  function ask() {
    asked = input.value;
    send({ kind: "find", text: asked });
  }
  function wait() {
    clearTimeout(timer);
    timer = setTimeout(ask, TYPING_MS);
  }
  function drawRow(row) {
    const press = button(isTaken(row) ? words("taken") : label, () => {
      take(row);
      show();
    }, "small");
    press.disabled = isTaken(row);
    press.setAttribute("aria-label", `${press.textContent}: ${row.prompt}`);
    return h(
      "li",
      null,
      h("div", null, h("p", { class: "ng-row-prompt" }, row.prompt), h("p", { class: "ng-small" }, `${row.scenario} · ${describe(row, words)}`)),
      press,
    );
  }
  function show() {
    if (!rows) return;
    count.textContent = rows.length > SHOWN_MAX ? words("found_many", { shown: SHOWN_MAX, n: rows.length }) : words("found", { n: rows.length });
    list.replaceChildren(...rows.slice(0, SHOWN_MAX).map(drawRow));
  }
  return {
    element: h("div", { class: "ng-picker" }, field(words("search"), input, words("search_hint")), count, list),
    open: () => rows || ask(),
    found(reply) {
      if (reply.text !== asked) return;
      rows = reply.rows;
      show();
    },
    refresh: show,
  };
}
