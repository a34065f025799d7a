// Owns the drawing of blocks: headings, sentences, tables with bars, folds. Knows no number.
import { h, sign } from "../../card/src/dom.js";

const TONES = { good: "right", bad: "wrong", middle: "part" };

function drawBar({ bar, low, high, tone }) {
  const track = h("span", { class: "ng-track", "aria-hidden": "true" });
  const length = h("span", { class: `ng-length ng-tone-${tone || "plain"}` });
  length.style.width = `${100 * bar}%`;
  track.append(length);
  if (low !== undefined) {
    const range = h("span", { class: "ng-range" });
    range.style.left = `${100 * low}%`;
    range.style.width = `${100 * (high - low)}%`;
    track.append(range);
  }
  return track;
}

function drawCell(one, label) {
  const tag = one.head ? "th" : "td";
  const role = one.head ? { scope: "row" } : { "data-label": label };
  return h(
    tag,
    { ...role, class: one.tone ? `ng-cell-${one.tone}${one.bar === undefined && !one.head ? " ng-heat" : ""}` : null },
    h("span", { class: "ng-text" }, one.bar === undefined && TONES[one.tone] && sign(TONES[one.tone]), one.text),
    one.bar !== undefined && drawBar(one),
    one.note && h("span", { class: "ng-small" }, one.note),
  );
}

function drawTable({ caption, heads, rows, wide }) {
  const element = h(
    "table",
    { class: wide ? "ng-wide" : null },
    h("caption", { class: "ng-hidden" }, caption),
    h("thead", null, h("tr", null, heads.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map((one, n) => drawCell(one, heads[n]))))),
  );
  return wide ? h("div", { class: "ng-scroll", tabindex: "0", role: "region", "aria-label": caption }, element) : element;
}

const DRAW = {
  heading: ({ text, level, new_page }) => h(`h${level}`, new_page ? { class: "ng-new-page" } : null, text),
  words: ({ text, strong, tone }) => h("p", { class: strong ? "ng-lead" : tone ? `ng-words ng-act ng-act-${tone}` : "ng-words" }, TONES[tone] && sign(TONES[tone]), text),
  table: drawTable,
  fold: ({ title, blocks }) => h("details", { class: "ng-fold" }, h("summary", null, title), h("div", { class: "ng-body" }, drawBlocks(blocks))),
};

export function drawBlocks(blocks) {
  return blocks.map((block) => DRAW[block.kind](block));
}
