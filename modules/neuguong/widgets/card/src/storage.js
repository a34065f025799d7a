// Owns what this browser remembers. Whatever is read may have been written by anyone: a wrong shape counts as nothing.
import { guarded, openDrawer } from "./drawer.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
// The server takes no longer name, and no other attempt.
const isText = (value) => typeof value === "string" && value.length > 0 && value.length <= 120;
const ATTEMPT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// The one part of the page of what is to be asked again: nothing to go back to.
const REVIEW = "hom-nay";

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
    isObject(message) && message.kind === "submit" && message.attempt_id === attemptId && ATTEMPT.test(attemptId) &&
    isText(message.item) && Number.isInteger(message.version) && message.response !== undefined
  );
}

const isDay = (text) => guarded(() => new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10)) === text;
const isParallel = (row) => isObject(row) && isText(row.of) && isText(row.item) && typeof row.done === "boolean";
// Where nobody else can tell, `response` and `proof` say what was answered: the server reads them, and drops what is none.
const isProgress = (row) =>
  isObject(row) && isText(row.item) && Number.isInteger(row.version) && Number.isFinite(row.score) && Number.isFinite(row.max_score) &&
  (row.day === undefined || isDay(row.day)) && [undefined, true, false].includes(row.sure);
// How many rows, and how many characters of them, a greeting carries; of answers about a year's, ten minutes a day.
const LOCAL = { most: 500, room: 40000 };
const PARALLELS = { most: 200, room: 16000 };
// More than a part asks.
const EXPLAINED_MAX = 12;

// The latest rows that there is room for.
function latest(rows, { most, room }) {
  const sizes = rows.map((row) => JSON.stringify(row).length + 1);
  let from = rows.length;
  for (let left = room; from > 0 && rows.length - from < most && left >= sizes[from - 1]; from -= 1) left -= sizes[from - 1];
  return rows.slice(from);
}

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
  // Of every lesson, for what is due is asked for in one place; and of this one, as it was kept before.
  function local() {
    const kept = [parseJson(drawer.read("local")), readJson("local")].filter(Array.isArray).flat();
    return latest(kept.filter(isProgress), LOCAL);
  }
  const textOrNull = (value) => (isText(value) ? value : null);
  function draft() {
    const kept = readJson("draft");
    return isObject(kept) && isText(kept.item) && isText(kept.attempt_id) ? kept : null;
  }

  const consent = () => (drawer.isShared() ? false : { true: true, false: false }[drawer.read("consent")] ?? null);
  // What was answered, or results, of what nobody may be linked to, or of several lessons at once: not to be read here
  // later. A question of a branching case tells what was decided before it.
  const isAnswered = (item) => Boolean(item.feedback || (item.trail && item.trail.length));
  const isPrivate = ({ item, scenario, lesson, screen }) =>
    item ? scenario.sensitive && isAnswered(item) : !lesson.contents || (lesson.sensitive && screen !== "intro");

  function pageOf({ lesson, screen, parts }) {
    const part = lesson.contents && screen !== "contents" && parts.find((one) => one.current);
    return [part ? `${slug}/${part.id}` : slug, part];
  }
  // The explanations read on that page before, `{ scenario, item }`, but of what is on it now: that may be asked again.
  function explained(view) {
    const kept = drawer.screenAt(pageOf(view)[0]);
    const rows = kept && Array.isArray(kept.earlier) ? kept.earlier : [];
    return rows.filter((row) => row && isObject(row.scenario) && isObject(row.item) && !(view.item && view.item.id === row.item.id));
  }

  return {
    learner,
    returning,
    unsent,
    local,
    draft,
    reach: drawer.reach,
    forget: drawer.forget,
    announce: drawer.announce,
    watch: drawer.watch,
    // On a PC of many nobody is asked: nothing is to be remembered.
    consent,
    isShared: drawer.isShared,
    share: drawer.share,
    unshare: drawer.unshare,
    // How long an answer that is not sent yet stays: "long", until the "tab" closes, or until the "page" is left.
    stays() {
      const reach = drawer.reach();
      return reach === "page" || (reach === "long" && consent()) ? reach : "tab";
    },
    // What is on screen, for when there is no line, at the address of its page: `view` and `content` as they were told,
    // and the explanations read there before.
    keepScreen(view, content) {
      const { item, scenario, lesson } = view;
      const [at, part] = pageOf(view);
      if (item && item.earlier) return;
      if (isPrivate(view)) return drawer.dropScreen(at);
      const earlier = [...explained(view), ...(item && item.feedback ? [{ scenario, item }] : [])].slice(-EXPLAINED_MAX);
      drawer.keepScreen(at, { title: part ? `${lesson.title}: ${part.title}` : lesson.title, view, content, earlier });
    },
    explained,
    keepConsent: drawer.agree,
    unit: () => textOrNull(drawer.read("unit")),
    keepUnit: (unit) => (unit ? drawer.write("unit", unit) : drawer.remove("unit")),
    part: () => textOrNull(drawer.read(place("part"))),
    keepPart: (part) => drawer.write(place("part"), part),
    // What was asked because something was got wrong, for a page that comes back.
    parallels: () => latest([readJson("parallels")].filter(Array.isArray).flat().filter(isParallel), PARALLELS),
    keepParallels: (rows) => (rows.length ? writeJson("parallels", rows) : drawer.remove(place("parallels"))),
    // For the home page: when what was answered is to be asked again, and what day it was when the server said so; where the lesson is, `{ id, answered, review }` a
    // part, `review` where something in it ought to be repeated.
    keepDue: (due) => drawer.write("due", JSON.stringify(due)),
    keepParts(parts) {
      if (parts.some((part) => part.id === REVIEW)) return;
      drawer.write("last", slug);
      writeJson("parts", parts.map(({ id, answered, review }) => ({ id, answered, review })));
    },
    // What was being answered in that attempt: on its way, or half given.
    responseTo(attemptId) {
      const kept = unsent()[attemptId] || draft();
      return kept && kept.attempt_id === attemptId ? kept.response : null;
    },
    keepDraft: (at, response) => writeJson("draft", { ...at, response }),
    dropDraft: () => drawer.remove(place("draft")),
    keepUnsent: (message) => writeJson("unsent", { ...unsent(), [message.attempt_id]: message }),
    dropUnsent(attemptId) {
      const left = unsent();
      delete left[attemptId];
      if (Object.keys(left).length) writeJson("unsent", left);
      else drawer.remove(place("unsent"));
    },
    // Of one day the first answer to an item stays beside the latest: only that one tells what was known.
    keepLocal(row) {
      if (!isProgress(row)) return;
      const kept = local();
      const same = kept.filter((other) => other.item === row.item && (!other.day || other.day === row.day));
      const first = same.find((other) => other.day);
      const others = kept.filter((other) => other === first || !same.includes(other));
      drawer.write("local", JSON.stringify(latest([...others, row], LOCAL)));
      drawer.remove(place("local"));
    },
  };
}
