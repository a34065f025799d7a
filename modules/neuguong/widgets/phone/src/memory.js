// Owns what this phone remembers of a workshop: who it is, its unit, its last answer. Shared by all its tabs.
// Whatever is read may have been written by anyone: a wrong shape counts as nothing.
const PLACE = "neuguong.hall.";
const KEPT_MS = 7 * 864e5;
const HEX = /^[0-9a-f]{32}$/;

const quietly = (work) => {
  try {
    return work() ?? null;
  } catch {
    return null;
  }
};

function randomHex() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// 8-4-4-4-12 hex digits; crypto.randomUUID is there over HTTPS only.
export function makeAttempt() {
  return randomHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// localStorage; where that is switched off, or the tab is one on a PC of many, this tab; where nothing is kept, this page.
export function openMemory(code, changed) {
  const key = PLACE + code;
  const nameKey = `neuguong.name.${code}`;
  const passing = quietly(() => window.sessionStorage);
  const isShared = quietly(() => passing.getItem("neuguong.shared")) === "true";
  const stores = [!isShared && quietly(() => window.localStorage), passing].filter((store) => store);
  let own = null;
  let given = null;

  function read() {
    const kept = quietly(() => JSON.parse(stores.map((store) => quietly(() => store.getItem(key))).find((text) => text)));
    return kept && HEX.test(kept.token || "") ? kept : own;
  }
  function write(values) {
    own = { ...(read() || { token: randomHex() }), ...values, at: Date.now() };
    const text = JSON.stringify(own);
    stores.find((store) => quietly(() => (store.setItem(key, text), true)));
    return own;
  }
  // Workshops of long ago are forgotten.
  for (const store of stores)
    for (const old of quietly(() => Object.keys(store)) || [])
      if (old.startsWith(PLACE) && old !== key) {
        const kept = quietly(() => JSON.parse(store.getItem(old)));
        if (!kept || !(Date.now() - kept.at < KEPT_MS)) quietly(() => store.removeItem(old));
      }
  window.addEventListener("storage", (event) => event.key === key && changed());

  return {
    token: () => (read() || write({})).token,
    unit: () => read()?.unit || null,
    // The display name is kept by this tab alone; null where none was ever given.
    name: () => quietly(() => window.sessionStorage.getItem(nameKey)) ?? given,
    keepName(name) {
      given = name;
      quietly(() => window.sessionStorage.setItem(nameKey, name));
    },
    keepUnit: (unit) => write({ unit }),
    // { turn, round, attempt_id, response, status } of the last answer; status "waiting", "received" or "refused".
    answer: () => read()?.answer || null,
    keepAnswer: (answer) => write({ answer }),
    // { turn, round, response }: chosen, not sent.
    draft: () => read()?.draft || null,
    keepDraft: (draft) => write({ draft }),
    forget() {
      own = given = null;
      quietly(() => window.sessionStorage.removeItem(nameKey));
      stores.forEach((store) => quietly(() => store.removeItem(key)));
    },
  };
}
