// Owns what a part teaches before its first question: three sentences and an example with one fact changed.
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

export function drawTeaching({ teaching, fresh, words }) {
  const element = h(
    "details",
    { class: "ng-teaching", open: fresh },
    h("summary", null, words("teaching")),
    h("ul", null, teaching.points.map((point) => h("li", null, point))),
    teaching.example && drawExample(teaching.example, words),
  );
  return { element };
}
