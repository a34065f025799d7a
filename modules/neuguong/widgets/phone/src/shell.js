// Owns the phone's page: joins what the server says, what this phone remembers and what is drawn. Knows no Jupyter.
import { focusOn, h, paragraphs, region, sign } from "../../card/src/dom.js";
import { makeWords } from "../../card/src/words.js";
import { drawClock } from "./clock.js";
import { drawCodeForm, drawUnits } from "./door.js";
import { drawKey } from "./key.js";
import { asItem } from "./letters.js";
import { openLine } from "./line.js";
import { makeAttempt, openMemory } from "./memory.js";
import { drawResults, drawWords } from "./results.js";
import { drawVote } from "./vote.js";

const LOST_AFTER_MS = 1500;
const RELEASED = ["shown", "explained"];

export function render({ el, code, text }) {
  const words = makeWords(text.hall);
  const cardWords = makeWords(text.card);
  let state = null;
  let mine = null;
  let choices = { units: [], names: false, groups: 0 };
  let isUp = true;
  let lostTimer = 0;
  let changing = false;
  let complaint = "";
  let redrawn = 0;
  let away = "";

  const voice = h("div", { class: "ng-hidden", "aria-live": "polite" });
  const announce = (message) => voice.replaceChildren(h("p", null, message));
  const memory = openMemory(code, () => {
    redrawn += 1;
    draw();
  });

  // --- the answer

  const isHere = (kept) => Boolean(kept && state) && kept.turn === state.turn && kept.round === state.round;
  const answer = () => (isHere(memory.answer()) ? memory.answer() : null);
  function response() {
    const kept = answer();
    if (kept && kept.status !== "refused") return kept.response;
    return mine && mine.response !== undefined ? mine.response : null;
  }
  function submit(value) {
    changing = false;
    complaint = "";
    const { turn, round } = state;
    memory.keepAnswer({ turn, round, attempt_id: makeAttempt(), response: value, status: "waiting" });
    sendWaiting();
    draw();
  }
  // Sent again over every new line until the server says what became of it; it is the same answer each time.
  function sendWaiting() {
    const kept = memory.answer();
    if (!kept || kept.status !== "waiting") return;
    const { turn, round, attempt_id, response: value } = kept;
    line.say({ kind: "answer", code, token: memory.token(), turn, round, attempt_id, response: value });
  }
  function settle(attemptId, status) {
    const kept = memory.answer();
    if (kept && kept.attempt_id === attemptId) memory.keepAnswer({ ...kept, status });
    return Boolean(kept) && kept.attempt_id === attemptId;
  }

  // --- what is heard

  function take(fresh) {
    const before = state;
    state = fresh;
    const isNew = !before || before.turn !== fresh.turn || before.round !== fresh.round;
    if (isNew) {
      mine = mine && { ...mine, response: null, feedback: null };
      changing = false;
      const kept = memory.answer();
      if (!kept || kept.status !== "waiting") complaint = "";
    }
    clock.show(fresh.stage === "open" ? fresh.left_s : null, fresh.paused);
    draw();
    if (before && (isNew || before.stage !== fresh.stage)) {
      announce(words(`now_${fresh.stage}`));
      window.scrollTo(0, 0);
      if (title.isConnected) focusOn(title);
    }
  }
  const heard = {
    welcome(message) {
      choices = { units: message.units, names: message.names, groups: message.groups };
      away = "";
      take(message.state);
      mine = message.mine;
      if (mine.unit) memory.keepUnit(mine.unit);
      redrawn += 1;
      draw();
      sendWaiting();
    },
    state: (message) => take(message.state),
    mine(message) {
      mine = message.mine;
      draw();
    },
    received(message) {
      if (!settle(message.attempt_id, "received")) return;
      mine = mine && { ...mine, response: memory.answer().response };
      announce(words("received"));
      draw();
    },
    refused(message) {
      // The server has restarted, or another phone's way was taken: in again, and then the answer again.
      if (message.code === "workshop-not-in") {
        line.say(hello());
        return;
      }
      // Deleted on another page: who this was is not kept, and the page loaded again comes in as somebody new.
      if (message.code === "erased") memory.forget();
      if (message.again_ms) {
        setTimeout(() => (message.attempt_id ? sendWaiting() : line.renew()), message.again_ms);
        return;
      }
      if (message.attempt_id) {
        if (!settle(message.attempt_id, "refused")) return;
        complaint = message.message;
        redrawn += 1;
        draw();
      } else leave(message.message);
    },
    left: () => leave(words("left_workshop")),
  };
  const hello = () => ({ kind: "join", code, token: memory.token(), unit: memory.unit() });

  function leave(message) {
    line.close();
    if (!state) {
      const door = drawCodeForm({ words, typed: code, message });
      el.replaceChildren(h("section", { class: "ng-card ng-phone", lang: "vi" }, door.element));
      door.input.focus();
      return;
    }
    away = message;
    draw();
  }

  // --- what is drawn

  const title = h("h1", { class: "ng-eyebrow" });
  const clock = drawClock({ words, announce });
  const banner = h("p", { class: "ng-notice ng-lost", role: "status", hidden: true });
  const notices = region("div", { role: "status" }, (...keys) => ({
    element: h("div", null, keys.filter((key) => key).map((key) => h("p", { class: "ng-notice" }, sign("note"), h("span", null, words(key))))),
  }));
  const group = h("p", { class: "ng-group" });
  const units = region("div", null, (list, unit, big) => list.length > 0 && drawUnits({ units: list, unit, big, words, choose: chooseUnit }));
  const waiting = region("div", null, (key, detail) => key && {
    element: h("div", { class: "ng-wait" }, h("h2", { class: "ng-title" }, words(key)), detail && h("p", null, detail)),
  });
  // Once there is a result to read, the case is folded above it.
  const scene = region("div", { class: "ng-scene-place" }, (key, scenario, folded) => {
    if (!scenario) return null;
    const [heading, text] = [h("h2", { class: "ng-title" }, scenario.title), paragraphs(scenario.stimulus)];
    return { element: folded ? h("details", { class: "ng-scene" }, h("summary", null, heading), text) : h("div", { class: "ng-scene" }, heading, text) };
  });
  const vote = drawVote({
    words,
    cardWords,
    announce,
    act: {
      submit,
      keepDraft: (value) => memory.keepDraft({ turn: state.turn, round: state.round, response: value }),
      change() {
        changing = true;
        draw();
      },
    },
  });
  const outcome = region("div", { class: "ng-task" }, (key) => {
    if (!key) return null;
    const { results, transition, activity } = state;
    return {
      element: h(
        "div",
        null,
        state.stage === "explained" && drawKey({ item: asItem(state), key: state.key, feedback: mine && mine.feedback, words, cardWords }),
        state.stage === "shown" && h("p", { class: "ng-prompt" }, activity === "item" ? state.item.prompt : state.question),
        activity === "words" ? drawWords(state.words) : drawResults({ results, transition, words }),
      ),
    };
  });
  const foot = h(
    "details",
    { class: "ng-foot" },
    h("summary", null, words("more")),
    h("p", null, words("more_lead")),
    h("button", { type: "button", class: "ng-secondary", onclick: () => goOut(false) }, words("go_out")),
    h("button", { type: "button", class: "ng-secondary", onclick: () => goOut(true) }, words("go_out_erase")),
  );
  const head = h("header", { class: "ng-top" }, title, clock.element);
  const element = h(
    "section",
    { class: "ng-card ng-phone", lang: "vi", "aria-label": words("region") },
    banner,
    head,
    notices.element,
    voice,
    group,
    units.element,
    waiting.element,
    scene.element,
    h("div", { class: "ng-side" }, vote.element, outcome.element),
    foot,
  );

  function chooseUnit(unit) {
    memory.keepUnit(unit);
    line.say(hello());
  }
  function goOut(erase) {
    if (!window.confirm(words(erase ? "sure_erase" : "sure_out"))) return;
    line.say({ kind: "leave", code, token: memory.token(), erase });
    if (erase) memory.forget();
  }

  // What the foot of the question says, and what may be done.
  function voteView() {
    const kept = answer();
    const isOpen = state.stage === "open" && !state.paused && !state.looking_back && !away;
    const isWords = state.activity === "words";
    const isSending = Boolean(kept) && kept.status === "waiting";
    const has = isWords ? Boolean(kept) && kept.status === "received" : response() !== null && !isSending;
    const frozen = !isOpen || isSending || (has && !changing && !isWords);
    let said = "";
    if (isSending) said = words(isUp ? "sending" : "waits_for_line");
    else if (complaint) said = complaint;
    else if (isOpen && changing) said = words("still_counts");
    else if (has) said = words(isWords ? "word_received" : state.stage === "open" ? "received" : "received_closed");
    else if (!isOpen && !state.paused && !state.looking_back) said = words("none_sent");
    const draft = memory.draft();
    const label = { true: "sending_button", false: changing ? "send_again" : isWords ? "send_word" : "send" }[isSending];
    return {
      key: `${state.turn}.${state.round}.${state.activity}.${changing ? "" : redrawn}`,
      state,
      response: response() ?? (isHere(draft) ? draft.response : null),
      frozen,
      busy: isSending,
      label: isOpen && (isSending || !has || changing || isWords) ? label : "",
      tone: complaint || (isSending && !isUp) ? "failed" : has && !changing ? "saved" : "plan",
      text: said,
      mayChange: isOpen && has && !changing && !isSending && !isWords,
    };
  }
  function waitView(isAsked) {
    if (away) return ["away", away];
    if (state.stage === "ended") return ["ended", words("ended_detail")];
    if (isAsked) return [null];
    return ["lobby", words("lobby_detail")];
  }
  function draw() {
    if (!state) return;
    const isAsked = state.stage !== "lobby" && state.stage !== "ended" && !away;
    const isReleased = isAsked && RELEASED.includes(state.stage);
    const unit = mine && mine.unit;
    title.textContent = state.title;
    notices.show(
      state.rehearsal && "rehearsal",
      isAsked && state.paused && "paused",
      isAsked && state.looking_back && "looking_back",
      isAsked && !isReleased && !state.looking_back && state.round === 2 && "second_round",
      isAsked && !isReleased && state.scenario && state.scenario.sensitive && "sensitive",
    );
    group.textContent = mine && mine.group ? words("group", { group: mine.group }) : "";
    group.hidden = !group.textContent;
    units.element.hidden = Boolean(away) || state.stage === "ended" || (isAsked && Boolean(unit));
    units.show(choices.units, unit, !isAsked);
    waiting.show(...waitView(isAsked));
    scene.show(isAsked ? `${state.turn}.${state.version}` : "", isAsked ? state.scenario : null, isReleased);
    const key = isReleased ? `${state.version}.${Boolean(mine && mine.feedback)}.${JSON.stringify(state.words)}` : "";
    outcome.show(key);
    vote.element.hidden = !isAsked || isReleased;
    if (isAsked && !isReleased) vote.show(voteView());
    document.title = `${state.title}`;
  }
  function tell(up) {
    clearTimeout(lostTimer);
    const show = () => {
      isUp = up;
      banner.hidden = up;
      banner.replaceChildren(...(up ? [] : [sign("note"), h("span", null, words("lost"))]));
      draw();
    };
    if (up === isUp) return;
    if (up) show();
    else lostTimer = setTimeout(show, LOST_AFTER_MS);
  }

  el.replaceChildren(element);
  banner.hidden = true;
  waiting.show("entering", "");
  [vote.element, units.element, foot].forEach((part) => {
    part.hidden = part !== foot;
  });
  const line = openLine({
    hello,
    hear: (message) => Object.prototype.hasOwnProperty.call(heard, message.kind) && heard[message.kind](message),
    tell,
  });
}

// The page itself: the code stands in its address.
function start(root) {
  const text = JSON.parse(root.dataset.text);
  const typed = decodeURIComponent(location.pathname.split("/")[2] || "");
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  if (code) return render({ el: root, code, text });
  const door = drawCodeForm({ words: makeWords(text.hall), typed: "", message: "" });
  root.replaceChildren(h("section", { class: "ng-card ng-phone", lang: "vi" }, door.element));
  return door.input.focus();
}
const ngPhone = document.getElementById("ng-phone");
if (ngPhone) start(ngPhone);
