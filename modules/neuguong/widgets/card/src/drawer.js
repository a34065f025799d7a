// Owns where this browser keeps things for the kit, and the end of an identity in every tab of it at once.
// Knows nothing of lessons. The pages around the card use this file as it stands.
const PREFIX = "neuguong.";
const LEARNER = "neuguong.learner";
const CONSENT = "neuguong.consent";
const TAB = "neuguong.tab";
const SHARED = "neuguong.shared";
const SCREEN = "neuguong.screen.";
const CHANNEL = "neuguong";
// Said in place of a token: every identity has ended.
const ALL = "all";
const WORKER = "/sw.js";
const PROBE = "x".repeat(2000);

const isToken = (value) => /^[0-9a-f]{32}$/.test(value || "");

// What the work gives; null where storage is switched off, or full.
export function guarded(work) {
  try {
    return work() ?? null;
  } catch {
    return null;
  }
}

// Takes back what this browser holds of the kit itself: on a PC of many, that it was here at all is nobody's business.
async function takeBack() {
  const workers = await navigator.serviceWorker.getRegistrations();
  const own = workers.filter(({ active, waiting, installing }) => (active || waiting || installing).scriptURL.endsWith(WORKER));
  await Promise.all(own.map((worker) => worker.unregister()));
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("neuguong-")).map((name) => caches.delete(name)));
}

// Text by key: in localStorage where the learner has agreed to that, else in sessionStorage, which the tab takes along
// when it closes; in memory what is refused there. A tab that is `shared`, on a PC of many, neither reads nor writes what
// outlives it, and tells no other tab anything.
export function openDrawer() {
  const memory = new Map();
  const [lasting, passing] = ["localStorage", "sessionStorage"].map((name) => guarded(() => window[name]));
  const get = (store, key) => guarded(() => store.getItem(key));
  const put = (store, key, value) => guarded(() => (store.setItem(key, value), true)) === true;
  const drop = (store, key) => guarded(() => store.removeItem(key));
  const keysOf = (store) =>
    (guarded(() => Object.keys(store)) || []).filter((key) => key.startsWith(PREFIX) && ![TAB, SHARED].includes(key));
  const holds = (store) => put(store, `${PREFIX}probe`, PROBE) && (drop(store, `${PREFIX}probe`), true);

  // One line to the other tabs: what is said on it is not heard by whoever says it.
  let channel = null;
  function line() {
    channel ||= guarded(() => new BroadcastChannel(CHANNEL));
    return channel;
  }
  const say = (data) => guarded(() => line().postMessage(data));
  // What this tab alone holds; what all of them do has been deleted by whoever deletes everything.
  function empty(...others) {
    memory.clear();
    for (const store of [...others, passing]) if (store) keysOf(store).forEach((key) => drop(store, key));
  }

  const isShared = () => get(passing, SHARED) === "true";
  const stores = () => (isShared() ? [passing] : [lasting, passing]).filter((store) => store);
  const agreed = () => !isShared() && get(lasting, CONSENT) === "true";
  const inOrder = () => (agreed() ? [lasting, passing] : isShared() ? [passing] : [passing, lasting]);
  const read = (key) =>
    memory.get(PREFIX + key) ?? inOrder().map((store) => get(store, PREFIX + key)).find((value) => value !== null) ?? null;
  // A copy of what was on screen makes room for what is nowhere else.
  function squeeze(store, key, value) {
    if (put(store, key, value)) return true;
    const copies = keysOf(store).filter((one) => one.startsWith(SCREEN));
    copies.forEach((one) => drop(store, one));
    return copies.length > 0 && put(store, key, value);
  }
  function write(key, value, forGood = agreed()) {
    const longest = forGood && !isShared();
    const kept = (longest ? [lasting, passing] : [passing]).find((store) => squeeze(store, PREFIX + key, value));
    if (longest && kept !== lasting) drop(lasting, PREFIX + key);
    if (kept) memory.delete(PREFIX + key);
    else memory.set(PREFIX + key, value);
  }
  function remove(key) {
    memory.delete(PREFIX + key);
    stores().forEach((store) => drop(store, PREFIX + key));
  }

  return {
    read,
    write,
    remove,
    isShared,
    // Whether a shared tab stands beside what this browser was allowed to keep.
    isLeft: () => isShared() && get(lasting, LEARNER) !== null,
    // From here on this tab is shared, on a PC of many; whether it can be. What others agreed to keep stays theirs.
    share() {
      if (!put(passing, SHARED, "true")) return false;
      guarded(() => takeBack().catch(() => {}));
      return true;
    },
    // Back to a browser of one's own: what the tab kept is mixed with nobody else's.
    unshare() {
      if (get(lasting, LEARNER) !== null) {
        keysOf(passing).forEach((key) => drop(passing, key));
        memory.clear();
      }
      drop(passing, SHARED);
    },
    // A copy of what was on screen at that address, `{ title, view, content }`; given up where there is no room for it.
    keepScreen(place, screen) {
      const key = SCREEN + place;
      const store = agreed() ? lasting : passing;
      stores().forEach((other) => other !== store && drop(other, key));
      if (!put(store, key, JSON.stringify(screen))) drop(store, key);
    },
    dropScreen: (place) => remove(SCREEN.slice(PREFIX.length) + place),
    screenAt: (place) => guarded(() => JSON.parse(read(SCREEN.slice(PREFIX.length) + place))),
    screens: () => [...new Set(inOrder().flatMap(keysOf))].filter((key) => key.startsWith(SCREEN)).map((key) => key.slice(SCREEN.length)),
    // What was kept so far moves to where the answer wants it.
    agree(value) {
      write("consent", String(value), true);
      const [to, from] = inOrder();
      if (from) for (const key of keysOf(from)) if (key !== CONSENT && put(to, key, get(to, key) ?? get(from, key))) drop(from, key);
    },
    // How long what is written stays: "long", until the "tab" closes, because it is "shared" or has to; or no longer than
    // the page: "page".
    reach() {
      if (memory.size) return "page";
      const short = holds(passing);
      if (isShared()) return short ? "shared" : "page";
      if (holds(lasting) && (short || agreed())) return "long";
      return short ? "tab" : "page";
    },
    // Every identity this tab could go on under.
    tokens: () => [...new Set([memory.get(LEARNER), ...stores().map((store) => get(store, LEARNER))])].filter(isToken),
    entries: () => Object.fromEntries(stores().flatMap((store) => keysOf(store).map((key) => [key, get(store, key)]))),
    // Everything kept under an identity goes, and what is nobody's; what another identity has begun since stays.
    forget(token) {
      if ([undefined, token].includes(memory.get(LEARNER))) memory.clear();
      for (const store of stores())
        if ([null, token].includes(get(store, LEARNER))) keysOf(store).forEach((key) => drop(store, key));
    },
    // Everything goes, under whatever identity, here and in every other tab; what others keep is not a shared tab's.
    forgetAll() {
      if (isShared()) return empty();
      empty(lasting);
      say(ALL);
    },
    // Tells every other tab that an identity has ended.
    announce: (token) => isShared() || say(token),
    // Calls `ended(token)` when another tab announces that, `ended()` once everything is gone here too because it was
    // deleted there; `changed()` when another tab kept or removed an identity.
    watch({ ended, changed = () => {} }) {
      const heard = line();
      if (heard)
        heard.onmessage = ({ data }) => {
          if (isToken(data)) ended(data);
          if (data !== ALL) return;
          empty();
          ended();
        };
      const stored = ({ key }) => [null, LEARNER, CONSENT].includes(key) && changed();
      window.addEventListener("storage", stored);
      return () => {
        window.removeEventListener("storage", stored);
        if (heard) heard.close();
        channel = null;
      };
    },
  };
}
