// Owns where this browser keeps things for the kit, and the end of an identity in every tab of it at once.
// Knows nothing of lessons. The page "Dữ liệu của tôi" uses this file as it stands.
const PREFIX = "neuguong.";
const LEARNER = "neuguong.learner";
const CONSENT = "neuguong.consent";
const TAB = "neuguong.tab";
const CHANNEL = "neuguong";
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

// Text by key: in localStorage where the learner has agreed to that, else in sessionStorage, which the tab takes along
// when it closes; in memory what is refused there.
export function openDrawer() {
  const memory = new Map();
  const [lasting, passing] = ["localStorage", "sessionStorage"].map((name) => guarded(() => window[name]));
  const stores = [lasting, passing].filter((store) => store);
  const get = (store, key) => guarded(() => store.getItem(key));
  const put = (store, key, value) => guarded(() => (store.setItem(key, value), true)) === true;
  const drop = (store, key) => guarded(() => store.removeItem(key));
  const keysOf = (store) => (guarded(() => Object.keys(store)) || []).filter((key) => key.startsWith(PREFIX) && key !== TAB);
  const holds = (store) => put(store, `${PREFIX}probe`, PROBE) && (drop(store, `${PREFIX}probe`), true);

  const agreed = () => get(lasting, CONSENT) === "true";
  const inOrder = () => (agreed() ? [lasting, passing] : [passing, lasting]);
  const read = (key) =>
    memory.get(PREFIX + key) ?? inOrder().map((store) => get(store, PREFIX + key)).find((value) => value !== null) ?? null;
  function write(key, value, forGood = agreed()) {
    const kept = (forGood ? [lasting, passing] : [passing]).find((store) => put(store, PREFIX + key, value));
    if (forGood && kept !== lasting) drop(lasting, PREFIX + key);
    if (kept) memory.delete(PREFIX + key);
    else memory.set(PREFIX + key, value);
  }

  return {
    read,
    write,
    remove(key) {
      memory.delete(PREFIX + key);
      stores.forEach((store) => drop(store, PREFIX + key));
    },
    // What was kept so far moves to where the answer wants it.
    agree(value) {
      write("consent", String(value), true);
      const [to, from] = inOrder();
      for (const key of keysOf(from)) if (key !== CONSENT && put(to, key, get(to, key) ?? get(from, key))) drop(from, key);
    },
    // How long what is written stays: "long", until the "tab" closes, or no longer than the page: "page".
    reach() {
      if (memory.size) return "page";
      const short = holds(passing);
      if (holds(lasting) && (short || agreed())) return "long";
      return short ? "tab" : "page";
    },
    // Every identity this tab could go on under.
    tokens: () => [...new Set([memory.get(LEARNER), ...stores.map((store) => get(store, LEARNER))])].filter(isToken),
    entries: () => Object.fromEntries(stores.flatMap((store) => keysOf(store).map((key) => [key, get(store, key)]))),
    // Everything kept under an identity goes, and what is nobody's; what another identity has begun since stays.
    forget(token) {
      if ([undefined, token].includes(memory.get(LEARNER))) memory.clear();
      for (const store of stores)
        if ([null, token].includes(get(store, LEARNER))) keysOf(store).forEach((key) => drop(store, key));
    },
    // Tells every other tab that an identity has ended.
    announce: (token) =>
      guarded(() => {
        const channel = new BroadcastChannel(CHANNEL);
        channel.postMessage(token);
        channel.close();
      }),
    // Calls `ended(token)` when another tab announces that, `changed()` when another tab kept or removed an identity.
    watch({ ended, changed }) {
      const channel = guarded(() => new BroadcastChannel(CHANNEL));
      if (channel) channel.onmessage = ({ data }) => isToken(data) && ended(data);
      const stored = ({ key }) => [null, LEARNER, CONSENT].includes(key) && changed();
      window.addEventListener("storage", stored);
      return () => {
        window.removeEventListener("storage", stored);
        if (channel) channel.close();
      };
    },
  };
}
