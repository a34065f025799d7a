// The page where learners look at their own work, requirement by requirement. Stays in the browser; what belongs to a
// sensitive topic has no field at all.
import { MOST, openSheet, readKept, textOf } from "./work_sheet.js";

const form = document.getElementById("ng-self-check");
const cards = [...form.querySelectorAll("[data-requirement]")];
const fieldOf = (card, name) => card.querySelector(`[data-field="${name}"]`);
const valueOf = (card, name) => fieldOf(card, name).value.trim();
const isWritten = (card) => valueOf(card, "seen") || valueOf(card, "mend");

function offerPlan(card) {
  const button = card.querySelector("button");
  if (button) button.hidden = !valueOf(card, "mend");
}

const sheet = openSheet({
  key: "tu-soi",
  file: "tu-soi-tu-sua.docx",
  fresh(kept) {
    for (const card of cards) {
      for (const name of ["seen", "mend"]) fieldOf(card, name).value = textOf(kept?.[card.id]?.[name]);
      if (isWritten(card)) card.open = true;
      offerPlan(card);
    }
  },
  collect: () =>
    Object.fromEntries(cards.filter(isWritten).map((card) => [card.id, { seen: fieldOf(card, "seen").value, mend: fieldOf(card, "mend").value }])),
  lay: () => ({
    title: document.querySelector("h1").textContent,
    heads: [form.dataset.requirement, form.dataset.seen, form.dataset.mend],
    rows: cards
      .filter(isWritten)
      .map((card) => [`${card.id}. ${card.querySelector("summary strong").textContent}`, valueOf(card, "seen"), valueOf(card, "mend")]),
    widths: [0.26, 0.37, 0.37],
  }),
});

// What is to be mended becomes a task of the plan.
function putInPlan(card) {
  const { drawer } = sheet;
  const kept = readKept(drawer, "ke-hoach");
  const isFilled = (task) => task && typeof task === "object" && Object.values(task).some((text) => textOf(text).trim());
  const tasks = Array.isArray(kept?.tasks) ? kept.tasks.filter(isFilled) : [];
  if (tasks.length >= MOST) return sheet.tell(form.dataset.planFull);
  const task = { [form.dataset.column]: valueOf(card, "mend") };
  drawer.write("ke-hoach", JSON.stringify({ ...(kept && typeof kept === "object" ? kept : {}), tasks: [...tasks, task] }));
  return sheet.tell(form.dataset.inPlan);
}

function openAsked() {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (card instanceof HTMLDetailsElement) {
    card.open = true;
    card.scrollIntoView();
  }
}

form.addEventListener("input", (event) => {
  offerPlan(event.target.closest("details"));
  sheet.keep();
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const card of cards) card.querySelector("button")?.addEventListener("click", () => putInPlan(card));
addEventListener("hashchange", openAsked);
openAsked();
