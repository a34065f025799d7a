// Owns how three sentences and an example with one fact changed are shown: before the first question, and folded beside
// each one.
import { h } from "./dom.js";

function drawExample(example, words) {
  return h(
    "div",
    { class: "ng-example" },
    h("p", { class: "ng-eyebrow" }, words("teaching_example")),
    h("p", null, example.case, " ", h("strong", null, example.answer)),
    h("p", null, h("span", { class: "ng-change" }, example.change), " ", h("strong", null, example.changed_answer)),
  );
}

export function drawTaught(teaching, words) {
  return [
    h("ul", { class: "ng-points" }, teaching.points.map((point) => h("li", null, point))),
    teaching.example && drawExample(teaching.example, words),
  ];
}

export function drawTeaching({ teaching, words }) {
  return {
    element: h("details", { class: "ng-teaching" }, h("summary", null, words("teaching_again")), drawTaught(teaching, words)),
  };
}
