// Owns what of "Dữ liệu của tôi" can be read: answers and what only the browser holds, as elements. Asks nobody.

import { fill } from "./words.js";

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
const rowsOf = (text) => {
  const kept = parse(text);
  return Array.isArray(kept) ? kept.filter((row) => row && typeof row.item === "string") : [];
};

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children.flat(2).filter((child) => child));
  return element;
}

// "2026-03-05" → "05/03/2026".
const spellDay = (day) => (/^\d{4}-\d\d-\d\d$/.test(day || "") ? day.split("-").reverse().join("/") : "");

function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) || []), row]);
  return [...groups];
}

// What only the browser knows of answers, of one lesson or all: a row each, without those that the server has told.
export function ownAnswers(entries, answers) {
  const told = new Set(answers.map(({ row, told }) => `${row.item_id} ${told.day}`));
  const keys = Object.keys(entries).filter((key) => /^neuguong\.(.+\.)?local$/.test(key));
  return keys.flatMap((key) => rowsOf(entries[key])).filter((row) => !told.has(`${row.item} ${row.day}`));
}

// The items that are named nowhere but in the browser.
export function itemsToName(entries) {
  const drafts = Object.keys(entries).filter((key) => key.endsWith(".draft")).map((key) => parse(entries[key]));
  const named = [...ownAnswers(entries, []), ...drafts].map((row) => row && row.item);
  return [...new Set(named)].filter((item) => typeof item === "string" && item.length <= 120);
}

// The answers that the server can tell in words, though it does not know whose they are.
export const answersToTell = (entries) => ownAnswers(entries, []).filter((row) => typeof row.proof === "string");

const facts = (parts) => parts.filter(Boolean).join(" · ");

const drawChosen = (lines, words) =>
  lines.length === 1 ? h("p", null, `${words.chosen} ${lines[0]}`) : lines.length > 1 && [h("p", null, words.chosen), h("ul", null, lines.map((line) => h("li", null, line)))];

function drawTold(told, words) {
  return h(
    "li",
    null,
    h("strong", null, told.question),
    drawChosen(told.chosen, words),
    told.changed && h("p", null, words.changed),
    h(
      "p",
      { class: "facts" },
      facts([
        told.result,
        fill(words.at, { time: told.time }),
        told.occasion,
        told.attempt > 1 && fill(words.again, { attempt: told.attempt }),
        told.certainty && fill(words.certainty, { certainty: told.certainty }),
        told.situation && fill(words.situation, { situation: told.situation }),
      ]),
    ),
  );
}

function drawOwn(row, words, named, chosen) {
  const told = named[row.item];
  const result = row.score >= row.max_score ? words.result_full : words.result_open;
  const question = h("strong", null, told ? told.question : words.gone_question);
  return h("li", null, question, drawChosen(chosen[row.attempt_id] || [], words), h("p", { class: "facts" }, result));
}

// Lesson by lesson and day by day; a lesson folded where `folded`.
function drawLessons(rows, { words, folded, lessonOf, dayOf, draw }) {
  return grouped(rows, lessonOf).map(([lesson, ofLesson]) => {
    const title = fill(words.lesson, { lesson, count: ofLesson.length });
    const days = grouped(ofLesson, dayOf)
      .sort(([one], [other]) => (one < other ? 1 : -1))
      .map(([day, ofDay]) => [spellDay(day) && h(folded ? "h3" : "h4", null, spellDay(day)), h("ol", null, ofDay.map(draw))]);
    return folded ? h("details", { class: "taught" }, h("summary", null, title), h("div", null, days.flat())) : h("section", null, h("h3", null, title), days.flat());
  });
}

// One line an entry of the browser's that is no answer.
function ownLines(entries, words, named, lessons) {
  const lessonOf = (key) => lessons[key.split(".")[1]];
  const lines = Object.entries(entries).map(([key, text]) => {
    const name = key.slice("neuguong.".length);
    if (name === "learner") return words.own_token;
    if (name === "consent") return words.own_consent;
    if (name === "unit") return fill(words.own_unit, { unit: text });
    if (name === "due") return fill(words.own_due, { count: ((parse(text) || {}).days || []).length });
    if (name.startsWith("screen.")) return fill(words.own_screen, { title: (parse(text) || {}).title });
    if (name.startsWith("hall.")) return words.own_hall;
    if (/\.(before|after)$/.test(name)) return lessonOf(key) && fill(words[`own_${name.split(".")[1]}`], { lesson: lessonOf(key) });
    if (/^(.+\.)?local$/.test(name)) return null;
    if (name === "last") return null;
    if (/\.(part|parts)$/.test(name)) return lessonOf(key) && fill(words.own_place, { lesson: lessonOf(key) });
    if (name.endsWith(".draft")) {
      const told = named[(parse(text) || {}).item];
      return fill(words.own_draft, { question: told ? told.question : words.gone_question });
    }
    if (name === "ke-hoach") return words.own_plan;
    if (name === "tu-soi") return words.own_check;
    if (name.endsWith(".parallels")) return lessonOf(key) && fill(words.own_path, { lesson: lessonOf(key) });
    if (name.endsWith(".unsent")) return fill(words.own_unsent, { count: Object.keys(parse(text) || {}).length });
    return fill(words.own_other, { key: name });
  });
  return [...new Set(lines.filter(Boolean))];
}

// All there is: `answers` of the server, `entries` of the browser, `named` items, what was `chosen` in an attempt, `lessons`
// by their address.
export function drawAll({ answers, entries, named, chosen, lessons, kit }, words, folded) {
  const own = ownAnswers(entries, answers);
  const lines = [...ownLines(entries, words, named, lessons), ...(kit ? [words.own_kit] : [])];
  const known = { words, folded };
  return h(
    "div",
    null,
    h("h2", null, words.answers),
    answers.length ? drawLessons(answers, { ...known, lessonOf: ({ told }) => told.lesson, dayOf: ({ told }) => told.day, draw: ({ told }) => drawTold(told, words) }) : h("p", null, words.answers_none),
    h("h2", null, words.own),
    own.length > 0 && h("h3", null, words.own_answers),
    own.length > 0 && h("p", null, words.own_lead),
    drawLessons(own, { ...known, lessonOf: ({ item }) => (named[item] || { lesson: words.gone_lesson }).lesson, dayOf: ({ day }) => day || "", draw: (row) => drawOwn(row, words, named, chosen) }),
    lines.length > 0 && h("ul", null, lines.map((line) => h("li", null, line))),
    !own.length && !lines.length && h("p", null, words.own_none),
  );
}

// A file that a browser, Word and Excel open: the same, nothing folded.
export function writeReadable(all, words, now) {
  const two = (n) => String(n).padStart(2, "0");
  const day = [two(now.getDate()), two(now.getMonth() + 1), now.getFullYear()].join("/");
  const body = h("body", null, h("h1", null, words.file_title), h("p", null, fill(words.file_made, { day, time: `${two(now.getHours())}:${two(now.getMinutes())}` })), drawAll(all, words, false));
  return `\ufeff<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>${words.file_title}</title><style>body { font-family: sans-serif; line-height: 1.5; max-width: 45em; margin: 2em auto; padding: 0 1em; }</style></head>${body.outerHTML}</html>\n`;
}
