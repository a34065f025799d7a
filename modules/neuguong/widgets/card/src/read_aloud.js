// Owns reading aloud, where the browser has a Vietnamese voice. It is handed what is asked, never what is right.
import { h } from "./dom.js";

const SENTENCES = /\S.*?(?:[.!?…]+(?=\s|$)|$)/gm;
const isVietnamese = ({ lang }) => /^vi\b/i.test(lang.replace("_", "-"));

// What is asked, in the order in which it is read.
export function linesOf(item, words) {
  const texts = new Map(item.choices.map((choice) => [choice.token, choice.text]));
  const asked = item.passage
    ? [item.passage.map((segment) => segment.text ?? texts.get(segment.token)).join("")]
    : item.choices.map((choice, n) => words("read_choice", { number: n + 1, text: choice.text }));
  const answers = [...(item.targets || []).map((target) => target.text), ...(item.scale || []).map((point) => words(`scale_${point}`))];
  const before = (item.trail || []).slice(-1).map((step) => step.told);
  return [...before, item.change, item.prompt, ...asked, answers.length && words("read_answers", { answers: answers.join("; ") })].filter((line) => line);
}

export function openReader(words) {
  const engine = window.speechSynthesis;
  // Where a button stands on the screen → the button.
  const buttons = new Map();
  // The button whose lines are read, and their utterances: the browser loses those that nobody holds.
  let reading = { button: null, said: [] };

  const voice = () => engine && engine.getVoices().find(isVietnamese);
  function refresh() {
    for (const button of buttons.values()) {
      button.hidden = !voice();
      button.textContent = words(button === reading.button ? "read_stop" : "read_aloud");
    }
  }
  function stop() {
    if (reading.button) engine.cancel();
    reading = { button: null, said: [] };
    refresh();
  }
  // Sentence by sentence: some voices fall silent in the middle of a long text.
  function read(button, lines) {
    stop();
    const found = voice();
    const said = lines.flatMap((line) => line.match(SENTENCES) || []).map((text) => new SpeechSynthesisUtterance(text));
    reading = { button, said };
    const ended = () => reading.said === said && stop();
    for (const one of said) {
      one.voice = found;
      one.lang = found.lang;
      one.onerror = ended;
    }
    said[said.length - 1].onend = ended;
    refresh();
    said.forEach((one) => engine.speak(one));
  }

  if (engine) engine.addEventListener("voiceschanged", refresh);
  window.addEventListener("pagehide", stop);
  return {
    stop,
    // A button for that place which reads what `lines()` gives; not to be seen while there is no voice.
    button(place, lines) {
      const onclick = () => (button === reading.button ? stop() : read(button, lines()));
      const button = h("button", { type: "button", class: "ng-quiet ng-read", onclick });
      buttons.set(place, button);
      refresh();
      return button;
    },
    close() {
      stop();
      if (engine) engine.removeEventListener("voiceschanged", refresh);
      window.removeEventListener("pagehide", stop);
    },
  };
}
