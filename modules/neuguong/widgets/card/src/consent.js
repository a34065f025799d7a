// Owns the question asked once: may the server remember? Both answers lead on.
import { h, uniqueId } from "./dom.js";

export function drawConsent({ sensitive, words, answer, unitPicker }) {
  const id = uniqueId();
  const points = ["consent_never", sensitive ? "consent_sensitive_here" : "consent_sensitive", "consent_groups", "consent_rights", "consent_refuse"];
  return h(
    "section",
    { class: "ng-consent", "aria-labelledby": id },
    h("h2", { id }, words("consent_title")),
    h("p", null, words(sensitive ? "consent_lead_sensitive" : "consent_lead")),
    h("details", { class: "ng-cite" }, h("summary", null, words("consent_more")), h("ul", null, points.map((key) => h("li", null, words(key))))),
    unitPicker,
    h(
      "div",
      { class: "ng-buttons" },
      h("button", { type: "button", class: "ng-primary", onclick: () => answer(true) }, words("consent_yes")),
      h("button", { type: "button", class: "ng-secondary", onclick: () => answer(false) }, words("consent_no")),
    ),
  );
}
