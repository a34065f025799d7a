// Owns the lines above everything: that an identity has ended, that this browser keeps nothing.
import { h, sign } from "./dom.js";

export function drawNotices({ notice, reach, words }) {
  const keys = [notice && "erased", reach !== "long" && `keeps_${reach}`].filter((key) => key);
  return { element: h("div", null, keys.map((key) => h("p", { class: "ng-notice" }, sign("note"), h("span", null, words(key))))) };
}
