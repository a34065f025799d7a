// Owns what this browser remembers of one test. Whatever is read may have been written by anyone: a wrong shape counts
// as nothing.
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const QUESTIONS = 10;
const OLDEST_MS = 2592e6;

const isKeptObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isAnswer = (answer) =>
  isKeptObject(answer) && UUID.test(answer.attempt_id) && typeof answer.item === "string" && Number.isInteger(answer.version) && Number.isFinite(answer.at);
const isPoints = (value) => Number.isFinite(value) && value >= 0 && value <= 1000;
const isRow = (row) =>
  isKeptObject(row) && typeof row.item === "string" && row.item.length <= 120 && Number.isInteger(row.version) &&
  [row.score, row.max_score, row.chance].every(isPoints) && row.score <= row.max_score && row.chance < row.max_score;

// An identifier as the log wants it; `crypto.randomUUID` is not there where the address is not secure.
function makeAttempt() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function openKeep(drawer, place) {
  let kept = {};
  try {
    kept = JSON.parse(drawer.read(place)) || {};
  } catch {
    // written by somebody else: begin anew
  }
  const list = (value, fits) => (Array.isArray(value) && value.length <= QUESTIONS && value.every(fits) ? value : []);
  const known = list(kept.attempts, (one) => UUID.test(one));
  const attempts = known.length === QUESTIONS ? known : Array.from({ length: QUESTIONS }, makeAttempt);
  let answers = list(kept.answers, isAnswer);
  let rows = list(kept.rows, isRow);
  let draft = isKeptObject(kept.draft) ? kept.draft : null;
  const write = () => drawer.write(place, JSON.stringify({ attempts, answers, rows, draft }));

  return {
    attempts,
    rows: () => rows,
    // The answer to a question as it now stands.
    answerTo: ({ id, version, attempt_id }) =>
      answers.find((answer) => answer.item === id && answer.version === version && answer.attempt_id === attempt_id) || null,
    draftOf: (attemptId) => (draft && draft.attempt_id === attemptId ? draft.response : null),
    keepDraft(attemptId, response) {
      draft = { attempt_id: attemptId, response };
      write();
    },
    add(answer) {
      answers = [...answers.filter((other) => other.item !== answer.item), { ...answer, at: Date.now() }];
      draft = null;
      write();
    },
    drop(attemptId) {
      answers = answers.filter((answer) => answer.attempt_id !== attemptId);
      write();
    },
    unsent: () => answers.filter((answer) => !answer.proof),
    // It is stored, and the server explains it by that proof without storing it, and counting it, once more.
    markGiven(attemptId, proof) {
      answers = answers.map((answer) => (answer.attempt_id === attemptId ? { ...answer, proof } : answer));
      write();
    },
    // Done: from here on the rows say how it went. Answers that nobody may be linked to are not kept to be read again.
    finish(scored, sensitive) {
      rows = scored;
      if (sensitive) answers = [];
      write();
    },
    canExplain: () => answers.length > 0,
  };
}

// The message of an answer: with how long ago it was given, by this browser's clock.
export const toSend = ({ at, ...answer }) => ({ ...answer, age_ms: Math.min(Math.max(Date.now() - at, 0), OLDEST_MS) });
