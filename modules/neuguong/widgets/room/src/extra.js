// Owns what may be asked outside the plan: an item of the bank, a parallel one, a poll of the trainer's own, a word wall.
import { drawFold } from "../../board/src/fold.js";
import { drawPicker } from "./picker.js";
import { button, field, tell } from "./parts.js";
import { h, region } from "../../card/src/dom.js";

const OPTIONS_MAX = 6;

export function drawExtra({ words, send, command }) {
  const picker = drawPicker({ words, send, label: words("ask_now"), take: (row) => command({ command: "ask-item", item: row.item }) });
  const question = h("input", { type: "text", maxlength: "300", autocomplete: "off" });
  const options = h("textarea", { rows: "4", maxlength: "2000" });
  const theme = h("input", { type: "text", maxlength: "300", autocomplete: "off" });
  const alert = h("p", { class: "ng-alert", role: "alert", hidden: true });
  const parallel = region("div", null, (rows) => rows.length > 0 && {
    element: h(
      "div",
      null,
      h("h4", null, words("parallel")),
      rows.map((row) => h("p", { class: "ng-parallel" }, h("span", null, `${row.scenario}: ${row.prompt}`), button(words("ask_now"), () => command({ command: "ask-item", item: row.item }), "small"))),
    ),
  });

  function poll() {
    const lines = options.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (!question.value.trim() || lines.length < 2 || lines.length > OPTIONS_MAX) return tell(alert, words("poll_faulty"));
    tell(alert, "");
    command({ command: "ask-poll", question: question.value.trim(), options: lines });
  }
  function wordWall() {
    if (!theme.value.trim()) return tell(alert, words("words_faulty"));
    tell(alert, "");
    command({ command: "ask-words", question: theme.value.trim() });
  }
  const pieces = {
    "ask-item": drawFold({ name: "item", label: words("extra_item"), toggled: (open) => open && picker.open() }, picker.element).element,
    "ask-poll": drawFold({ name: "poll", label: words("poll") }, field(words("poll_question"), question), field(words("poll_options"), options, words("poll_hint")), button(words("ask_now"), poll, "small")).element,
    "ask-words": drawFold({ name: "words", label: words("words") }, field(words("words_question"), theme, words("words_hint")), button(words("ask_now"), wordWall, "small")).element,
  };
  const element = h("section", { class: "ng-block", "aria-label": words("extra") }, h("h3", null, words("extra")), parallel.element, Object.values(pieces), alert);
  return {
    element,
    show({ can, parallel: rows }) {
      for (const [name, piece] of Object.entries(pieces)) piece.hidden = !can.includes(name);
      parallel.show(can.includes("ask-item") ? rows : []);
      element.hidden = !Object.keys(pieces).some((name) => can.includes(name));
    },
    found: picker.found,
  };
}
