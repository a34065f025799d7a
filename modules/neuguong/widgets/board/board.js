// Built from src/ by `python -m neuguong.widgets.bundle`: do not edit.
const PAGE = Math.random().toString(36).slice(2, 8);
let serial = 0;
function uniqueId() {
serial += 1;
return `ng-${PAGE}-${serial}`;
}
function h(tag, attributes, ...children) {
const element = document.createElement(tag);
for (const [name, value] of Object.entries(attributes || {})) {
if (value === null || value === undefined || value === false) continue;
if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
else element.setAttribute(name, value === true ? "" : value);
}
element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
return element;
}
const SIGNS = { right: "✓", full: "✓", part: "≈", wrong: "✗", none: "✗", neutral: "–", note: "!" };
function sign(name) {
return h("span", { class: "ng-sign", "aria-hidden": "true" }, SIGNS[name] || SIGNS.neutral);
}
function paragraphs(text) {
return text.split(/\n+/).filter((line) => line.trim()).map((line) => h("p", null, line));
}
function region(tag, attributes, draw) {
const element = h(tag, attributes);
let last = null;
const place = {
element,
drawn: {},
show(...values) {
if (last && values.every((value, n) => value === last[n])) return;
last = values;
place.drawn = draw(...values) || {};
element.replaceChildren(...(place.drawn.element ? [place.drawn.element] : []));
},
};
return place;
}
function focusOn(heading) {
heading.setAttribute("tabindex", "-1");
heading.focus({ preventScroll: true });
const { top, bottom } = heading.getBoundingClientRect();
if (top < 0 || bottom > window.innerHeight * 0.6) heading.scrollIntoView({ block: "start" });
}
function drawChooser({ words, choose, save }) {
const picks = ["period", "unit", "topic"].map((name) => {
const select = h("select", { onchange: () => choose(read()) });
return { name, select, label: h("label", { class: `ng-pick ng-pick-${name}` }, h("span", null, words(name)), select) };
});
const [period, unit, topic] = picks.map((pick) => pick.select);
const read = () => ({ period: period.value, unit: unit.value === "" ? null : unit.value, topic: topic.value });
const status = h("p", { class: "ng-told", role: "status" });
const button = (format) =>
h("button", { type: "button", onclick: () => save(format) }, words(`export_${format}`));
const fields = h("fieldset", null, h("legend", { class: "ng-hidden" }, words("choose")), picks.map((pick) => pick.label));
const element = h(
"div",
{ class: "ng-chooser" },
fields,
h("div", { class: "ng-files", role: "group", "aria-label": words("export") }, button("xlsx"), button("csv")),
status,
);
const fill = (select, options) => {
const shape = JSON.stringify(options);
if (select.shape === shape) return;
select.shape = shape;
select.replaceChildren(...options.map(({ id, label }) => h("option", { value: id }, label)));
};
return {
element,
tell: (text) => {
status.textContent = text;
},
offer(content) {
fill(period, content.periods);
fill(unit, [{ id: "", label: words("unit_all") }, ...content.units.map((name) => ({ id: name, label: name }))]);
fill(topic, content.topics);
if (content.units.length === 0) picks[1].label.remove();
else fields.insertBefore(picks[1].label, picks[2].label);
},
show(view) {
period.value = view.sensitive ? "all" : view.period;
unit.value = view.sensitive || view.unit === null ? "" : view.unit;
topic.value = view.topic;
period.disabled = unit.disabled = Boolean(view.sensitive);
},
};
}
function makeWords(text) {
const known = text || {};
return (key, values = {}) =>
String(known[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
function formatNumber(value) {
return Number(value).toLocaleString("vi-VN", { maximumFractionDigits: 2 });
}
function drawCounter({ words }) {
const figures = ["people", "answers"].map((name) => ({
name,
number: h("strong", null),
hint: h("span", { class: "ng-small" }),
}));
const element = h(
"div",
{ class: "ng-counter", role: "group", "aria-label": words("counter"), "aria-live": "polite" },
figures.map(({ name, number, hint }) =>
h("p", { class: `ng-figure ng-figure-${name}`, "aria-atomic": "true" }, number, " ", h("span", null, words(name)), hint),
),
);
function text(value, view) {
if (typeof value === "number") return formatNumber(value);
return view.sensitive || view.state === "unread" ? words("unknown") : words("withheld");
}
function hintOf(name, view) {
if (view.sensitive) return `${name}_sensitive`;
return name === "people" && view.people === 0 && view.answers > 0 ? "people_unknown" : `${name}_hint`;
}
return {
element,
show(view) {
for (const { name, number, hint } of figures) {
const value = text(view[name], view);
if (number.textContent !== value) number.textContent = value;
number.classList.toggle("ng-worded", typeof view[name] !== "number");
hint.textContent = words(hintOf(name, view));
}
},
};
}
const KEEP_MS = 60000;
function saveFile({ name, mime, data }) {
const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
const link = h("a", { href: address, download: name, hidden: true });
document.body.append(link);
link.click();
link.remove();
setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}
function drawBar({ label, value, max, text }) {
return h(
"div",
{ class: "ng-bar" },
label && h("span", { class: "ng-bar-label" }, label),
h("span", { class: "ng-bar-text" }, text),
h("progress", { value: String(value), max: String(Math.max(1, max)), "aria-hidden": "true" }),
);
}
function drawFold({ name, label, toggled = null }, ...inside) {
const body = h("div", { class: "ng-body" }, ...inside);
const element = h("details", { class: `ng-fold ng-${name}` }, h("summary", null, label), body);
if (toggled) element.addEventListener("toggle", () => toggled(element.open));
return { element, body };
}
function drawKey({ item, words, ask }) {
const fold = drawFold({
name: "answer",
label: words("show_key"),
toggled(open) {
if (!open) fold.body.replaceChildren();
else if (fold.body.childElementCount === 0) fold.body.replaceChildren(h("p", { class: "ng-small" }, words("opening")));
ask(open);
},
});
let isFirst = true;
const tellPoints = ({ full, score, max, percent }, n) => [
words("item_full", { full: formatNumber(full), n: formatNumber(n) }),
percent === null ? words("points", { score: formatNumber(score), max: formatNumber(max) }) : words("facility", { percent }),
];
const drawChoice = ({ key, feedback, right }, text, n) =>
h(
"li",
{ class: key ? "ng-keyed" : null },
h("span", { class: "ng-choice" }, text),
key && h("span", { class: "ng-key" }, sign("right"), key, right !== null && h("span", { class: "ng-right" }, words("right", { count: right, n }))),
h("span", { class: "ng-why" }, feedback),
);
return {
element: fold.element,
show({ key, n }) {
if (isFirst && key) fold.element.open = true;
isFirst = false;
if (!key || !fold.element.open) return;
fold.body.replaceChildren(
...(key.points ? [h("p", { class: "ng-figures" }, tellPoints(key.points, n).join(" · "))] : []),
h("ul", { class: "ng-choices" }, key.choices.map((choice, place) => drawChoice(choice, item.choices[place], n))),
h("p", { class: "ng-reason" }, words("rationale")),
...[paragraphs(key.rationale)].flat(),
);
},
askAgain: () => fold.element.open && ask(true),
};
}
function drawChoice({ text, words }) {
const cell = h("td", { role: "cell" });
const row = h("tr", { role: "row" }, h("th", { scope: "row", role: "rowheader", class: "ng-choice" }, text), cell);
return {
row,
show(counts, { n, shares }) {
if (!counts) return cell.replaceChildren(words("unknown"));
const share = (count) => (shares ? words("count_percent", { count, n, percent: Math.round((100 * count) / n) }) : words("count", { count, n }));
const bars = counts.bars.map(({ label, count }) => drawBar({ label, value: count, max: n, text: share(count) }));
return cell.replaceChildren(...bars, ...(counts.mean ? [h("p", { class: "ng-mean" }, counts.mean)] : []));
},
};
}
function drawTable({ choices, words }) {
const heads = ["column_option", "column_chosen"].map((key) => h("th", { scope: "col", role: "columnheader" }, words(key)));
return h(
"table",
{ role: "table", class: "ng-distribution" },
h("caption", { class: "ng-hidden" }, words("item_caption")),
h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads)),
h("tbody", { role: "rowgroup" }, choices.map(({ row }) => row)),
);
}
function drawItem({ item, words, ask }) {
const choices = item.choices.map((text) => drawChoice({ text, words }));
const facts = h("p", { class: "ng-facts" });
const few = h("p", { class: "ng-small" });
const counts = drawFold({ name: "counts", label: words("show_counts") }, few, drawTable({ choices, words }));
const key = drawKey({ item, words, ask: (shown) => ask({ item: item.id, shown }) });
const element = h(
"div",
{ class: "ng-item" },
h("h4", { class: "ng-prompt" }, item.prompt),
h("p", { class: "ng-small" }, `${item.kind} · ${words("tests", { requirement: item.requirement })}`),
item.passage && h("div", { class: "ng-passage" }, paragraphs(item.passage)),
facts,
counts.element,
key.element,
);
return {
element,
askAgain: key.askAgain,
show(numbers) {
const isShown = numbers.state === "shown";
facts.textContent = isShown ? words("item_facts", { n: formatNumber(numbers.n) }) : words(`item_${numbers.state}`);
few.textContent = isShown && !numbers.shares ? words("counts_only", { n: numbers.n }) : "";
choices.forEach((choice, place) => choice.show(numbers.choices[place], numbers));
key.show(numbers);
},
};
}
function drawItems({ content, words, ask }) {
const drawn = new Map();
const scenarios = content.scenarios.map((scenario) =>
h(
"div",
{ class: "ng-scenario" },
h("h3", null, scenario.title),
h("details", { class: "ng-stimulus" }, h("summary", null, words("stimulus")), h("div", null, paragraphs(scenario.stimulus))),
scenario.items.map((item) => {
const one = drawItem({ item, words, ask });
drawn.set(item.id, { one, shape: null });
return one.element;
}),
),
);
const element = h(
"div",
{ class: "ng-part" },
h("h2", null, words("items")),
h("p", { class: "ng-small" }, words("items_hint")),
scenarios,
);
return {
element,
askAgain() {
for (const { one } of drawn.values()) one.askAgain();
},
show({ items }) {
const numbers = new Map(items.map((item) => [item.id, item]));
for (const [id, kept] of drawn) {
const now = numbers.get(id) || { state: "unread", choices: [], key: null };
const shape = JSON.stringify(now);
if (shape === kept.shape) continue;
kept.shape = shape;
kept.one.show(now);
}
},
};
}
function drawRow(row, words) {
const known = row.percent !== null && row.percent !== undefined;
return h(
"tr",
null,
h(
"th",
{ scope: "row" },
h("span", { class: "ng-label" }, row.id),
` ${row.title}`,
h("span", { class: "ng-small" }, words("row_items", { items: row.items, of: row.of })),
),
h("td", { class: "ng-number" }, formatNumber(row.n)),
h(
"td",
{ class: "ng-result" },
known && drawBar({ value: row.percent, max: 100, text: words("percent", { percent: row.percent }) }),
row.few && h("span", { class: "ng-small" }, words("few_row")),
),
);
}
function drawRequirements({ words }) {
const body = h("tbody", null);
const heads = ["column_title", "column_answers", "column_result"].map((key) => h("th", { scope: "col" }, words(key)));
const table = h(
"table",
{ class: "ng-requirements" },
h("caption", { class: "ng-hidden" }, words("requirements_caption")),
h("thead", null, h("tr", null, heads)),
body,
);
const nothing = h("p", { class: "ng-nothing" }, words("no_rows"));
const element = h(
"div",
{ class: "ng-part" },
h("h2", null, words("requirements")),
h("p", { class: "ng-small" }, words("requirements_hint")),
nothing,
table,
);
return {
element,
show({ rows }) {
nothing.hidden = rows.length > 0;
table.hidden = rows.length === 0;
body.replaceChildren(...rows.map((row) => drawRow(row, words)));
},
};
}
const REFRESH_MS = 1000;
function render({ model, el }) {
const words = makeWords(model.get("text"));
const send = (message) => model.send(message);
let shownContent = null;
let shownView = null;
let chosen = null;
let items = null;
const note = h("p", { class: "ng-note", role: "status" });
const counter = drawCounter({ words });
const requirements = drawRequirements({ words });
const itemsPlace = h("div", null);
const chooser = drawChooser({
words,
choose(choice) {
chosen = { kind: "choose", ...choice };
send(chosen);
},
save(format) {
chooser.tell(words("exporting"));
send({ kind: "export", format });
},
});
const root = h(
"section",
{ class: "ng-board", lang: "vi", "aria-label": words("region"), "data-lm-suppress-shortcuts": "true" },
chooser.element,
counter.element,
note,
requirements.element,
itemsPlace,
);
function draw() {
const content = model.get("content");
const view = model.get("view");
const contentShape = JSON.stringify(content);
const viewShape = JSON.stringify(view);
if (contentShape === shownContent && viewShape === shownView) return;
if (contentShape !== shownContent) {
shownContent = contentShape;
chooser.offer(content);
items = drawItems({ content, words, ask: (about) => send({ kind: "show_key", ...about }) });
itemsPlace.replaceChildren(items.element);
}
shownView = viewShape;
chooser.show(view);
counter.show(view);
if (note.textContent !== view.note) note.textContent = view.note;
root.classList.toggle("ng-stale", view.stale);
requirements.show(view);
items.show(view);
}
const heard = {
file(content) {
saveFile(content);
chooser.tell(words("exported", { name: content.name }));
},
refused(content) {
chooser.tell(String(content.message));
chooser.show(model.get("view"));
},
};
function listen(content) {
if (content && Object.prototype.hasOwnProperty.call(heard, content.kind)) heard[content.kind](content);
}
const reconnected = () => {
draw();
if (chosen) send(chosen);
items.askAgain();
};
const look = () => document.hidden || send({ kind: "refresh" });
el.append(root);
draw();
model.on("change:content", draw);
model.on("change:view", draw);
model.on("msg:custom", listen);
model.on("reconnected", reconnected);
document.addEventListener("visibilitychange", look);
const timer = setInterval(look, REFRESH_MS);
return () => {
clearInterval(timer);
document.removeEventListener("visibilitychange", look);
model.off("change:content", draw);
model.off("change:view", draw);
model.off("msg:custom", listen);
model.off("reconnected", reconnected);
root.remove();
};
}
export { render };
export default { render };
