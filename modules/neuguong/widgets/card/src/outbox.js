// Owns answers on their way: kept in the browser and sent again until the session says stored or refused.
const PATIENCE_MS = 10000;
const PAUSE_MS = 5000;
const LONGEST_MS = 60000;
const AGE_MAX_MS = 2592e6;

// How long ago an answer was given, by this browser's clock; none where that has been set back.
const ageOf = (at) => Math.min(Math.max(Date.now() - at, 0) || 0, AGE_MAX_MS);

// `tell(waiting, record)` is called with the attempts on their way and what is to be said of them, null for nothing.
// `isCut()`: there is no line, so nothing is sent and nobody is waited for.
export function openOutbox({ send, storage, tell, isCut }) {
  let timer = 0;
  let patience = PATIENCE_MS;

  const waiting = () => Object.values(storage.unsent());
  const say = (record) => tell(Object.keys(storage.unsent()), record);
  const fail = (message) => say(message ? { tone: "failed", message } : { tone: "failed", keys: ["not_saved"] });

  function wait(milliseconds, then) {
    clearTimeout(timer);
    timer = setTimeout(then, milliseconds);
  }
  function sendAll() {
    const messages = waiting();
    if (!messages.length) return;
    if (isCut()) {
      clearTimeout(timer);
      say({ tone: "kept", keys: [`kept_${storage.stays()}`] });
      return;
    }
    say({ tone: "saving", keys: ["saving"] });
    wait(patience, giveUp);
    for (const { at, ...message } of messages) send({ ...message, age_ms: ageOf(at) });
  }
  // Nobody has answered: say so, pause, try again, each time with more patience.
  function giveUp() {
    patience = Math.min(patience * 2, LONGEST_MS);
    fail();
    wait(PAUSE_MS, sendAll);
  }
  // Nothing is to be said once nothing is waiting any more; till then what was said last stays.
  function settle() {
    patience = PATIENCE_MS;
    if (waiting().length) return;
    clearTimeout(timer);
    say(null);
  }
  window.addEventListener("online", sendAll);

  return {
    sendAll,
    settle,
    add(message) {
      if (message.attempt_id in storage.unsent()) return;
      storage.keepUnsent({ ...message, at: Date.now() });
      sendAll();
    },
    stored({ attempt_id: attemptId, local }) {
      storage.keepLocal(local);
      storage.dropUnsent(attemptId);
      settle();
    },
    notStored({ message, retry_after_ms: delay }) {
      fail(message);
      wait(Math.min(Math.max(Number(delay) || PAUSE_MS, 500), LONGEST_MS), sendAll);
    },
    refused({ attempt_id: attemptId }) {
      if (!attemptId) return;
      storage.dropUnsent(attemptId);
      settle();
    },
    close() {
      clearTimeout(timer);
      window.removeEventListener("online", sendAll);
    },
  };
}
