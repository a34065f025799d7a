// Owns the way to a tab that leaves nothing behind, on a PC of many.
import { h } from "./dom.js";

export function drawSharing({ words, act }) {
  const button = h("button", { type: "button", class: "ng-quiet", onclick: act.share }, words("share"));
  return h("p", { class: "ng-small" }, button, " ", words("share_note"));
}
