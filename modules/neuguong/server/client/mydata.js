// The page "Dữ liệu của tôi": asks the server what stands under this browser's tokens; shows, downloads or deletes it.
import { download } from "./download.js";
import { openDrawer } from "./drawer.js";
import { answersToTell, drawAll, itemsToName, writeReadable } from "./mydata_words.js";
import { fill } from "./words.js";

// More than a browser remembers.
const MOST = 1000;

const page = document.getElementById("ng-mydata");
const words = JSON.parse(page.dataset.words);
const lessons = JSON.parse(page.dataset.lessons);
const place = (name) => document.getElementById(`ng-mydata-${name}`);
const drawer = openDrawer();
let all = { answers: [], entries: {}, named: {}, chosen: {}, lessons, kit: false };

async function ask(action, body) {
  const answer = await fetch("/du-lieu-cua-toi", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ action, ...body }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const tell = (text) => (place("told").textContent = text);

async function guarded(work) {
  try {
    await work();
  } catch {
    tell(words.failed);
  }
}

// The tokens of workshops that this browser took part in.
function hallTokens() {
  const kept = Object.entries(drawer.entries()).filter(([key]) => key.startsWith("neuguong.hall."));
  const tokens = kept.map(([, text]) => {
    try {
      return JSON.parse(text).token;
    } catch {
      return null;
    }
  });
  return tokens.filter((token) => /^[0-9a-f]{32}$/.test(token || ""));
}

function showConsent() {
  if (drawer.isShared()) {
    place("consent").textContent = words.shared;
    return;
  }
  const value = drawer.read("consent");
  const known = ["true", "false"].includes(value) ? value : "null";
  const left = known === "true" ? 0 : all.answers.length;
  place("consent").textContent = words[`consent_${known}`] + (left ? ` ${fill(words.consent_left, { count: left })}` : "");
  place("agree").hidden = known === "true";
  place("refuse").hidden = known === "false";
}

// Whether the browser holds the kit itself, for when there is no line.
async function holdsKit() {
  try {
    return (await caches.keys()).some((name) => name.startsWith("neuguong-"));
  } catch {
    return false;
  }
}

async function look() {
  const entries = drawer.entries();
  const asked = [
    ...drawer.tokens().map((token) => ask("fetch", { token })),
    ...hallTokens().map((token) => ask("fetch-hall", { token })),
  ];
  const items = itemsToName(entries).slice(0, MOST);
  const told = items.length ? await ask("name", { items, answers: answersToTell(entries).slice(0, MOST) }) : { items: {}, chosen: {} };
  const answers = (await Promise.all(asked)).flatMap((answer) => answer.answers);
  all = { answers, entries, named: told.items, chosen: told.chosen, lessons, kit: await holdsKit() };
  tell(fill(words.found, { count: answers.length, own: Object.keys(entries).length }));
  place("all").replaceChildren(drawAll(all, words, true));
  showConsent();
}

const save = (text, type, name) => download(new Blob([text], { type }), name);

place("save").addEventListener("click", () =>
  guarded(async () => {
    await look();
    save(writeReadable(all, words, new Date()), "text/html;charset=utf-8", "du-lieu-cua-toi.html");
  }),
);
place("json").addEventListener("click", () =>
  guarded(async () => {
    await look();
    save(JSON.stringify({ server: all.answers, browser: all.entries }, null, 1), "application/json", "du-lieu-cua-toi.json");
  }),
);

// Another tab learns of it by itself. What was kept so far moves to where the answer wants it.
for (const [name, value] of [["agree", true], ["refuse", false]])
  place(name).addEventListener("click", () =>
    guarded(async () => {
      drawer.agree(value);
      await look();
      place(value ? "refuse" : "agree").focus();
    }),
  );

// Each identity ends on the server first; then here and, told so, in every other tab, whatever identity that has.
place("erase").addEventListener("click", () =>
  guarded(async () => {
    if (!confirm(words.sure)) return;
    let count = 0;
    for (const token of hallTokens()) count += (await ask("erase-hall", { token })).erased;
    for (const token of drawer.tokens()) {
      count += (await ask("erase", { token })).erased;
      drawer.forget(token);
      drawer.announce(token);
    }
    drawer.forgetAll();
    await look();
    tell(fill(words.erased, { count }));
  }),
);

// Deleted in another tab: nothing of it stays on screen here.
drawer.watch({ ended: (token) => guarded(() => (token && drawer.forget(token), look())) });

const reach = drawer.reach();
if (reach !== "long") {
  place("reach").textContent = words[reach];
  place("reach").hidden = false;
}
guarded(look);
