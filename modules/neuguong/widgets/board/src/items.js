// Owns the questions: what was asked and what was chosen. Drawn once; the numbers change. Nothing here tells the key.
import { h, paragraphs } from "../../card/src/dom.js";
import { formatNumber } from "../../card/src/words.js";
import { drawBar } from "./bar.js";
import { drawFold } from "./fold.js";
import { drawKey } from "./key.js";

function drawChoice({ text, words }) {
  const cell = h("td", { role: "cell" });
  const row = h("tr", { role: "row" }, h("th", { scope: "row", role: "rowheader", class: "ng-choice" }, text), cell);
  return {
    row,
    show(counts, { n, shares }) {
      if (!counts) return cell.replaceChildren(words("unknown"));
      const share = (count) => (shares ? words("count_percent", { count, n, percent: Math.round((100 * count) / n) }) : words("count", { count, n }));
      const bars = counts.bars.map(({ label, count }) => drawBar({ label, value: count, max: n, text: share(count) }));
      return cell.replaceChildren(...bars, ...(counts.mean ? [h("p", { class: "ng-mean" }, counts.mean)] : []));
    },
  };
}

function drawTable({ choices, words }) {
  const heads = ["column_option", "column_chosen"].map((key) => h("th", { scope: "col", role: "columnheader" }, words(key)));
  return h(
    "table",
    { role: "table", class: "ng-distribution" },
    h("caption", { class: "ng-hidden" }, words("item_caption")),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads)),
    h("tbody", { role: "rowgroup" }, choices.map(({ row }) => row)),
  );
}

function drawItem({ item, words, ask }) {
  const choices = item.choices.map((text) => drawChoice({ text, words }));
  const facts = h("p", { class: "ng-facts" });
  const few = h("p", { class: "ng-small" });
  const counts = drawFold({ name: "counts", label: words("show_counts") }, few, drawTable({ choices, words }));
  const key = drawKey({ item, words, ask: (shown) => ask({ item: item.id, shown }) });
  const element = h(
    "div",
    { class: "ng-item" },
    h("h4", { class: "ng-prompt" }, item.prompt),
    h("p", { class: "ng-small" }, `${item.kind} · ${words("tests", { requirement: item.requirement })}`),
    item.passage && h("div", { class: "ng-passage" }, paragraphs(item.passage)),
    facts,
    counts.element,
    key.element,
  );
  return {
    element,
    askAgain: key.askAgain,
    show(numbers) {
      const isShown = numbers.state === "shown";
      facts.textContent = isShown ? words("item_facts", { n: formatNumber(numbers.n) }) : words(`item_${numbers.state}`);
      few.textContent = isShown && !numbers.shares ? words("counts_only", { n: numbers.n }) : "";
      choices.forEach((choice, place) => choice.show(numbers.choices[place], numbers));
      key.show(numbers);
    },
  };
}

export function drawItems({ content, words, ask }) {
  const drawn = new Map();
  const scenarios = content.scenarios.map((scenario) =>
    h(
      "div",
      { class: "ng-scenario" },
      h("h3", null, scenario.title),
      h("details", { class: "ng-stimulus" }, h("summary", null, words("stimulus")), h("div", null, paragraphs(scenario.stimulus))),
      scenario.items.map((item) => {
        const one = drawItem({ item, words, ask });
        drawn.set(item.id, { one, shape: null });
        return one.element;
      }),
    ),
  );
  const element = h(
    "div",
    { class: "ng-part ng-asked" },
    h("h2", null, words("items")),
    h("p", { class: "ng-small" }, words("items_hint")),
    scenarios,
  );
  return {
    element,
    askAgain() {
      for (const { one } of drawn.values()) one.askAgain();
    },
    // Without a log that can be read there are no numbers.
    show({ items }) {
      const numbers = new Map(items.map((item) => [item.id, item]));
      for (const [id, kept] of drawn) {
        const now = numbers.get(id) || { state: "unread", choices: [], key: null };
        const shape = JSON.stringify(now);
        if (shape === kept.shape) continue;
        kept.shape = shape;
        kept.one.show(now);
      }
    },
  };
}
