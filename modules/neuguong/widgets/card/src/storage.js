// Owns what this browser remembers. Whatever is read may have been written by anyone: a wrong shape counts as nothing.
const PREFIX = "neuguong.";
const CONSENT = "neuguong.consent";
const TAB = "neuguong.tab";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value.length > 0 && value.length < 500;
const isScore = (value) => value === null || Number.isFinite(value);

// Text by key: in localStorage where the learner has agreed to that, else in sessionStorage, which the tab takes along
// when it closes; in memory what is refused there. Whatever is deleted there is gone here.
function openDrawer() {
  const memory = new Map();
  const guarded = (work) => {
    try {
      return work();
    } catch {
      return null; // Private mode: memory is all there is.
    }
  };
  const agreed = () => guarded(() => localStorage.getItem(CONSENT)) === "true";
  const names = () => (agreed() ? ["localStorage", "sessionStorage"] : ["sessionStorage", "localStorage"]);
  const both = () => names().map((name) => guarded(() => window[name])).filter((store) => store);
  const read = (key) =>
    both().map((store) => store.getItem(PREFIX + key)).find((value) => value !== null) ?? memory.get(key) ?? null;
  function write(key, value, forGood = agreed()) {
    memory.set(key, value);
    guarded(() => {
      (forGood ? localStorage : sessionStorage).setItem(PREFIX + key, value);
      memory.delete(key);
    });
  }
  function remove(key) {
    memory.delete(key);
    both().forEach((store) => store.removeItem(PREFIX + key));
  }
  return {
    read,
    write,
    remove,
    // What was kept so far moves to where the answer wants it.
    agree(value) {
      write("consent", String(value), true);
      guarded(() => {
        const [to, from] = both();
        for (const key of Object.keys(from)) {
          if (!key.startsWith(PREFIX) || key === CONSENT || key === TAB) continue;
          to.setItem(key, from.getItem(key));
          from.removeItem(key);
        }
      });
    },
  };
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function makeToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isSubmit(message, attemptId) {
  return (
    isObject(message) && message.kind === "submit" && message.attempt_id === attemptId && isText(message.item) &&
    Number.isInteger(message.version) && isScore(message.duration_ms) && message.response !== undefined
  );
}

const isProgress = (row) =>
  isObject(row) && isText(row.item) && Number.isInteger(row.version) && isScore(row.score) && isScore(row.max_score);

// Whether the item is being answered once more: what was answered before is no reason then to go on to the next.
export const isAgain = (item) => item.again === true && !item.feedback;

// The learner's token and, for one lesson, where they are, what they were answering and what is not yet stored.
export function openStorage(slug) {
  const drawer = openDrawer();
  const place = (name) => `${slug}.${name}`;
  const readJson = (name) => parseJson(drawer.read(place(name)));
  const writeJson = (name, value) => drawer.write(place(name), JSON.stringify(value));

  const isKnown = () => /^[0-9a-f]{32}$/.test(drawer.read("learner") || "");
  const returning = isKnown();
  // The learner's token, a new one where there is none or it has been deleted.
  function learner() {
    if (!isKnown()) drawer.write("learner", makeToken());
    return drawer.read("learner");
  }

  function unsent() {
    const kept = readJson("unsent");
    return Object.fromEntries(Object.entries(isObject(kept) ? kept : {}).filter(([id, message]) => isSubmit(message, id)));
  }
  function local() {
    const kept = readJson("local");
    return Array.isArray(kept) ? kept.filter(isProgress) : [];
  }
  const textOrNull = (value) => (isText(value) ? value : null);

  return {
    learner,
    returning,
    unsent,
    local,
    consent: () => ({ true: true, false: false })[drawer.read("consent")] ?? null,
    keepConsent: drawer.agree,
    unit: () => textOrNull(drawer.read("unit")),
    keepUnit: (unit) => (unit ? drawer.write("unit", unit) : drawer.remove("unit")),
    part: () => textOrNull(drawer.read(place("part"))),
    keepPart: (part) => drawer.write(place("part"), part),
    draft() {
      const kept = readJson("draft");
      return isObject(kept) && isText(kept.item) && isText(kept.attempt_id) ? kept : null;
    },
    keepDraft: (item, response) => writeJson("draft", { item: item.id, attempt_id: item.attempt_id, response, again: isAgain(item) }),
    dropDraft: () => drawer.remove(place("draft")),
    keepUnsent: (message) => writeJson("unsent", { ...unsent(), [message.attempt_id]: message }),
    dropUnsent(attemptId) {
      const left = unsent();
      delete left[attemptId];
      if (Object.keys(left).length) writeJson("unsent", left);
      else drawer.remove(place("unsent"));
    },
    keepLocal(row) {
      if (isProgress(row)) writeJson("local", [...local().filter((other) => other.item !== row.item), row]);
    },
  };
}
