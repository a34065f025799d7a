// Owns rows of radios: one fieldset per choice, its text as legend, its cells side by side where there is room.
// Arrow keys go along a row and choose nothing; Space or Enter chooses. So no key changes what it is not upon.
import { h, uniqueId } from "./dom.js";

const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

// A row; `cells` are { value, label, checked, onchange }.
export function drawRow({ text, cells }) {
  const name = uniqueId();
  const inputs = cells.map(({ value, checked, onchange }) => {
    const input = h("input", { type: "radio", name, value, onchange });
    input.checked = checked;
    return input;
  });
  const labels = cells.map((cell, n) =>
    h("label", { class: "ng-option ng-cell" }, inputs[n], h("span", { class: "ng-box" }, cell.label)),
  );
  function onkeydown(event) {
    const step = ARROWS[event.key];
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    if (step) inputs[(inputs.indexOf(event.target) + step + inputs.length) % inputs.length].focus();
    else event.target.click();
  }
  const flag = h("span", { class: "ng-flag" });
  const row = h(
    "fieldset",
    { class: "ng-row" },
    h("legend", { class: "ng-row-text" }, text, " ", flag),
    h("div", { class: `ng-cells ng-cells-${cells.length}`, onkeydown }, labels),
  );
  return {
    row,
    inputs,
    mark(words) {
      flag.textContent = words;
    },
  };
}

// A grid in which every choice takes one of `options` ({ value, label }): the body of rating and matching.
export function drawGrid({ choices, options, picked, changed, flag }) {
  const rows = choices.map((choice) => {
    const row = drawRow({
      text: choice.text,
      cells: options.map(({ value, label }) => ({
        value,
        label,
        checked: picked[choice.token] === value,
        onchange() {
          picked[choice.token] = value;
          row.mark("");
          changed();
        },
      })),
    });
    return row;
  });
  return {
    body: h("div", { class: "ng-rows" }, rows.map(({ row }) => row)),
    read: () => ({ ...picked }),
    // The number of choices without an option, which are marked, and the first control among them.
    gaps() {
      const open = rows.filter((row, n) => picked[choices[n].token] === undefined);
      open.forEach((row) => row.mark(flag));
      return { count: open.length, at: open.length ? open[0].inputs[0] : null };
    },
  };
}
