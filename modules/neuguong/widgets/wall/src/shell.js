// Owns the wall: asks for news, draws what comes, fits it to the screen. Nobody touches it. Knows nothing of Jupyter.
import { findEntrance, watchReach } from "./reach.js";
import { watchNames } from "./names.js";
import { drawLobby, drawMessage, drawStage } from "./stage.js";
import { drawRail } from "./rail.js";
import { fit } from "./fit.js";
import { keepCalled } from "./called.js";
import { h, region } from "../../card/src/dom.js";
import { makeWords } from "../../card/src/words.js";
import { share } from "../../card/src/share.js";

const REFRESH_MS = 700;
const HINT_MS = 12000;
const TOLD = ["shown", "explained", "ended"];
const THEMES = { "#sang": "light", "#toi": "dark" };

export function render({ model, el }) {
  const words = makeWords(model.get("text"));
  let screen = model.get("view");
  let reach = null;

  const alarm = h("p", { class: "ng-alarm", role: "alert", hidden: true });
  const title = h("span", { class: "ng-name" });
  const where = h("span", { class: "ng-where" });
  const note = h("strong", { class: "ng-note", role: "status" });
  const top = h("p", { class: "ng-top" }, title, where, note);
  // Everything that a stage is drawn from, so that a count that grows moves nothing.
  const stage = region("div", { class: "ng-stage", "data-fit": true }, (state, key, requirement, entrance, code, called) => ({
    element: pick({ state, key, requirement, entrance, code, called }),
  }));
  const rail = drawRail({ words });
  const calling = keepCalled({ words });
  const cut = h("p", { class: "ng-cut", hidden: true }, words("cut"));
  const hint = h("p", { class: "ng-key-hint" }, words("full_screen"));
  const root = h(
    "section",
    { class: "ng-wall", lang: "vi", "aria-label": words("region"), "data-lm-suppress-shortcuts": "true" },
    h("div", { class: "ng-main" }, alarm, top, stage.element, cut),
    rail.element,
    hint,
  );

  function pick({ state, key, requirement, entrance, code, called }) {
    if (!state) return drawMessage(words("nothing"), words("nothing_hint"));
    if (state.stage === "ended") return drawMessage(words("ended"), words("ended_hint"));
    if (state.stage === "lobby" || !state.activity) return drawLobby({ title: state.title, code, entrance, called: called && calling.draw(called), words });
    return drawStage({ state, key, requirement, words });
  }
  function tell(place, text) {
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  }
  function noteOf(state) {
    if (state.looking_back) return words("looking_back");
    if (state.paused) return words("paused");
    if (state.stage === "closed" || state.stage === "counted") return words("closed");
    return state.stage === "explained" ? words("key") : "";
  }
  // What changes from second to second is no part of what the stage is drawn from.
  let drawnFrom = null;
  let lobby = null;
  let called = null;
  function stateOf(state) {
    drawnFrom = share(drawnFrom, { ...state, version: 0, left_s: null, paused: false });
    return drawnFrom;
  }

  function draw() {
    const before = screen;
    screen = share(before, model.get("view"));
    const { wall } = screen;
    tell(alarm, screen.alarm || "");
    const entrance = wall ? findEntrance(wall, reach) : { qr: "", address: "" };
    const state = wall ? stateOf(wall.state) : null;
    const isLobby = Boolean(wall) && wall.state.stage === "lobby";
    lobby = isLobby ? share(lobby, entrance) : null;
    called = isLobby && wall.names ? share(called, (named.list() || []).filter((name) => name.is_shown).map((name) => name.text)) : null;
    root.dataset.theme = THEMES[window.location.hash] || "light";
    root.dataset.stage = wall ? wall.state.stage : "nothing";
    rail.element.hidden = !wall || wall.state.stage === "ended";
    if (wall) {
      rail.show(wall, entrance);
      tell(title, isLobby ? "" : wall.state.title);
      tell(where, whereOf(wall.state));
      tell(note, noteOf(wall.state));
    } else [title, where, note].forEach((place) => tell(place, ""));
    const last = stage.element.firstChild;
    stage.show(state, wall && wall.key, wall && wall.requirement, lobby, wall && wall.code, called);
    if (stage.element.firstChild !== last) refit();
  }
  function whereOf(state) {
    const parts = [];
    if (state.rehearsal) parts.push(words("rehearsal"));
    if (state.turn > 0 && state.stage !== "ended") parts.push(words("turn", { turn: state.turn }));
    if (state.round === 2 && state.activity === "item" && !TOLD.includes(state.stage)) parts.push(words("second_round"));
    return parts.join(" · ");
  }

  function refit() {
    cut.hidden = true;
    cut.hidden = !fit(stage.element);
    if (!cut.hidden) fit(stage.element);
    calling.fit();
  }
  // Asked for whether the page is in sight or not: a wall that was covered shows what is now when it is uncovered.
  const look = () => model.send({ kind: "refresh" });
  const watch = watchReach({
    code: () => (screen.wall ? screen.wall.code : ""),
    told(news) {
      reach = news;
      draw();
    },
  });
  // Names stand on the wall in the lobby only: beside a question they would be looked for behind its answers.
  const named = watchNames({
    code: () => (screen.wall && screen.wall.names && screen.wall.state.stage === "lobby" ? screen.wall.code : ""),
    told: draw,
  });
  const listeners = { "change:view": draw, reconnected: draw };

  el.append(root);
  draw();
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
  window.addEventListener("resize", refit);
  window.addEventListener("hashchange", draw);
  if (document.fonts) document.fonts.ready.then(refit);
  const timer = setInterval(look, REFRESH_MS);
  const hiding = setTimeout(() => hint.remove(), HINT_MS);

  return () => {
    clearInterval(timer);
    clearTimeout(hiding);
    watch.stop();
    named.stop();
    calling.stop();
    rail.stop();
    window.removeEventListener("resize", refit);
    window.removeEventListener("hashchange", draw);
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
    root.remove();
  };
}
