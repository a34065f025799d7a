// The page "Dữ liệu của tôi": asks the server what stands under this browser's token; downloads or deletes it.

const PREFIX = "neuguong.";
const TAB_KEY = "neuguong.tab";
const page = document.getElementById("ng-mydata");
const told = document.getElementById("ng-mydata-told");
let rows = [];

/** What this browser keeps for the kit: until one closes the tab, or, where that was agreed to, for good. */
function drawers() {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return []; // storage is switched off: nothing is kept
  }
}

function kept() {
  const values = {};
  for (const drawer of drawers())
    for (const key of Object.keys(drawer)) if (key.startsWith(PREFIX) && key !== TAB_KEY) values[key] = drawer.getItem(key);
  return values;
}

async function ask(action) {
  const token = kept()[`${PREFIX}learner`];
  if (!/^[0-9a-f]{32}$/.test(token || "")) return { rows: [], erased: 0 };
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
    rows = (await ask("fetch")).rows;
    const own = Object.keys(kept()).length;
    tell(page.dataset.found.replace("{count}", rows.length).replace("{own}", own));
  });

document.getElementById("ng-mydata-save").addEventListener("click", () =>
  guarded(async () => {
    await look();
    const blob = new Blob([JSON.stringify({ server: rows, browser: kept() }, null, 1)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "du-lieu-cua-toi.json";
    link.click();
    URL.revokeObjectURL(link.href);
  }),
);

document.getElementById("ng-mydata-erase").addEventListener("click", () =>
  guarded(async () => {
    if (!confirm(page.dataset.sure)) return;
    const { erased } = await ask("erase");
    for (const drawer of drawers()) for (const key of Object.keys(kept())) drawer.removeItem(key);
    tell(page.dataset.erased.replace("{count}", erased));
  }),
);

look();
