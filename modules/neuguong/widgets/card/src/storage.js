// Owns what this browser remembers. Whatever is read may have been written by anyone: a wrong shape counts as nothing.
import { guarded, openDrawer } from "./drawer.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value.length > 0 && value.length < 500;
const isScore = (value) => value === null || Number.isFinite(value);

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
    isObject(message) && message.kind === "submit" && message.attempt_id === attemptId && isText(message.item) &&
    Number.isInteger(message.version) && isScore(message.duration_ms) && message.response !== undefined
  );
}

const isDay = (text) => guarded(() => new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10)) === text;
const isParallel = (row) => isObject(row) && isText(row.of) && isText(row.item) && typeof row.done === "boolean";
// Of a decision in a branching case, which choice it was: the token of a showing, and the server's proof that it was stored.
const isDecision = ({ attempt_id: attemptId, token, proof }) =>
  (attemptId === undefined && token === undefined && proof === undefined) || (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(attemptId) && /^\d$/.test(token) && (proof === undefined || /^[0-9a-f]{1,64}$/.test(proof)));
const isProgress = (row) =>
  isObject(row) && isText(row.item) && Number.isInteger(row.version) && isScore(row.score) && isScore(row.max_score) &&
  (row.day === undefined || isDay(row.day)) && [undefined, true, false].includes(row.sure) && isDecision(row);
// More than anybody answers in a year of ten minutes a day, and no greeting carries more.
const LOCAL_MAX = 500;
const PARALLEL_MAX = 200;
// More than a part asks.
const EXPLAINED_MAX = 12;

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
    return kept.filter(isProgress).slice(-LOCAL_MAX);
  }
  const textOrNull = (value) => (isText(value) ? value : null);
  function draft() {
    const kept = readJson("draft");
    return isObject(kept) && isText(kept.item) && isText(kept.attempt_id) ? kept : null;
  }

  const consent = () => (drawer.isShared() ? false : { true: true, false: false }[drawer.read("consent")] ?? null);
  // An explanation, or results, of what nobody may be linked to, or of several lessons at once: not to be read here later.
  const isPrivate = ({ item, scenario, lesson }) => (item ? item.feedback && scenario.sensitive : lesson.sensitive || !lesson.contents);

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
    parallels: () => [readJson("parallels")].filter(Array.isArray).flat().filter(isParallel).slice(-PARALLEL_MAX),
    keepParallels: (rows) => (rows.length ? writeJson("parallels", rows) : drawer.remove(place("parallels"))),
    // For the home page: when what was answered is to be asked again; where the lesson is, `{ id, answered, review }` a
    // part, `review` where something in it ought to be repeated.
    keepDue: (days) => drawer.write("due", JSON.stringify(days)),
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
      drawer.write("local", JSON.stringify([...others, row].slice(-LOCAL_MAX)));
      drawer.remove(place("local"));
    },
  };
}
