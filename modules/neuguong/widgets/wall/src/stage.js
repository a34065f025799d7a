// Owns what fills the wall beside the rail: lobby, question, results, key, end. Which one follows from the stage alone.
import { drawItem, drawPoll, drawWords } from "./ask.js";
import { drawKey } from "./key.js";
import { drawQr } from "./qr.js";
import { drawResults } from "./result.js";
import { h } from "../../card/src/dom.js";
import { putQuestion } from "../../card/src/prompt.js";

// `called`: where the display names let through stand, null where there are none to give.
export function drawLobby({ title, code, entrance, called, words }) {
  return h(
    "div",
    { class: "ng-lobby" },
    h(
      "div",
      null,
      h("h2", { class: "ng-title" }, title),
      entrance.qr && h("p", { class: "ng-step" }, words("lobby_scan")),
      entrance.address && [h("p", { class: "ng-step" }, words("lobby_type")), h("p", { class: "ng-big-address" }, entrance.address)],
      h("p", { class: "ng-step" }, words(entrance.address ? "lobby_code" : "code")),
      h("p", { class: "ng-big-code" }, code),
      h("p", { class: "ng-hint" }, words(called ? "lobby_hint_names" : "lobby_hint")),
      called,
    ),
    entrance.qr && drawQr({ svg: entrance.qr, alt: words("qr_alt") }),
  );
}

export function drawMessage(text, note) {
  return h("div", { class: "ng-message" }, h("h2", { class: "ng-title" }, text), note && h("p", { class: "ng-step" }, note));
}

// The question over what was answered: the case has been read by now.
function drawTold({ asked, results, words }) {
  return h("div", { class: "ng-told" }, h("h2", { class: "ng-prompt" }, asked), drawResults({ results, words }));
}

// Without a key and numbers until they are there: what the state lacks cannot be drawn.
export function drawStage({ state, key, requirement, words }) {
  const { stage, activity, item, scenario, question, options, results, transition } = state;
  const isTold = stage === "shown" || stage === "explained";
  if (activity === "words") return drawWords({ question, words: state.words, say: words });
  if (activity === "poll") {
    return isTold ? drawTold({ asked: question, results, words }) : drawPoll({ question, options, words });
  }
  if (stage === "explained" && key) {
    return h("div", { class: "ng-told" }, h("h2", { class: "ng-prompt" }, putQuestion(item)), drawKey({ key, requirement, results, transition, words }));
  }
  return isTold ? drawTold({ asked: putQuestion(item), results, words }) : drawItem({ scenario, item, words });
}
