// Owns how the hall answered: bars where an option is chosen or not, a table where more can be done with it. Both rounds
// side by side. A letter, a pattern and a number stand for each option: no colour alone.
import { h, sign } from "../../card/src/dom.js";
import { letter } from "./ask.js";
import { formatNumber } from "../../card/src/words.js";

const PATTERNS = 4;
const percentOf = (count, n) => (n > 0 ? Math.round((100 * count) / n) : 0);

function drawLength({ count, n, pattern }) {
  return h("progress", { class: `ng-pattern-${pattern % PATTERNS}`, value: String(Math.max(0, count)), max: String(Math.max(1, n)), "aria-hidden": "true" });
}

export function spellPercent(count, result) {
  return `${result.approximate ? "≈ " : ""}${percentOf(count, result.n)}%`;
}

const spellCount = (count, result) => `${result.approximate ? "≈ " : ""}${formatNumber(count)}`;

function drawOption(row) {
  return [
    letter(row.letter),
    h("span", { class: "ng-hidden" }, `${row.letter}. `),
    h("span", { class: "ng-text" }, row.text),
  ];
}

function drawLine({ result, place, several, words }) {
  const count = result.rows[place].counts[0];
  return h(
    "p",
    { class: `ng-line ng-round-${result.round}` },
    several && h("span", { class: "ng-round-name" }, words("round", { round: result.round })),
    drawLength({ count, n: result.n, pattern: place }),
    h("span", { class: "ng-count" }, spellCount(count, result), h("span", { class: "ng-percent" }, ` · ${percentOf(count, result.n)}%`)),
  );
}

function drawBars({ results, words }) {
  const several = results.length > 1;
  return h(
    "ol",
    { class: "ng-rows" },
    results[0].rows.map((row, place) => {
      const isRight = row.right.length > 0;
      return h(
        "li",
        { class: isRight ? "ng-is-right" : null },
        h("p", { class: "ng-option" }, drawOption(row), isRight && h("span", { class: "ng-key" }, sign("right"), words("right"))),
        h("div", { class: "ng-lines" }, results.map((result) => drawLine({ result, place, several, words }))),
      );
    }),
  );
}

function drawCell({ result, place, column }) {
  const row = result.rows[place];
  const count = row.counts[column];
  const isRight = row.right.includes(column);
  return h(
    "td",
    { class: isRight ? "ng-is-right" : null },
    h("span", { class: "ng-count" }, isRight && sign("right"), spellCount(count, result)),
    drawLength({ count, n: result.n, pattern: place }),
  );
}

function drawTable({ results, words }) {
  const several = results.length > 1;
  const rounds = several && h(
    "tr",
    null,
    h("td", null),
    results.map((result) => h("th", { scope: "colgroup", colspan: String(result.columns.length), class: "ng-round-name" }, words("round", { round: result.round }))),
  );
  const heads = results.map((result) => result.columns.map((name) => h("th", { scope: "col" }, name)));
  return h(
    "table",
    { class: `ng-table ng-columns-${Math.min(10, results.reduce((sum, result) => sum + result.columns.length, 0))}` },
    h("caption", { class: "ng-hidden" }, words("table")),
    h("thead", null, rounds, h("tr", null, h("td", null, h("span", { class: "ng-hidden" }, words("option"))), heads.flat())),
    h(
      "tbody",
      null,
      results[0].rows.map((row, place) =>
        h(
          "tr",
          null,
          h("th", { scope: "row" }, h("span", { class: "ng-option" }, drawOption(row))),
          results.map((result) => result.columns.map((_, column) => drawCell({ result, place, column }))).flat(),
        ),
      ),
    ),
  );
}

// Only with the key: the numbers tell how many were right, and so which option is.
export function drawTransition(figures, words) {
  const { n, right_right: stayed, wrong_right: gained, right_wrong: lost, wrong_wrong: missed } = figures;
  const one = (name, count, mark) => h("li", null, h("strong", null, formatNumber(count)), h("span", null, sign(mark), words(name)));
  return h(
    "div",
    { class: "ng-transition" },
    h("p", { class: "ng-hint" }, words("transition", { n: formatNumber(n) })),
    h("ul", null, one("stayed_right", stayed, "right"), one("became_right", gained, "full"), one("became_wrong", lost, "wrong"), one("stayed_wrong", missed, "none")),
  );
}

// What may be said of the rounds: `results` as the workshop gives them.
export function drawResults({ results, words }) {
  const told = results.filter((result) => result.rows);
  const withheld = results.filter((result) => !result.rows);
  const heads = told.map((result) => words(told.length > 1 ? "round_answers" : "answers", { round: result.round, n: spellCount(result.n, result) }));
  return h(
    "div",
    { class: "ng-results" },
    heads.length > 0 && h("p", { class: "ng-hint" }, heads.join(" · "), told.some((result) => result.approximate) && ` · ${words("approximate")}`),
    told.length > 0 && (told[0].columns.length > 1 ? drawTable({ results: told, words }) : drawBars({ results: told, words })),
    withheld.map((result) => h("p", { class: "ng-withheld" }, results.length > 1 ? `${words("round", { round: result.round })}: ${result.why}` : result.why)),
  );
}
