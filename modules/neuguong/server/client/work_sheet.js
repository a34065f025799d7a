// Owns what a sheet of one's own work has in common: where it is kept, the table that is printed, the file. What is
// written goes to nobody. Knows no sheet in particular.
import { makeDocx } from "./docx.js";
import { download } from "./download.js";
import { openDrawer } from "./drawer.js";
import { fill } from "./words.js";

const LONGEST = 1000;
// Tasks of a plan.
export const MOST = 40;
const byId = (id) => document.getElementById(id);

export const textOf = (value) => (typeof value === "string" ? value.slice(0, LONGEST) : "");

// What was kept under that key, by anybody: null where it is nothing that JSON can read.
export function readKept(drawer, key) {
  try {
    return JSON.parse(drawer.read(key));
  } catch {
    return null;
  }
}

function drawTable(place, { title, day, heads, rows, widths }) {
  const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const lineOf = (tag, cells) => {
    const line = document.createElement("tr");
    line.append(...cells.map((text) => make(tag, text)));
    return line;
  };
  const table = document.createElement("table");
  const columns = document.createElement("colgroup");
  columns.append(...widths.map((share) => Object.assign(document.createElement("col"), { width: `${100 * share}%` })));
  table.append(columns);
  table.createTHead().append(lineOf("th", heads));
  table.createTBody().append(...rows.map((cells) => lineOf("td", cells)));
  place.replaceChildren(make("h1", title), make("p", day), table);
}

// `key`: where it is kept; `file`: what the file is called. `fresh(kept)` shows what was kept, null for an empty sheet;
// `collect()` gives what is to be kept; `lay()` gives `{ title, heads, rows, widths }` of what is printed.
export function openSheet({ key, file, fresh, collect, lay }) {
  const drawer = openDrawer();
  const sheet = byId("ng-sheet");
  const tell = (text) => {
    byId("ng-told").textContent = text;
  };

  // Kept for long only where the learner agreed that this browser remembers them.
  function showReach() {
    const reach = drawer.reach();
    const kept = reach === "long" && drawer.read("consent") !== "true" ? "tab" : reach;
    byId("ng-kept").textContent = byId("ng-kept").dataset[kept];
  }
  function draw() {
    const day = fill(sheet.dataset.made, { day: new Date().toLocaleDateString("vi-VN") });
    const laid = { ...lay(), day };
    drawTable(byId("ng-print"), laid);
    return laid;
  }
  function keep() {
    drawer.write(key, JSON.stringify(collect()));
    showReach();
    draw();
  }
  function show(kept) {
    fresh(kept);
    showReach();
    draw();
  }

  function hasRows() {
    const laid = draw();
    if (laid.rows.length === 0) tell(sheet.dataset.empty);
    return laid.rows.length > 0 && laid;
  }
  byId("ng-print-it").addEventListener("click", () => hasRows() && window.print());
  byId("ng-save").addEventListener("click", () => {
    const laid = hasRows();
    if (laid) download(makeDocx(laid), file);
  });
  byId("ng-erase").addEventListener("click", () => {
    if (!confirm(sheet.dataset.sure)) return;
    drawer.remove(key);
    show(null);
    tell(sheet.dataset.erased);
  });
  // Where everything is deleted in another tab, it is gone here too; what is another identity's stays; and what another
  // tab wrote is not written over.
  function end(token) {
    if (token) drawer.forget(token);
    show(readKept(drawer, key));
  }
  drawer.watch({ ended: end });
  addEventListener("storage", (event) => {
    if ([null, `neuguong.${key}`].includes(event.key)) show(readKept(drawer, key));
  });
  addEventListener("pageshow", (event) => event.persisted && show(readKept(drawer, key)));
  show(readKept(drawer, key));
  return { keep, tell, drawer };
}
