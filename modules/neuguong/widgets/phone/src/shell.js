// Owns the phone's page: joins what the server says, what this phone remembers and what is drawn. Knows no Jupyter.
import { focusOn, h, paragraphs, region, sign } from "../../card/src/dom.js";
import { makeWords } from "../../card/src/words.js";
import { keepAnswer } from "./answer.js";
import { drawClock } from "./clock.js";
import { drawCodeForm, drawUnits } from "./door.js";
import { drawKey } from "./key.js";
import { asItem } from "./letters.js";
import { openLine } from "./line.js";
import { openMemory } from "./memory.js";
import { drawNameForm } from "./name.js";
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
  let away = "";
  let isNoName = false;

  const voice = h("div", { class: "ng-hidden", "aria-live": "polite" });
  const announce = (message) => voice.replaceChildren(h("p", null, message));
  const memory = openMemory(code, () => {
    answer.redraw();
    draw();
  });
  const say = (message) => line.say({ ...message, code, token: memory.token() });
  const answer = keepAnswer({ memory, words, say, now: () => ({ state, mine, isUp, away }) });

  // --- what is heard

  function take(fresh) {
    const before = state;
    state = fresh;
    const isNew = !before || before.turn !== fresh.turn || before.round !== fresh.round;
    if (isNew) {
      mine = mine && { ...mine, response: null, feedback: null };
      answer.begin();
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
      isNoName = Boolean(memory.name()) && !mine.name;
      if (mine.unit) memory.keepUnit(mine.unit);
      answer.redraw();
      draw();
      answer.sendWaiting();
    },
    state: (message) => take(message.state),
    mine(message) {
      mine = message.mine;
      draw();
    },
    received(message) {
      if (!answer.received(message.attempt_id)) return;
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
        setTimeout(() => (message.attempt_id ? answer.sendWaiting() : line.renew()), message.again_ms);
        return;
      }
      if (!message.attempt_id) leave(message.message);
      else if (answer.refused(message.attempt_id, message.message)) draw();
    },
    left: () => leave(words("left_workshop")),
  };
  const hello = () => ({ kind: "join", code, token: memory.token(), unit: memory.unit(), name: memory.name() });

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
  const naming = region("div", null, (isAsked, name, isNone) => isAsked && drawNameForm({ name, isNone, words, give: giveName }));
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
      submit(value) {
        answer.submit(value);
        draw();
      },
      keepDraft: answer.keepDraft,
      change() {
        answer.change();
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
  const about = h("p", null);
  const foot = h(
    "details",
    { class: "ng-foot" },
    h("summary", null, words("more")),
    about,
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
    naming.element,
    scene.element,
    h("div", { class: "ng-side" }, vote.element, outcome.element),
    foot,
  );

  function chooseUnit(unit) {
    memory.keepUnit(unit);
    line.say(hello());
  }
  function giveName(text) {
    memory.keepName(text);
    line.say(hello());
  }
  function goOut(erase) {
    if (!window.confirm(words(erase ? "sure_erase" : "sure_out"))) return;
    say({ kind: "leave", erase });
    if (erase) memory.forget();
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
    naming.show(choices.names && !away && state.stage === "lobby", mine && mine.name, isNoName);
    about.textContent = words(choices.names ? "more_lead_names" : "more_lead");
    waiting.show(...waitView(isAsked));
    foot.hidden = Boolean(away);
    scene.show(isAsked ? `${state.turn}.${state.version}` : "", isAsked ? state.scenario : null, isReleased);
    const key = isReleased ? `${state.version}.${Boolean(mine && mine.feedback)}.${JSON.stringify(state.words)}` : "";
    outcome.show(key);
    vote.element.hidden = !isAsked || isReleased;
    if (isAsked && !isReleased) vote.show(answer.view());
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

// What was typed into the address; one that is spelled wrongly as it stands, for the server to refuse in words.
function spell(typed) {
  try {
    return decodeURIComponent(typed);
  } catch {
    return typed;
  }
}
// The page itself: the code stands in its address.
function start(root) {
  const text = JSON.parse(root.dataset.text);
  const typed = spell(location.pathname.split("/")[2] || "");
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  if (code) return render({ el: root, code, text });
  const door = drawCodeForm({ words: makeWords(text.hall), typed: "", message: "" });
  root.replaceChildren(h("section", { class: "ng-card ng-phone", lang: "vi" }, door.element));
  return door.input.focus();
}
const ngPhone = document.getElementById("ng-phone");
if (ngPhone) start(ngPhone);
