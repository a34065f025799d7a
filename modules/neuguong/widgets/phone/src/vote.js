// Owns the answering: the form of an item, a poll or a word wall, and the foot that says what became of the answer.
import { h, region, sign, uniqueId } from "../../card/src/dom.js";
import { drawQuestion } from "../../card/src/question.js";
import { asItem } from "./letters.js";

const WORD_MAX = 60;

function drawWordForm({ state, words, act }) {
  const form = uniqueId();
  const input = h("input", { class: "ng-word", maxlength: String(WORD_MAX), autocomplete: "off", "aria-label": state.question });
  const fields = h("fieldset", { class: "ng-fields" }, h("legend", { class: "ng-prompt" }, state.question), h("p", { class: "ng-hint" }, words("word_hint")), input);
  function onsubmit(event) {
    event.preventDefault();
    const word = input.value.trim();
    if (!word) return input.focus();
    act.submit(word);
    input.value = "";
    return null;
  }
  return {
    element: h("form", { id: form, class: "ng-question", novalidate: true, autocomplete: "off", onsubmit }, fields),
    form,
    show(frozen) {
      fields.disabled = frozen;
    },
  };
}

// `act`: { submit(response), change(), keepDraft(response) }.
export function drawVote({ words, cardWords, announce, act }) {
  const place = region("div", null, (key, state, response) => {
    if (!state) return null;
    if (state.activity === "words") return drawWordForm({ state, words, act });
    const item = asItem(state);
    return item && drawQuestion({ item, words: cardWords, response, announce, act, since: performance.now() });
  });
  const send = h("button", { type: "submit", class: "ng-primary" });
  const change = h("button", { type: "button", class: "ng-secondary", onclick: act.change }, words("change"));
  const line = h("p", { role: "status" });
  const bar = h("div", { class: "ng-bar" }, send, line, change);
  let said = "";
  let drawn = [];

  return {
    element: h("div", null, place.element, bar),
    // `key` names the round; `frozen`: nothing can be chosen; `label`: of the button, "" for none; `tone`, `text`: what
    // became of the answer.
    show({ key, state, response, frozen, label, busy, tone, text, mayChange }) {
      if (drawn[0] !== key) {
        place.show(key, state, response);
        drawn = [key];
      }
      const { form } = place.drawn;
      if (form) place.drawn.show(frozen, null);
      bar.hidden = !form;
      send.hidden = !label;
      if (label) {
        send.textContent = words(label);
        send.setAttribute("form", form);
        send.setAttribute("aria-disabled", busy);
      }
      change.hidden = !mayChange;
      line.className = `ng-${tone}`;
      if (text !== said) line.replaceChildren(...(text ? [sign({ saved: "right", failed: "note" }[tone]), text] : []));
      said = text;
    },
  };
}
