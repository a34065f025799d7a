// Owns the control room of a running workshop: one large next step, and everything else in reach.
import { button, tell } from "./parts.js";
import { drawByHand } from "./by_hand.js";
import { drawClock } from "../../wall/src/clock.js";
import { drawEntrance } from "./entrance.js";
import { drawExtra } from "./extra.js";
import { drawModeration } from "./moderation.js";
import { drawNamed } from "./named.js";
import { drawNow } from "./now.js";
import { drawPlan } from "./plan.js";
import { drawReports } from "./reports.js";
import { findBefore, findNext, findOther } from "./next.js";
import { findEntrance } from "../../wall/src/reach.js";
import { formatNumber } from "../../card/src/words.js";
import { h, region } from "../../card/src/dom.js";

// How long a step that nobody answers keeps the button: then it may be pressed again.
const PATIENCE_MS = 4000;
// How long a step that has just taken another's place is not taken: the press was meant for the one before.
const SETTLE_MS = 500;
const SIMPLE = ["reopen", "extend", "pause", "resume"];

export function drawHall({ words, send, chooseAddress, showName }) {
  let room = null;
  let waiting = 0;
  let settling = 0;
  let offered = null;
  let isForward = false;

  // Every step says what was seen when it was taken. While one is on its way no other goes.
  function command(step) {
    if (waiting || !room) return;
    tell(alert, "");
    waiting = setTimeout(release, PATIENCE_MS);
    root.classList.add("ng-busy");
    const { label, number, ...said } = step;
    send({ kind: "do", version: room.wall.state.version, ...said });
  }
  function release() {
    clearTimeout(waiting);
    waiting = 0;
    root.classList.remove("ng-busy");
  }
  const forward = () => take(findNext);
  function take(find) {
    const step = room && find(room);
    if (!step || settling) return;
    command(step);
    isForward = true;
  }
  // What the large button and the one beside it do has changed under the hand that may be on its way to them.
  function settle(...steps) {
    const now = JSON.stringify(steps);
    const isNew = offered !== null && offered !== now;
    offered = now;
    if (!isNew) return;
    clearTimeout(settling);
    settling = setTimeout(() => hold(0), SETTLE_MS);
    hold(settling);
  }
  function hold(timer) {
    settling = timer;
    for (const press of [next, other]) press.setAttribute("aria-disabled", String(Boolean(timer)));
  }
  const back = () => {
    const turn = room && findBefore(room);
    if (turn) command({ command: "look-at", turn });
  };
  const pause = () => {
    const step = room && ["resume", "pause"].find((name) => room.can.includes(name));
    if (step && !settling) command({ command: step });
  };

  const title = h("h2", null);
  const figures = h("p", { class: "ng-figures" });
  const clock = drawClock({ words });
  const alert = h("p", { class: "ng-alert", role: "alert", hidden: true });
  const now = drawNow({ words });
  const entrance = drawEntrance({ words, choose: chooseAddress });
  const plan = drawPlan({ words, command });
  const extra = drawExtra({ words, send, command });
  const moderation = drawModeration({ words, send });
  const named = drawNamed({ words, show: showName });
  const byHand = drawByHand({ words, send, version: () => room.wall.state.version });
  const reports = drawReports({ words, send, leave: () => send({ kind: "enter", workshop: null }) });
  const units = region("div", null, (rows) => rows.length > 0 && {
    element: h("section", { class: "ng-block" }, h("details", { class: "ng-fold" }, h("summary", null, words("units_in", { n: rows.length })), h("ul", { class: "ng-units" }, rows.map((row) => h("li", null, h("span", null, row.name), h("strong", null, row.eligible === null ? formatNumber(row.joined) : `${formatNumber(row.joined)}/${formatNumber(row.eligible)}`)))))),
  });

  const notes = h("div", { class: "ng-notes", role: "status" });

  const next = button("", forward, "next");
  const nextNote = h("p", { class: "ng-small" });
  const other = button("", () => take(findOther), "small");
  const before = button(words("look_back"), back, "small");
  const simple = SIMPLE.map((name) => [name, button(words(`do_${name}`), () => command({ command: name }), "small")]);
  const sure = h("div", { class: "ng-sure", hidden: true }, h("p", null, words("end_sure")), h("div", { class: "ng-buttons" }, button(words("do_end"), () => { sure.hidden = true; command({ command: "end" }); }, "small ng-strong"), button(words("not_end"), () => askEnd(false), "small")));
  const end = button(words("do_end"), () => askEnd(true), "small");
  function askEnd(isAsked) {
    sure.hidden = !isAsked;
    (isAsked ? sure.querySelector("button") : end).focus();
  }
  const others = h("section", { class: "ng-block ng-others", "aria-label": words("others") }, h("h3", null, words("others")), h("div", { class: "ng-buttons" }, before, simple.map(([, press]) => press), end), sure, byHand.element);
  const foot = h("div", { class: "ng-foot" }, alert, h("div", { class: "ng-foot-row" }, nextNote, other, next));
  const root = h(
    "div",
    { class: "ng-hall" },
    h("header", { class: "ng-head" }, title, figures, clock.element),
    h("div", { class: "ng-columns" }, h("div", null, now.element, moderation.element, others, extra.element, reports.element), h("div", null, entrance.element, notes, units.element, named.element, plan.element)),
    foot,
  );

  function showSteps() {
    const step = findNext(room);
    const aside = findOther(room);
    next.hidden = !step;
    if (step) tell(next, words(step.label, { number: step.number }));
    other.hidden = !aside;
    if (aside) tell(other, words(aside.label));
    settle(step, aside);
    const state = room.wall.state;
    tell(nextNote, words(step ? "keys" : "plan_over"));
    nextNote.classList.toggle("ng-keys", Boolean(step));
    foot.hidden = state.stage === "ended" && alert.hidden;
    before.hidden = findBefore(room) === null;
    simple.forEach(([name, press]) => {
      press.hidden = !room.can.includes(name) || (aside && aside.command === name) || (step && step.command === name);
    });
    end.hidden = !room.can.includes("end");
    if (end.hidden) sure.hidden = true;
    others.hidden = [before, end, ...simple.map(([, press]) => press)].every((press) => press.hidden) && byHand.element.hidden;
  }
  return {
    element: root,
    forward,
    back,
    pause,
    show(view, reach, names) {
      const { state } = view.wall;
      if (room && room.wall.state.version !== state.version) {
        release();
        tell(alert, "");
      }
      // Whoever took the next step looks for what comes of it, wherever the page was moved before.
      const hasMoved = Boolean(room) && isForward && room.wall.state.version !== state.version;
      if (hasMoved) isForward = false;
      room = view;
      tell(title, state.rehearsal ? `${state.title} · ${words("rehearsal")}` : state.title);
      tell(figures, words(state.stage === "open" ? "figures" : "figures_in", { joined: formatNumber(view.wall.joined), answered: formatNumber(view.wall.answered) }));
      clock.show(state.stage === "open" && !state.looking_back ? state.left_s : null, state.paused);
      now.show(view);
      entrance.show(view.wall, findEntrance(view.wall, reach), reach);
      entrance.element.hidden = state.stage === "ended";
      units.show(view.units);
      plan.show(view);
      extra.show(view);
      moderation.show(view);
      named.show(view, names);
      byHand.show(view);
      reports.show(view);
      showSteps();
      if (hasMoved) window.scrollTo(0, 0);
    },
    told: (lines) => notes.replaceChildren(...lines.map((line) => h("p", null, line))),
    found: extra.found,
    file: reports.file,
    text: reports.text,
    refused({ message, stale }) {
      release();
      reports.refused(message);
      tell(alert, stale ? words("stale") : message);
    },
    stop() {
      clearTimeout(settling);
      clock.stop();
    },
  };
}
