// Owns a dashboard: asks for news, sends what is chosen, draws the blocks that come. Knows nothing of Jupyter.
import { drawBlocks } from "./blocks.js";
import { h } from "../../card/src/dom.js";
import { makeWords } from "../../card/src/words.js";
import { saveFile } from "../../board/src/download.js";

const REFRESH_MS = 1500;
// While numbers are being worked out the next bit is asked for as soon as the last one came, and not before: what is
// asked for in vain stands in the way of what is chosen next.
const AT_ONCE_MS = 5;

export function render({ model, el }) {
  const words = makeWords(model.get("text"));
  const send = (message) => model.send(message);
  let timer = 0;
  let shown = -1;
  let offered = "";
  let told = "";
  const selects = new Map();

  const status = h("p", { class: "ng-told", role: "status" });
  const progress = h("progress", { class: "ng-work", max: "1", hidden: true, "aria-label": words("working") });
  const note = h("p", { class: "ng-note", role: "alert", hidden: true });
  const chooser = h("div", { class: "ng-chooser" });
  const place = h("div", { class: "ng-blocks" });
  const root = h("section", { class: "ng-board ng-figures-page", lang: "vi", "data-print": "as-shown", "aria-label": words("region"), "data-lm-suppress-shortcuts": "true" }, chooser, status, progress, note, place);

  function choose(name, value) {
    told = "";
    send({ kind: "choose", name, value });
  }
  // What is said of a file stays, however the numbers go on.
  function tell(text) {
    told = text;
    status.textContent = text;
  }
  // Neighbours of one group stand under its head.
  function drawOptions(options) {
    const heads = new Map();
    return options.flatMap(({ id, label, group }) => {
      const option = h("option", { value: id }, label);
      if (!group) return [option];
      const isFirst = !heads.has(group);
      if (isFirst) heads.set(group, h("optgroup", { label: group }));
      heads.get(group).append(option);
      return isFirst ? [heads.get(group)] : [];
    });
  }

  function drawChooser({ filters, files }) {
    const picks = filters.map(({ name, label, options, needs }) => {
      const select = h("select", { onchange: () => choose(name, select.value) }, drawOptions(options));
      selects.set(name, { select, needs });
      return h("label", { class: "ng-pick" }, h("span", null, label), select);
    });
    const save = (format) => {
      tell(words("exporting"));
      send({ kind: "export", format });
    };
    const buttons = files.map(({ id, label }) => h("button", { type: "button", onclick: () => save(id) }, label));
    chooser.replaceChildren(h("fieldset", null, h("legend", { class: "ng-hidden" }, words("choose")), picks), ...(buttons.length ? [h("div", { class: "ng-files", role: "group", "aria-label": words("files") }, buttons)] : []));
  }
  function draw() {
    const view = model.get("view");
    if (view.revision === shown) return wait(view);
    const content = model.get("content");
    if (offered !== JSON.stringify(content)) {
      offered = JSON.stringify(content);
      drawChooser(content);
    }
    const blocks = JSON.stringify(view.blocks);
    const isNew = place.dataset.shape !== blocks;
    shown = view.revision;
    for (const [name, { select, needs }] of selects) {
      select.value = view.chosen[name];
      select.disabled = Boolean(needs) && !needs.ids.includes(view.chosen[needs.name]);
    }
    const isWorking = view.done !== null;
    progress.hidden = !isWorking;
    if (isWorking) progress.value = view.done;
    root.setAttribute("aria-busy", String(isWorking));
    if (told) status.textContent = told;
    else if (isWorking) status.textContent = words("working_percent", { percent: Math.round(100 * view.done) });
    else if (isNew || root.classList.contains("ng-working")) status.textContent = "";
    root.classList.toggle("ng-working", isWorking);
    note.textContent = view.note;
    note.hidden = !view.note;
    if (isNew) {
      place.dataset.shape = blocks;
      place.replaceChildren(...drawBlocks(view.blocks));
    }
    return wait(view);
  }
  function ask() {
    if (!document.hidden) send({ kind: "refresh" });
    timer = setTimeout(ask, REFRESH_MS);
  }
  function wait(view) {
    clearTimeout(timer);
    timer = setTimeout(ask, view.done === null ? REFRESH_MS : AT_ONCE_MS);
  }
  const heard = {
    file(content) {
      saveFile(content);
      tell(words("exported", { name: content.name }));
    },
    refused(content) {
      tell(String(content.message));
    },
  };
  const listen = (content) => content && Object.prototype.hasOwnProperty.call(heard, content.kind) && heard[content.kind](content);
  // A kernel that took over from a dead one knows no choice.
  function reconnected() {
    shown = -2;
    for (const [name, { select }] of selects) send({ kind: "choose", name, value: select.value });
    draw();
  }

  el.append(root);
  draw();
  model.on("change:view", draw);
  model.on("msg:custom", listen);
  model.on("reconnected", reconnected);
  return () => {
    clearTimeout(timer);
    model.off("change:view", draw);
    model.off("msg:custom", listen);
    model.off("reconnected", reconnected);
    root.remove();
  };
}
