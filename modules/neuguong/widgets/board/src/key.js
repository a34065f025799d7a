// Owns the key of one question and its explanations. They are not in the page before somebody opens them.
import { h, paragraphs, sign } from "../../card/src/dom.js";
import { formatNumber } from "../../card/src/words.js";
import { drawFold } from "./fold.js";

export function drawKey({ item, words, ask }) {
  const fold = drawFold({
    name: "answer",
    label: words("show_key"),
    toggled(open) {
      if (!open) fold.body.replaceChildren();
      else if (fold.body.childElementCount === 0) fold.body.replaceChildren(h("p", { class: "ng-small" }, words("opening")));
      ask(open);
    },
  });
  let isFirst = true;
  const tellPoints = ({ full, score, max, percent }, n) => [
    words("item_full", { full: formatNumber(full), n: formatNumber(n) }),
    percent === null ? words("points", { score: formatNumber(score), max: formatNumber(max) }) : words("facility", { percent }),
  ];
  const drawChoice = ({ key, feedback, right }, text, n) =>
    h(
      "li",
      { class: key ? "ng-keyed" : null },
      h("span", { class: "ng-choice" }, text),
      key && h("span", { class: "ng-key" }, sign("right"), key, right !== null && h("span", { class: "ng-right" }, words("right", { count: right, n }))),
      h("span", { class: "ng-why" }, feedback),
    );
  return {
    element: fold.element,
    // A page that was loaded again shows what it showed before.
    show({ key, n }) {
      if (isFirst && key) fold.element.open = true;
      isFirst = false;
      if (!key || !fold.element.open) return;
      fold.body.replaceChildren(
        ...(key.points ? [h("p", { class: "ng-figures" }, tellPoints(key.points, n).join(" · "))] : []),
        h("ul", { class: "ng-choices" }, key.choices.map((choice, place) => drawChoice(choice, item.choices[place], n))),
        h("p", { class: "ng-reason" }, words("rationale")),
        ...[paragraphs(key.rationale)].flat(),
      );
    },
    // For a kernel that took over from a dead one.
    askAgain: () => fold.element.open && ask(true),
  };
}
