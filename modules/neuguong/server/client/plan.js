// The page of a plan: a card for each task, a field for each thing that must be clear of it. Stays in the browser.
import { MOST, openSheet, textOf } from "./work_sheet.js";
import { fill } from "./words.js";

const form = document.getElementById("ng-plan");
const list = document.getElementById("ng-tasks");
const name = document.getElementById("ng-plan-name");
const template = document.getElementById("ng-task");
const columns = [...template.content.querySelectorAll("[data-column]")].map((label) => ({
  id: label.dataset.column,
  title: label.querySelector(".head").textContent,
}));
const fieldsOf = (card) => [...card.querySelectorAll("textarea")];

function addTask(task) {
  const card = template.content.cloneNode(true).firstElementChild;
  fieldsOf(card).forEach((field, n) => {
    field.value = textOf(task[columns[n].id]);
  });
  card.querySelector("button").addEventListener("click", () => removeTask(card));
  list.append(card);
  number();
  return card;
}

function number() {
  [...list.children].forEach((card, n) => {
    card.querySelector("legend").textContent = fill(form.dataset.task, { n: n + 1 });
    card.querySelector("button").setAttribute("aria-label", fill(form.dataset.remove, { n: n + 1 }));
  });
  document.getElementById("ng-add").hidden = list.children.length >= MOST;
}

const isEmpty = (card) => fieldsOf(card).every((field) => !field.value.trim());

function removeTask(card) {
  const n = [...list.children].indexOf(card) + 1;
  if (!isEmpty(card) && !confirm(fill(form.dataset.sure, { n }))) return;
  card.remove();
  if (!list.children.length) addTask({});
  number();
  sheet.keep();
  sheet.tell(fill(form.dataset.removed, { n }));
  fieldsOf(list.children[Math.min(n, list.children.length) - 1])[0].focus();
}

const taskOf = (card) => Object.fromEntries(fieldsOf(card).map((field, n) => [columns[n].id, field.value]));

const sheet = openSheet({
  key: "ke-hoach",
  file: "ke-hoach.docx",
  fresh(kept) {
    const tasks = Array.isArray(kept?.tasks) ? kept.tasks.filter((task) => task && typeof task === "object") : [];
    name.value = textOf(kept?.name) || name.defaultValue;
    list.replaceChildren();
    (tasks.length ? tasks.slice(0, MOST) : [{}]).forEach(addTask);
  },
  collect: () => ({ name: name.value, tasks: [...list.children].map(taskOf) }),
  lay() {
    const rows = [...list.children].filter((card) => !isEmpty(card)).map((card) => fieldsOf(card).map((field) => field.value.trim()));
    const share = 0.94 / columns.length;
    return {
      title: name.value.trim() || name.defaultValue,
      heads: [form.dataset.number, ...columns.map(({ title }) => title)],
      rows: rows.map((cells, n) => [String(n + 1), ...cells]),
      widths: [0.06, ...columns.map(() => share)],
    };
  },
});

form.addEventListener("input", () => sheet.keep());
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("ng-add").addEventListener("click", () => {
  fieldsOf(addTask({}))[0].focus();
  sheet.keep();
});
