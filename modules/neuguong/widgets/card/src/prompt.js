// Owns how a question is put: the one fact that changed since the question before, marked, then what is asked.
import { h } from "./dom.js";

export function putQuestion(item) {
  return [item.change && [h("span", { class: "ng-change" }, item.change), " "], item.prompt].flat();
}
