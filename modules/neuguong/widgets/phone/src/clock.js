// Owns the seconds left, counted down on this phone from what the server said.
import { h } from "../../card/src/dom.js";

const SOON_S = 10;

export function drawClock({ words, announce }) {
  const element = h("p", { class: "ng-clock", role: "timer" });
  let endsAt = null;
  let warned = false;
  let timer = 0;

  function tick() {
    const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    element.textContent = left ? words("left", { time }) : words("time_up");
    element.classList.toggle("ng-soon", left <= SOON_S);
    if (left <= SOON_S && left > 0 && !warned) announce(words("left_soon", { count: left }));
    warned = left <= SOON_S;
  }
  return {
    element,
    show(left, stopped) {
      clearInterval(timer);
      element.hidden = left === null;
      if (left === null) return;
      endsAt = performance.now() + left * 1000;
      tick();
      if (!stopped) timer = setInterval(tick, 500);
    },
  };
}
