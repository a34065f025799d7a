// Owns answers on their way: kept in the browser and sent again until the session says stored or refused.
const PATIENCE_MS = 10000;
const PAUSE_MS = 5000;
const LONGEST_MS = 60000;
const AGE_MAX_MS = 2592e6;

// How long ago an answer was given, by this browser's clock; none where that has been set back.
const ageOf = (at) => Math.min(Math.max(Date.now() - at, 0) || 0, AGE_MAX_MS);

// `tell(state, message)` is called with "saving", "saved", "failed" (message may be missing) or "".
export function openOutbox({ send, storage, tell }) {
  let timer = 0;
  let patience = PATIENCE_MS;

  const waiting = () => Object.values(storage.unsent());
  const isWaiting = (attemptId) => attemptId in storage.unsent();

  function wait(milliseconds, then) {
    clearTimeout(timer);
    timer = setTimeout(then, milliseconds);
  }
  function sendAll() {
    const messages = waiting();
    if (!messages.length) return;
    tell("saving");
    wait(patience, giveUp);
    for (const { at, ...message } of messages) send({ ...message, age_ms: ageOf(at) });
  }
  // Nobody has answered: say so, pause, try again, each time with more patience.
  function giveUp() {
    patience = Math.min(patience * 2, LONGEST_MS);
    tell("failed");
    wait(PAUSE_MS, sendAll);
  }
  function settle(attemptId, state) {
    storage.dropUnsent(attemptId);
    patience = PATIENCE_MS;
    if (waiting().length) return;
    clearTimeout(timer);
    tell(state);
  }
  const online = () => sendAll();
  window.addEventListener("online", online);

  return {
    isWaiting,
    sendAll,
    // Takes back what was said of the last answer, unless one is still on its way.
    hush() {
      if (!waiting().length) tell("");
    },
    add(message) {
      if (isWaiting(message.attempt_id)) return;
      storage.keepUnsent({ ...message, at: Date.now() });
      sendAll();
    },
    stored({ attempt_id: attemptId, local }) {
      storage.keepLocal(local);
      settle(attemptId, "saved");
    },
    notStored({ message, retry_after_ms: delay }) {
      tell("failed", message);
      wait(Math.min(Math.max(Number(delay) || PAUSE_MS, 500), LONGEST_MS), sendAll);
    },
    refused({ attempt_id: attemptId }) {
      if (attemptId) settle(attemptId, "");
    },
    close() {
      clearTimeout(timer);
      window.removeEventListener("online", online);
    },
  };
}
