// Owns what stands beside every question: how to come in late, how many are in, how many have answered, the time left.
import { h, region } from "../../card/src/dom.js";
import { drawClock } from "./clock.js";
import { drawQr } from "./qr.js";
import { formatNumber } from "../../card/src/words.js";

export function drawRail({ words }) {
  const qr = region("div", { class: "ng-rail-qr" }, (svg) => svg && { element: drawQr({ svg, alt: words("qr_alt") }) });
  const address = h("p", { class: "ng-address" });
  const code = h("p", { class: "ng-code" });
  const figure = (name) => {
    const number = h("strong", null);
    return { number, element: h("p", { class: `ng-figure ng-${name}` }, number, " ", h("span", null, words(name))) };
  };
  const joined = figure("joined");
  const answered = figure("answered");
  const clock = drawClock({ words });
  const set = (place, text) => {
    if (place.textContent !== text) place.textContent = text;
  };
  return {
    element: h(
      "aside",
      { class: "ng-rail", "aria-label": words("rail") },
      qr.element,
      address,
      h("p", { class: "ng-code-label" }, words("code")),
      code,
      joined.element,
      answered.element,
      clock.element,
    ),
    show(wall, entrance) {
      const { state } = wall;
      qr.show(entrance.qr);
      set(address, entrance.address);
      set(code, wall.code);
      set(joined.number, formatNumber(wall.joined));
      set(answered.number, formatNumber(wall.answered));
      answered.element.hidden = state.stage === "lobby" || state.stage === "ended" || state.looking_back;
      clock.show(state.stage === "open" && !state.looking_back ? state.left_s : null, state.paused);
    },
    stop: clock.stop,
  };
}
