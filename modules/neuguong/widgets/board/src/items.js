// Owns the questions: what was asked, what was chosen, the key and the explanations. Drawn once; the numbers change.
import { h, paragraphs, sign } from "../../card/src/dom.js";
import { formatNumber } from "../../card/src/words.js";
import { drawBar } from "./bar.js";

function drawChoice({ choice, words }) {
  const cell = h("td", { role: "cell" });
  const row = h(
    "tr",
    { role: "row", class: choice.key ? "ng-keyed" : null },
    h(
      "th",
      { scope: "row", role: "rowheader" },
      h("span", { class: "ng-choice" }, choice.text),
      choice.key && h("span", { class: "ng-key" }, sign("right"), choice.key),
    ),
    cell,
    h("td", { role: "cell", class: "ng-why" }, choice.feedback),
  );
  return {
    row,
    show(numbers, n, withPercent) {
      if (!numbers) return cell.replaceChildren(words("unknown"));
      const share = (count) => (withPercent ? words("count_percent", { count, n, percent: Math.round((100 * count) / n) }) : words("count", { count, n }));
      const bars = numbers.bars.map(({ label, count, key }) =>
        drawBar({ label, key, keyWords: words("bar_key"), value: count, max: n, text: share(count) }),
      );
      return cell.replaceChildren(...bars, ...(numbers.mean ? [h("p", { class: "ng-mean" }, numbers.mean)] : []));
    },
  };
}

function drawTable({ choices, words }) {
  const heads = ["column_option", "column_chosen", "column_feedback"].map((key) => h("th", { scope: "col", role: "columnheader" }, words(key)));
  return h(
    "table",
    { role: "table", class: "ng-distribution" },
    h("caption", { class: "ng-hidden" }, words("item_caption")),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads)),
    h("tbody", { role: "rowgroup" }, choices.map(({ row }) => row)),
  );
}

function drawItem({ item, minimum, words }) {
  const choices = item.choices.map((choice) => drawChoice({ choice, words }));
  const facts = h("span", { class: "ng-facts" });
  const figures = h("p", { class: "ng-figures" });
  const few = h("p", { class: "ng-small" });
  const element = h(
    "details",
    { class: "ng-item" },
    h("summary", null, h("span", { class: "ng-prompt" }, item.prompt), facts),
    h(
      "div",
      { class: "ng-body" },
      h("p", { class: "ng-small" }, `${item.kind} · ${words("tests", { requirement: item.requirement })}`),
      item.passage && h("div", { class: "ng-passage" }, h("h4", null, words("passage")), paragraphs(item.passage)),
      figures,
      few,
      drawTable({ choices, words }),
      h("h4", null, words("rationale")),
      paragraphs(item.rationale),
    ),
  );
  function tellPoints({ score, max, percent }) {
    if (percent !== null) return words("facility", { percent });
    return words("points", { score: formatNumber(score), max: formatNumber(max) });
  }
  return {
    element,
    show(numbers) {
      const shown = numbers && numbers.state === "shown" ? numbers : null;
      const state = numbers ? numbers.state : "few";
      facts.textContent = shown
        ? words("item_facts", { n: formatNumber(shown.n), full: formatNumber(shown.full) })
        : words(state === "few" ? "item_few" : "item_empty", { minimum });
      figures.textContent = shown ? tellPoints(shown) : "";
      few.textContent = shown && shown.percent === null ? words("counts_only", { n: shown.n }) : "";
      choices.forEach((choice, n) => choice.show(shown && shown.choices[n], shown && shown.n, shown && shown.percent !== null));
    },
  };
}

export function drawItems({ content, words }) {
  const drawn = new Map();
  const scenarios = content.scenarios.map((scenario) =>
    h(
      "div",
      { class: "ng-scenario" },
      h("h3", null, scenario.title),
      h("details", { class: "ng-stimulus" }, h("summary", null, words("stimulus")), h("div", null, paragraphs(scenario.stimulus))),
      scenario.items.map((item) => {
        const one = drawItem({ item, minimum: content.minimum, words });
        drawn.set(item.id, { one, shape: null });
        return one.element;
      }),
    ),
  );
  const element = h(
    "div",
    { class: "ng-part" },
    h("h2", null, words("items")),
    h("p", { class: "ng-small" }, words("items_hint")),
    scenarios,
  );
  return {
    element,
    show({ items = [] }) {
      const numbers = new Map(items.map((item) => [item.id, item]));
      for (const [id, kept] of drawn) {
        const shape = JSON.stringify(numbers.get(id)) || "";
        if (shape === kept.shape) continue;
        kept.shape = shape;
        kept.one.show(numbers.get(id));
      }
    },
  };
}
