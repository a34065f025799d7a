// Owns the time left of a vote, counted down here between two looks.
import { h } from "../../card/src/dom.js";

const TICK_MS = 250;

// "1:05"
export function spellTime(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function drawClock({ words, now = () => performance.now() }) {
  const number = h("strong", null);
  const element = h("p", { class: "ng-clock", role: "timer", hidden: true }, number, " ", h("span", null, words("time_left")));
  let end = null;
  let told = null;
  let frozen = false;

  function tick() {
    if (end === null) return;
    const left = frozen ? told : (end - now()) / 1000;
    const text = spellTime(left);
    if (number.textContent !== text) number.textContent = text;
    element.classList.toggle("ng-soon", left <= 10);
  }
  const timer = setInterval(tick, TICK_MS);
  return {
    element,
    // `left` in seconds as the workshop says; null: no timer.
    show(left, isPaused) {
      element.hidden = left === null;
      frozen = isPaused;
      if (left === null) end = null;
      else if (left !== told || end === null) end = now() + left * 1000;
      told = left;
      tick();
    },
    stop: () => clearInterval(timer),
  };
}
