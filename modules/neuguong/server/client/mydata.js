// The page "Dữ liệu của tôi": asks the server what stands under this browser's tokens; downloads or deletes it.
import { openDrawer } from "./drawer.js";

const page = document.getElementById("ng-mydata");
const told = document.getElementById("ng-mydata-told");
const drawer = openDrawer();
let rows = [];

async function ask(action, token) {
  const answer = await fetch("/du-lieu-cua-toi", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ action, token }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function tell(text) {
  told.textContent = text;
}

async function guarded(work) {
  try {
    await work();
  } catch {
    tell(page.dataset.failed);
  }
}

const look = () =>
  guarded(async () => {
    const answers = await Promise.all(drawer.tokens().map((token) => ask("fetch", token)));
    rows = answers.flatMap((answer) => answer.rows);
    const own = Object.keys(drawer.entries()).length;
    tell(page.dataset.found.replace("{count}", rows.length).replace("{own}", own));
  });

document.getElementById("ng-mydata-save").addEventListener("click", () =>
  guarded(async () => {
    await look();
    const blob = new Blob([JSON.stringify({ server: rows, browser: drawer.entries() }, null, 1)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "du-lieu-cua-toi.json";
    link.click();
    URL.revokeObjectURL(link.href);
  }),
);

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

// Each identity ends on the server first; then here and, told so, in every other tab.
document.getElementById("ng-mydata-erase").addEventListener("click", () =>
  guarded(async () => {
    if (!confirm(page.dataset.sure)) return;
    let count = 0;
    for (const token of hallTokens()) count += (await ask("erase-hall", token)).erased;
    for (const token of drawer.tokens()) {
      count += (await ask("erase", token)).erased;
      drawer.forget(token);
      drawer.announce(token);
    }
    drawer.forget();
    tell(page.dataset.erased.replace("{count}", count));
  }),
);

const reach = drawer.reach();
if (reach !== "long") {
  const line = document.getElementById("ng-mydata-reach");
  line.textContent = page.dataset[reach];
  line.hidden = false;
}
look();
