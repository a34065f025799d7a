// Owns the calendar of what is to be asked again: told in words first, then four weeks as a table. Knows no date.
import { h } from "./dom.js";

export function drawCalendar(calendar, words) {
  const cell = (day) =>
    day &&
    h(
      "td",
      { class: day.items > 0 && "ng-due", "aria-current": day.today && "date" },
      h("span", { class: "ng-hidden" }, words("calendar_day", { day: day.label, count: day.items })),
      h("span", { class: "ng-small", "aria-hidden": "true" }, day.number),
      day.items > 0 && h("strong", { "aria-hidden": "true" }, String(day.items)),
    );
  return h(
    "details",
    { class: "ng-calendar", open: calendar.open },
    h("summary", null, words("calendar")),
    h("p", null, calendar.lead),
    h(
      "table",
      null,
      h("caption", { class: "ng-hidden" }, words("calendar")),
      h("thead", null, h("tr", null, words("calendar_heads").split(" ").map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", null, calendar.weeks.map((week) => h("tr", null, week.map((day) => cell(day) || h("td"))))),
    ),
  );
}
