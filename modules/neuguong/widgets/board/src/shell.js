// Owns the board: asks for news, sends what is chosen, draws what comes. Knows nothing of Jupyter.
import { drawChooser } from "./chooser.js";
import { drawCounter } from "./counter.js";
import { saveFile } from "./download.js";
import { drawItems } from "./items.js";
import { drawResults } from "./results.js";
import { h } from "../../card/src/dom.js";
import { makeWords } from "../../card/src/words.js";

const REFRESH_MS = 1000;

export function render({ model, el }) {
  const words = makeWords(model.get("text"));
  const send = (message) => model.send(message);
  let shownContent = null;
  let shownItems = null;
  let shownView = null;
  let chosen = null;
  let items = null;

  const alarm = h("p", { class: "ng-alarm", role: "alert" });
  const note = h("p", { class: "ng-note", role: "status" });
  const counter = drawCounter({ words });
  const requirements = drawResults({ name: "requirements", words });
  const parts = drawResults({ name: "parts", words });
  const itemsPlace = h("div", null);
  const chooser = drawChooser({
    words,
    choose(choice) {
      chosen = { kind: "choose", ...choice };
      send(chosen);
    },
    save(format) {
      chooser.tell(words("exporting"));
      send({ kind: "export", format });
    },
  });
  const root = h(
    "section",
    { class: "ng-board", lang: "vi", "aria-label": words("region"), "data-lm-suppress-shortcuts": "true", "data-print": "as-shown" },
    alarm,
    chooser.element,
    counter.element,
    note,
    requirements.element,
    parts.element,
    itemsPlace,
  );

  function draw() {
    const content = model.get("content");
    const view = model.get("view");
    const contentShape = JSON.stringify(content);
    const viewShape = JSON.stringify(view);
    if (contentShape === shownContent && viewShape === shownView) return;
    if (contentShape !== shownContent) {
      shownContent = contentShape;
      chooser.offer(content);
      const asked = JSON.stringify(content.scenarios);
      if (asked !== shownItems) {
        shownItems = asked;
        items = drawItems({ content, words, ask: (about) => send({ kind: "show_key", ...about }) });
        itemsPlace.replaceChildren(items.element);
      }
    }
    shownView = viewShape;
    chooser.show(view);
    counter.show(view);
    if (alarm.textContent !== view.alarm) alarm.textContent = view.alarm;
    if (note.textContent !== view.note) note.textContent = view.note;
    root.classList.toggle("ng-stale", view.stale);
    requirements.show(view.rows);
    parts.show(view.parts);
    parts.element.hidden = view.parts.length === 0;
    items.show(view);
  }

  const heard = {
    file(content) {
      saveFile(content);
      chooser.tell(words("exported", { name: content.name }));
    },
    refused(content) {
      chooser.tell(String(content.message));
      chooser.show(model.get("view"));
    },
  };
  function listen(content) {
    if (content && Object.prototype.hasOwnProperty.call(heard, content.kind)) heard[content.kind](content);
  }
  // A kernel that took over from a dead one knows no choice, and which keys are open.
  const reconnected = () => {
    draw();
    if (chosen) send(chosen);
    items.askAgain();
  };
  const look = () => document.hidden || send({ kind: "refresh" });

  el.append(root);
  draw();
  model.on("change:content", draw);
  model.on("change:view", draw);
  model.on("msg:custom", listen);
  model.on("reconnected", reconnected);
  document.addEventListener("visibilitychange", look);
  const timer = setInterval(look, REFRESH_MS);

  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    model.off("change:content", draw);
    model.off("change:view", draw);
    model.off("msg:custom", listen);
    model.off("reconnected", reconnected);
    root.remove();
  };
}
