// Owns a branching case: what was decided before, what follows a decision, and at the end the two ways and why they part.
import { h, sign, uniqueId } from "./dom.js";
import { drawRequirement } from "./requirement.js";

const drawStep = (step) => [h("span", { class: "ng-choice" }, step.choice), h("p", null, step.told)];

// What led to the question: the last consequence in sight, what was before it folded.
export function drawTrail({ trail, words }) {
  const last = trail[trail.length - 1];
  const before = trail.slice(0, -1);
  return h(
    "div",
    { class: "ng-trail" },
    before.length > 0 &&
      h("details", { class: "ng-fold" }, h("summary", null, words("trail_before")), h("ol", null, before.map((step) => h("li", null, drawStep(step))))),
    last && h("div", { class: "ng-example" }, h("p", { class: "ng-eyebrow" }, words("trail_last")), drawStep(last)),
  );
}

function drawMove(move, { number, parting, words }) {
  const [name, word] = move.right ? ["right", "move_right"] : ["wrong", "move_wrong"];
  const head = h(
    "span",
    { class: "ng-head" },
    h(
      "span",
      { class: "ng-tags" },
      h("span", { class: "ng-chip" }, sign(name), words(word, { number })),
      parting === number && h("span", { class: "ng-mine" }, words("move_parting")),
    ),
    h("span", { class: "ng-small" }, move.prompt),
    h("span", { class: "ng-choice" }, move.choice),
    h("span", null, move.told),
  );
  const why = h(
    "div",
    { class: "ng-why" },
    h("p", null, move.why),
    move.key && h("p", null, h("strong", null, words("move_key", { key: move.key }))),
    h("p", null, move.rationale),
    h("p", { class: "ng-small" }, words("cites", { labels: move.cites.join(", ") })),
  );
  // Where the ways part the reason is in sight; elsewhere one press away.
  const open = parting === number;
  return h("li", { class: `ng-verdict ng-${name}` }, open ? [head, why] : h("details", null, h("summary", null, head), why));
}

function drawMoves(moves, { from, parting, title, words }) {
  const id = uniqueId();
  return [
    h("h3", { id, class: "ng-part-title" }, title),
    h("ol", { "aria-labelledby": id }, moves.map((move, n) => drawMove(move, { number: from + n, parting, words }))),
  ];
}

function drawDebrief({ debrief, words, act }) {
  const { moves, better, parting, requirements } = debrief;
  return h(
    "div",
    { class: "ng-debrief" },
    h("p", { class: "ng-lead" }, debrief.lead),
    drawMoves(moves, { from: 1, parting, title: words("case_path"), words }),
    better.length > 0 && drawMoves(better, { from: parting, title: words("case_better", { number: parting }), words }),
    h("div", { class: "ng-rationale" }, Object.values(requirements).map((one) => drawRequirement(one, words))),
    debrief.legal_note && h("div", { class: "ng-legal" }, h("h3", null, words("legal_note")), h("p", null, debrief.legal_note)),
    h("button", { type: "button", class: "ng-secondary", onclick: () => act.again(debrief.start) }, words("case_again")),
  );
}

export function drawDecision({ item, words, act }) {
  const { headline: text, choice, told, debrief } = item.feedback;
  const headline = h("h3", { class: "ng-part-title" }, text);
  const element = h(
    "div",
    { class: "ng-feedback" },
    h("p", { class: "ng-prompt" }, item.prompt),
    h("p", null, h("span", { class: "ng-mine" }, words("chosen")), " ", choice),
    h("div", { class: "ng-example" }, headline, h("p", null, told)),
    debrief && drawDebrief({ debrief, words, act }),
  );
  return { element, headline };
}
