// Owns the question asked once: may the server remember? It says what is written either way; both answers lead on.
import { h, uniqueId } from "./dom.js";
import { drawSharing } from "./shared.js";
import { drawUnitPicker } from "./unit.js";

export function drawConsent({ sensitive, units, words, act }) {
  const id = uniqueId();
  const title = h("h2", { id }, words("consent_title"));
  const kind = sensitive ? "_sensitive" : "";
  const points = ["consent_never", !sensitive && "consent_elsewhere", "consent_groups", "consent_rights", "consent_later"];
  const line = (key, answer) => key && h("p", null, answer && h("strong", null, words(answer), ": "), words(key));
  const picker = drawUnitPicker({ units, words, act });
  const element = h(
    "section",
    { class: "ng-consent", "aria-labelledby": id },
    title,
    line(sensitive && "consent_here"),
    line(`consent_agree${kind}`, "consent_yes"),
    line(`consent_refuse${kind}`, "consent_no"),
    line(units.length > 0 && "consent_unit"),
    h("details", { class: "ng-cite" }, h("summary", null, words("consent_more")), h("ul", null, points.map((key) => key && h("li", null, words(key))))),
    picker.element,
    h(
      "div",
      { class: "ng-buttons" },
      h("button", { type: "button", class: "ng-primary", onclick: () => act.answerConsent(true) }, words("consent_yes")),
      h("button", { type: "button", class: "ng-secondary", onclick: () => act.answerConsent(false) }, words("consent_no")),
    ),
    drawSharing({ words, act }),
  );
  return { element, title, show: picker.show };
}
