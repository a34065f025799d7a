// Owns the page before the first question: what this is, that it may be left out, and what is written.
import { drawConsent } from "../../card/src/consent.js";
import { h } from "../../card/src/dom.js";

export function drawIntro({ words, cardWords, phase, slug, facts, answered, opened, failed, asksConsent, compares, act }) {
  const lines = [`about_${phase}`, "about_flow", "about_counts", phase === "after" && !compares && "no_before"];
  const consent = opened && asksConsent && drawConsent({ sensitive: opened.all_sensitive, units: opened.units, words: cardWords, act });
  const start = h("button", { type: "button", class: "ng-primary", onclick: act.start, "aria-disabled": opened ? "false" : "true" }, answered ? words("go_on", { number: answered + 1 }) : words("start"));
  return h(
    "div",
    { class: "ng-summary" },
    h("p", { class: "ng-lead" }, facts),
    lines.map((key) => key && h("p", null, words(key))),
    consent && consent.element,
    h("p", { role: "status", class: "ng-small" }, failed ? words("failed") : opened ? "" : words("opening")),
    failed && h("button", { type: "button", class: "ng-secondary", onclick: act.open }, words("retry")),
    h("div", { class: "ng-buttons" }, start, h("a", { class: "ng-link", href: `/${slug}` }, words(phase === "before" ? "skip" : "to_lesson"))),
  );
}
