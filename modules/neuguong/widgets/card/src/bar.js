// Owns the foot of the card, in reach of the thumb: the way on, and beside it what becomes of the answer.
import { h, region, sign } from "./dom.js";
import { actionOf, aheadOf, isEarlier, isFrozen, leadsBack, recordOf } from "./state.js";

const TONES = { saved: "right", recorded: "neutral", saving: "neutral", failed: "note", kept: "note" };

export function drawBar({ words, act }) {
  const button = (attributes, text) => ({ element: h("button", { class: "ng-primary", ...attributes }, words(text)) });
  const onward = (key, onclick) => button({ type: "button", "aria-keyshortcuts": "Enter", onclick }, key);
  const ways = {
    submit: (form) => button({ type: "submit", form }, "submit"),
    next: () => onward("next", act.next),
    begin: () => onward("begin", act.next),
    start: (part) => onward("start", () => act.openPart(part)),
    go_on: (part) => onward("go_on", () => act.openPart(part)),
    next_part: (part) => onward("next_part", () => act.openPart(part)),
    to_contents: () => onward("all_parts", act.openContents),
  };
  const way = region("div", { class: "ng-way" }, (action, leadsTo) => action && ways[action](leadsTo));
  const back = h("button", { type: "button", class: "ng-secondary ng-back", "aria-label": words("back"), onclick: act.back }, "‹");
  const plan = h("p", { class: "ng-small" });
  const line = region("p", { role: "status" }, (tone, text) => tone && { element: h("span", null, sign(TONES[tone]), text) });
  const retry = h("button", { type: "button", class: "ng-secondary", onclick: act.retry }, words("retry"));
  const element = h("div", null, back, way.element, plan, line.element, retry);
  return {
    element,
    // Goes the way on, if it is not the answer's.
    follow: () => way.drawn.element && way.drawn.element.type === "button" && way.drawn.element.click(),
    focus: () => way.drawn.element && way.drawn.element.focus({ preventScroll: true }),
    show(state, form) {
      const { action, to } = actionOf(state);
      back.hidden = !leadsBack(state);
      way.show(action, action === "submit" ? form : to);
      const frozen = action === "submit" && isFrozen(state);
      const doing = state.cut ? "submit_kept" : "submitting";
      if (action === "submit") way.drawn.element.textContent = words(frozen ? doing : "submit");
      if (action) way.drawn.element.setAttribute("aria-disabled", frozen || (state.cut && action !== "submit" && !isEarlier(state.view) && !aheadOf(state.view)));
      const { tone, keys, message } = recordOf(state);
      const text = message || keys.map((key) => words(key)).join(" ");
      element.className = `ng-bar ng-${tone || "plan"}`;
      plan.textContent = tone ? "" : text;
      line.show(tone, tone && text);
      retry.hidden = tone !== "failed";
    },
  };
}
