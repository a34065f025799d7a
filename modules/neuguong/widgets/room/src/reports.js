// Owns the files and texts a trainer leaves with.
import { button, tell } from "./parts.js";
import { drawFold } from "../../board/src/fold.js";
import { h } from "../../card/src/dom.js";
import { saveFile } from "../../board/src/download.js";

const FILES = ["xlsx", "docx", "pdf", "csv", "cards"];

export function drawReports({ words, send, leave }) {
  const told = h("p", { class: "ng-small", role: "status" });
  const text = h("textarea", { rows: "6", readonly: true, "aria-label": words("report_text"), hidden: true });
  const copy = button(words("copy"), copyText, "small");
  copy.hidden = true;
  const ask = (format) => {
    tell(told, words("making"));
    send({ kind: "report", format });
  };
  async function copyText() {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      tell(told, words("copied"));
    } catch {
      tell(told, words("copy_by_hand"));
    }
  }
  const buttons = [...FILES, "text"].map((format) => button(words(`report_${format}`), () => ask(format), "small"));
  const fold = drawFold({ name: "reports", label: words("reports") }, h("div", { class: "ng-buttons" }, buttons), told, text, copy, h("p", { class: "ng-leave" }, button(words("leave_room"), leave, "small")));
  let wasEnded = false;
  return {
    element: h("section", { class: "ng-block" }, fold.element),
    show({ wall }) {
      const isEnded = wall.state.stage === "ended";
      if (isEnded && !wasEnded) fold.element.open = true;
      wasEnded = isEnded;
    },
    file(reply) {
      saveFile(reply);
      tell(told, words("saved", { name: reply.name }));
    },
    text(reply) {
      text.value = reply.text;
      text.hidden = copy.hidden = false;
      tell(told, "");
      text.focus();
    },
    refused: (message) => told.textContent && tell(told, message),
  };
}
