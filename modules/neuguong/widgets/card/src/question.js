// Owns the form of one question before it is answered. Knows nothing of saving: it hands a complete response over.
import { drawCertainty } from "./certainty.js";
import { h, sign, uniqueId } from "./dom.js";
import { putQuestion } from "./prompt.js";
import * as INTERACTIONS from "./interactions.js";

// `certainty`: whether to ask how sure the answer is.
export function drawQuestion({ item, words, response, announce, act, since, certainty }) {
  const form = uniqueId();
  let told = null;
  const interaction = INTERACTIONS[item.kind]({
    item,
    response,
    words,
    announce,
    changed() {
      complain("");
      act.keepDraft(interaction.read());
    },
  });
  const prompt = h("legend", { class: "ng-prompt" }, putQuestion(item));
  const fields = h(
    "fieldset",
    { class: "ng-fields" },
    prompt,
    h("p", { class: "ng-hint" }, interaction.hint),
    interaction.body,
  );
  const alert = h("div", { role: "alert" });
  const sure = certainty ? drawCertainty(words) : null;

  // Says what is wrong with the answer; "" takes it back.
  function complain(message) {
    if (message || alert.firstChild) alert.replaceChildren(...(message ? [h("p", { class: "ng-alert" }, sign("note"), message)] : []));
  }
  function onsubmit(event) {
    event.preventDefault();
    if (fields.disabled) return;
    const gap = interaction.missing();
    complain(gap ? gap.message : "");
    if (gap) gap.at.focus();
    else act.submit(interaction.read(), performance.now() - since, sure && sure.read());
  }
  return {
    element: h("form", { id: form, class: "ng-question", novalidate: true, autocomplete: "off", onsubmit }, fields, sure && sure.element, alert),
    form,
    prompt,
    // While an answer is on its way it can be neither changed nor sent again. A complaint is told once.
    show(frozen, complaint) {
      fields.disabled = frozen;
      if (sure) sure.element.disabled = frozen;
      if (complaint && complaint !== told) complain(complaint.message);
      told = complaint;
    },
  };
}
