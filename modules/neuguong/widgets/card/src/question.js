// Owns the form of one question before it is answered. Knows nothing of saving: it hands a complete response over.
import { h, sign } from "./dom.js";
import * as INTERACTIONS from "./interactions.js";

export function drawQuestion({ item, words, response, keepDraft, submit, announce }) {
  let frozen = false;
  const interaction = INTERACTIONS[item.kind]({
    item,
    response,
    words,
    announce,
    changed() {
      complain("");
      keepDraft(interaction.read());
    },
  });
  const prompt = h("legend", { class: "ng-prompt" }, item.prompt);
  const fields = h(
    "fieldset",
    { class: "ng-fields" },
    prompt,
    h("p", { class: "ng-hint" }, interaction.hint),
    interaction.body,
  );
  const alert = h("div", { role: "alert" });
  const button = h("button", { type: "submit", class: "ng-primary" }, words("submit"));

  // Says what is wrong with the answer; "" takes it back.
  function complain(message) {
    if (message || alert.firstChild) alert.replaceChildren(...(message ? [h("p", { class: "ng-alert" }, sign("note"), message)] : []));
  }
  // While an answer is on its way it can be neither changed nor sent again.
  function freeze(on) {
    frozen = on;
    fields.disabled = on;
    button.textContent = words(on ? "submitting" : "submit");
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  function onsubmit(event) {
    event.preventDefault();
    if (frozen) return;
    const gap = interaction.missing();
    complain(gap ? gap.message : "");
    if (gap) gap.at.focus();
    else submit(interaction.read());
  }
  const element = h("form", { class: "ng-question", novalidate: true, autocomplete: "off", onsubmit }, fields, alert, button);
  return { element, prompt, freeze, complain };
}
