// Owns the two places that speak: the line that says whether an answer is saved, and a silent one for screen readers.
import { h, sign } from "./dom.js";

export function drawStatus({ words, retry }) {
  const line = h("p", { role: "status" });
  const button = h("button", { type: "button", class: "ng-secondary", hidden: true, onclick: retry }, words("retry"));
  const bar = h("div", { class: "ng-status" }, line, button);
  const voice = h("div", { class: "ng-hidden", "aria-live": "polite" });
  const said = {
    saving: () => ["neutral", words("saving")],
    saved: () => ["right", words("saved")],
    failed: (message) => ["note", message || words("not_saved")],
  };
  return {
    elements: [bar, voice],
    announce: (text) => voice.replaceChildren(h("p", null, text)),
    tell(state, message) {
      const [name, text] = state ? said[state](message) : [];
      bar.className = state ? `ng-status ng-status-on ng-${state}` : "ng-status";
      button.hidden = state !== "failed";
      line.replaceChildren(...(state ? [sign(name), h("span", null, text)] : []));
    },
  };
}
