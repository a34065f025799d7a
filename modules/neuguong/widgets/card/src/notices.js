// Owns the lines above everything: that an identity has ended, that this browser keeps nothing, or is not to.
import { h, sign } from "./dom.js";

export function drawNotices({ notice, reach, words, act }) {
  const keys = [notice && "erased", reach !== "long" && `keeps_${reach}`].filter((key) => key);
  const back = reach === "shared" && h("button", { type: "button", class: "ng-quiet", onclick: act.unshare }, words("unshare"));
  const line = (key) => h("p", { class: "ng-notice" }, sign("note"), h("span", null, words(key), key === "keeps_shared" && back));
  return { element: h("div", null, keys.map(line)) };
}
