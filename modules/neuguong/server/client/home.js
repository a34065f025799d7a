// The home page: what this browser knows of where the learner is, drawn at once, without asking anybody.
import { openDrawer } from "./drawer.js";
import { fill } from "./words.js";

const page = document.getElementById("ng-home");
const drawer = openDrawer();

const say = (element, text) => {
  element.textContent = text;
  element.hidden = false;
};

function drawBar(bar, value, max) {
  bar.max = max;
  bar.value = value;
  bar.hidden = false;
}

// What a lesson left behind: { part: { answered, review } }, or null. What is read may have been written by anyone.
function progressOf(slug) {
  try {
    const kept = JSON.parse(drawer.read(`${slug}.parts`));
    const rows = kept.filter((row) => typeof row.id === "string" && Number.isInteger(row.answered) && row.answered >= 0);
    return new Map(rows.map((row) => [row.id, { answered: row.answered, review: row.review === true }]));
  } catch {
    return null;
  }
}

// What is kept of the part in that row, no more answered than there is to answer.
function keptOf(row, kept) {
  const items = Number(row.dataset.items);
  const { answered, review } = kept.get(row.dataset.part) || { answered: 0, review: false };
  return { n: Math.min(answered, items), items, review };
}

// The part that a lesson was left in; its page then opens the very question.
function partOf(lesson) {
  const kept = drawer.read(`${lesson.dataset.slug}.part`);
  return [...lesson.querySelectorAll("[data-part]")].find((row) => row.dataset.part === kept) || null;
}

function drawLesson(lesson) {
  const kept = progressOf(lesson.dataset.slug);
  if (!kept) return;
  let total = 0;
  for (const row of lesson.querySelectorAll("[data-part]")) {
    const { n, items, review } = keptOf(row, kept);
    total += n;
    const told = [n === items ? page.dataset.done : fill(page.dataset.some, { n, items }), review && page.dataset.review];
    if (n) say(row.querySelector(".told"), told.filter((one) => one).join(", "));
  }
  if (!total) return;
  drawBar(lesson.querySelector("progress"), total, Number(lesson.dataset.items));
  say(lesson.querySelector("a .told"), fill(page.dataset.lesson, { n: total, items: lesson.dataset.items }));
}

function drawGoOn(lessons) {
  const last = lessons.find((lesson) => lesson.dataset.slug === drawer.read("last"));
  if (!last) return;
  const row = partOf(last);
  const kept = progressOf(last.dataset.slug);
  document.getElementById("ng-go-on-title").textContent = last.querySelector("strong").textContent;
  if (row && kept) {
    const { n, items } = keptOf(row, kept);
    say(document.getElementById("ng-go-on-part"), fill(page.dataset.at, { part: row.querySelector("a").textContent, n, items }));
    drawBar(document.getElementById("ng-go-on-bar"), n, items);
  }
  document.getElementById("ng-go-on-link").href = row ? row.querySelector("a").href : `/${last.dataset.slug}`;
  document.getElementById("ng-go-on").hidden = false;
  document.getElementById("ng-first").hidden = true;
  document.getElementById("ng-more").hidden = false;
  document.getElementById("ng-lessons").open = true;
}

const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text);

// What the server said of the review: on which days, what day it was then, how many are asked on one at most; or null.
function readDue() {
  try {
    const { days, today, most } = JSON.parse(drawer.read("due"));
    return { days: days.filter(isDay), today: isDay(today) ? today : "", most: most > 0 ? most : Infinity };
  } catch {
    return null;
  }
}

// How many questions are due today by this device's calendar. Its clock may be behind, but not before what the server has
// said; if it is ahead the number is wrong, and the server plans by its own.
function drawDue() {
  const due = readDue();
  if (!due) return;
  const { days, most } = due;
  const now = new Date();
  const here = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const today = here > due.today ? here : due.today;
  const n = Math.min(days.filter((day) => day <= today).length, most);
  if (n) return say(document.getElementById("ng-due"), fill(page.dataset.due, { n }));
  const [next] = days.sort();
  if (next) say(document.getElementById("ng-next"), fill(page.dataset.next, { day: next.split("-").reverse().map(Number).join("/") }));
}

function draw() {
  const lessons = [...page.querySelectorAll("[data-slug]")];
  lessons.forEach(drawLesson);
  drawGoOn(lessons);
  drawDue();
}

draw();
// Whoever comes back by the button "back" sees what was done meanwhile.
addEventListener("pageshow", (event) => event.persisted && location.reload());
// And where everything was deleted, nothing of it stays on screen.
drawer.watch({ ended: () => location.reload() });
