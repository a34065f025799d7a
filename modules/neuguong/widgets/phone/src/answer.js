// Owns this phone's answer: what was sent, what became of it, what may be done with it, and how that is said.
import { makeAttempt } from "./memory.js";

// `now()`: { state, mine, isUp, away }. `say(message)` sends it to the workshop.
export function keepAnswer({ memory, words, now, say }) {
  let changing = false;
  let complaint = "";
  let redrawn = 0;

  function isHere(kept) {
    const { state } = now();
    return Boolean(kept && state) && kept.turn === state.turn && kept.round === state.round;
  }
  const held = () => (isHere(memory.answer()) ? memory.answer() : null);
  function response() {
    const kept = held();
    if (kept && kept.status !== "refused") return kept.response;
    const { mine } = now();
    return mine && mine.response !== undefined ? mine.response : null;
  }
  // Sent again over every new line until the server says what became of it; it is the same answer each time.
  function sendWaiting() {
    const kept = memory.answer();
    if (!kept || kept.status !== "waiting") return;
    const { turn, round, attempt_id, response: value } = kept;
    say({ kind: "answer", turn, round, attempt_id, response: value });
  }
  // What became of an answer; whether it was the last of this phone.
  function settle(attemptId, status) {
    const kept = memory.answer();
    if (kept && kept.attempt_id === attemptId) memory.keepAnswer({ ...kept, status });
    return Boolean(kept) && kept.attempt_id === attemptId;
  }
  function saidOf({ isOpen, isSending, has, isWords }) {
    const { state, isUp } = now();
    if (isSending) return words(isUp ? "sending" : "waits_for_line");
    if (complaint) return complaint;
    if (isOpen && changing) return words("still_counts");
    if (has) return words(isWords ? "word_received" : state.stage === "open" ? "received" : "received_closed");
    return !isOpen && !state.paused && !state.looking_back ? words("none_sent") : "";
  }

  return {
    sendWaiting,
    submit(value) {
      const { turn, round } = now().state;
      changing = false;
      complaint = "";
      memory.keepAnswer({ turn, round, attempt_id: makeAttempt(), response: value, status: "waiting" });
      sendWaiting();
    },
    keepDraft(value) {
      const { turn, round } = now().state;
      memory.keepDraft({ turn, round, response: value });
    },
    change() {
      changing = true;
    },
    // The form is drawn anew: what it shows was changed elsewhere.
    redraw() {
      redrawn += 1;
    },
    // Another round begins.
    begin() {
      changing = false;
      const kept = memory.answer();
      if (!kept || kept.status !== "waiting") complaint = "";
    },
    received: (attemptId) => settle(attemptId, "received"),
    refused(attemptId, message) {
      if (!settle(attemptId, "refused")) return false;
      complaint = message;
      redrawn += 1;
      return true;
    },
    // What the question shows, and what its foot says.
    view() {
      const { state, isUp, away } = now();
      const kept = held();
      const isOpen = state.stage === "open" && !state.paused && !state.looking_back && !away;
      const isWords = state.activity === "words";
      const isSending = Boolean(kept) && kept.status === "waiting";
      const has = isWords ? Boolean(kept) && kept.status === "received" : response() !== null && !isSending;
      const draft = memory.draft();
      const label = isSending ? "sending_button" : changing ? "send_again" : isWords ? "send_word" : "send";
      return {
        key: `${state.turn}.${state.round}.${state.activity}.${changing ? "" : redrawn}`,
        state,
        response: response() ?? (isHere(draft) ? draft.response : null),
        frozen: !isOpen || isSending || (has && !changing && !isWords),
        busy: isSending,
        label: isOpen && (isSending || !has || changing || isWords) ? label : "",
        tone: complaint || (isSending && !isUp) ? "failed" : has && !changing ? "saved" : "plan",
        text: saidOf({ isOpen, isSending, has, isWords }),
        mayChange: isOpen && has && !changing && !isSending && !isWords,
      };
    },
  };
}
