// Owns what the hall did, as it was shown: how many did what with each choice, in each round.
import { h, sign } from "../../card/src/dom.js";
import { drawLetter } from "./letters.js";

const percentOf = (count, n) => Math.round((100 * count) / Math.max(1, n));

function drawCell({ column, count, n, named, isKey, approximate, words }) {
  const told = words(approximate ? "count_about" : "count", { count, percent: percentOf(count, n) });
  return h(
    "div",
    { class: `ng-cell-count${isKey ? " ng-key" : ""}` },
    h("p", null, named && h("span", null, `${column}: `), h("strong", null, told), isKey && h("span", { class: "ng-keyed" }, sign("right"), words("is_key"))),
    h("progress", { value: String(count), max: String(Math.max(1, n)), "aria-hidden": "true" }),
  );
}

function drawRound(result, { words, several }) {
  const title = several ? words("round", { round: result.round }) : words("results");
  if (result.why !== undefined) return h("div", { class: "ng-round" }, h("h3", null, title), h("p", null, result.why));
  const { n, columns, rows, approximate } = result;
  const named = columns.length > 1;
  return h(
    "div",
    { class: "ng-round" },
    h("h3", null, title, " ", h("span", { class: "ng-small" }, words("answers", { count: n }))),
    h(
      "ul",
      null,
      rows.map((row) =>
        h(
          "li",
          { class: "ng-result" },
          h("p", { class: "ng-result-text" }, drawLetter(row.letter), " ", row.text),
          row.counts.map((count, at) =>
            drawCell({ column: columns[at], count, n, named, isKey: row.right.includes(at), approximate, words }),
          ),
        ),
      ),
    ),
  );
}

function drawTransition(moved, words) {
  const lines = ["right_right", "wrong_right", "right_wrong", "wrong_wrong"];
  return h(
    "div",
    { class: "ng-round" },
    h("h3", null, words("moved")),
    h("ul", null, lines.map((line) => h("li", null, words(`moved_${line}`), ": ", h("strong", null, String(moved[line]))))),
  );
}

export function drawResults({ results, transition, words }) {
  return h(
    "section",
    { class: "ng-results" },
    [...results].reverse().map((result) => drawRound(result, { words, several: results.length > 1 })),
    transition && drawTransition(transition, words),
  );
}

export function drawWords(list) {
  return h("ul", { class: "ng-words" }, list.filter((word) => word.is_shown).map((word) => h("li", null, word.text)));
}
