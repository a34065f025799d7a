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
function focusOn(heading) {
heading.setAttribute("tabindex", "-1");
heading.focus({ preventScroll: true });
const { top, bottom } = heading.getBoundingClientRect();
if (top < 0 || bottom > window.innerHeight * 0.6) heading.scrollIntoView({ block: "start" });
}
function drawConsent({ sensitive, words, answer, unitPicker }) {
const id = uniqueId();
const points = ["consent_never", sensitive ? "consent_sensitive_here" : "consent_sensitive", "consent_groups", "consent_rights", "consent_refuse"];
return h(
"section",
{ class: "ng-consent", "aria-labelledby": id },
h("h2", { id }, words("consent_title")),
h("p", null, words(sensitive ? "consent_lead_sensitive" : "consent_lead")),
h("details", { class: "ng-cite" }, h("summary", null, words("consent_more")), h("ul", null, points.map((key) => h("li", null, words(key))))),
unitPicker,
h(
"div",
{ class: "ng-buttons" },
h("button", { type: "button", class: "ng-primary", onclick: () => answer(true) }, words("consent_yes")),
h("button", { type: "button", class: "ng-secondary", onclick: () => answer(false) }, words("consent_no")),
),
);
}
function drawUnitPicker({ units, words, setUnit }) {
const select = h(
"select",
{ onchange: () => setUnit(select.value === "" ? null : units[Number(select.value)]) },
h("option", { value: "" }, words("unit_none")),
units.map((unit, n) => h("option", { value: String(n) }, unit)),
);
return {
element: h("label", { class: "ng-unit" }, h("span", null, words("unit")), select),
show(unit) {
select.value = units.includes(unit) ? String(units.indexOf(unit)) : "";
},
};
}
function drawPart(part, words, openPart) {
return h(
"li",
null,
h(
"button",
{ type: "button", class: "ng-link", "aria-current": part.current && "step", onclick: () => openPart(part.id) },
h("span", null, part.title),
h("span", { class: "ng-small" }, words("part_facts", { minutes: part.minutes, answered: part.answered, items: part.items })),
),
);
}
function drawContents({ view, words, openPart, openSummary, unitPicker }) {
const { parts } = view;
const current = parts.find((part) => part.current);
const title = current ? current.title : words("contents");
const fold = (event) => {
if (event.target.closest("button")) event.currentTarget.open = false;
};
return h(
"nav",
{ class: "ng-contents", "aria-label": words("contents") },
h(
"details",
{ onclick: fold },
h(
"summary",
null,
h("span", { class: "ng-now" }, title),
current && h("span", { class: "ng-count" }, words("answered_items", { answered: current.answered, items: current.items })),
),
h("ol", null, parts.map((part) => drawPart(part, words, openPart))),
h("button", { type: "button", class: "ng-quiet", onclick: openSummary }, words("open_summary")),
unitPicker,
view.lesson.sensitive && h("p", { class: "ng-small" }, words("sensitive_note")),
),
current && h("progress", { "aria-hidden": "true", max: current.items || 1, value: current.answered }),
);
}
function drawRequirement(requirement, words) {
const { label, title, summary, quotes, where, status, note } = requirement;
return h(
"details",
{ class: "ng-cite" },
h("summary", null, words("cite", { label, title })),
h("p", null, summary),
quotes.map((quote) => h("blockquote", null, `“${quote}”`)),
h("p", { class: "ng-small" }, words("cite_where", { where })),
status && h("p", { class: "ng-small" }, words("cite_status", { status })),
note && h("p", { class: "ng-small" }, note),
);
}
function makeWords(text) {
const known = text || {};
return (key, values = {}) =>
String(known[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
function formatNumber(value) {
return Number(value).toLocaleString("vi-VN", { maximumFractionDigits: 2 });
}
const isQuiet = (choice) => !choice.chosen && choice.verdict === "neutral";
const isMissed = (choice) => !choice.chosen && choice.verdict === "part";
function drawVerdict(choice, requirements, words) {
const cited = choice.cites.filter((label) => label in requirements);
return h(
"li",
{ class: `ng-verdict ng-${choice.verdict}${isQuiet(choice) ? " ng-more" : ""}` },
h(
"p",
{ class: "ng-tags" },
h("span", { class: "ng-chip" }, sign(isMissed(choice) ? "note" : choice.verdict), words(isMissed(choice) ? "verdict_missed" : `verdict_${choice.verdict}`)),
choice.chosen && !choice.yours && h("span", { class: "ng-mine" }, words("chosen")),
),
h("p", { class: "ng-choice" }, choice.text),
(choice.yours || choice.key) &&
h(
"p",
{ class: "ng-compare" },
choice.yours && h("span", null, words("yours", { yours: choice.yours })),
choice.yours && choice.key && " ",
choice.key && h("strong", null, words("key", { key: choice.key })),
),
h(
"div",
{ class: "ng-why" },
h("p", null, choice.feedback),
cited.map((label) => drawRequirement(requirements[label], words)),
),
);
}
function drawFeedback({ item, words, next }) {
const { feedback } = item;
const headline = h("h3", { class: `ng-headline ng-level-${feedback.level}` }, sign(feedback.level), h("span", null, feedback.headline));
const id = uniqueId();
const list = h(
"ul",
{ class: "ng-verdicts", id },
feedback.choices.map((choice) => drawVerdict(choice, feedback.requirements, words)),
);
const more = h("button", { type: "button", class: "ng-quiet ng-show-more", "aria-expanded": "false", "aria-controls": id, onclick: toggle });
function toggle() {
const open = list.classList.toggle("ng-all");
more.setAttribute("aria-expanded", open);
more.textContent = words(open ? "show_less" : "show_more");
}
more.textContent = words("show_more");
const element = h(
"div",
{ class: "ng-feedback" },
h("p", { class: "ng-prompt" }, item.prompt),
headline,
h(
"p",
{ class: "ng-score" },
words("score", { score: formatNumber(feedback.score), max: formatNumber(feedback.max_score) }),
feedback.chance && words("score_chance", { chance: formatNumber(feedback.chance) }),
),
list,
feedback.choices.some(isQuiet) && more,
h("div", { class: "ng-rationale" }, h("h3", null, words("rationale")), h("p", null, feedback.rationale)),
feedback.legal_note && h("div", { class: "ng-legal" }, h("h3", null, words("legal_note")), h("p", null, feedback.legal_note)),
h("button", { type: "button", class: "ng-primary", onclick: next }, words("next")),
);
return { element, headline };
}
const PATIENCE_MS = 10000;
const PAUSE_MS = 5000;
const LONGEST_MS = 60000;
const AGE_MAX_MS = 2592e6;
const ageOf = (at) => Math.min(Math.max(Date.now() - at, 0) || 0, AGE_MAX_MS);
function openOutbox({ send, storage, tell }) {
let timer = 0;
let patience = PATIENCE_MS;
const waiting = () => Object.values(storage.unsent());
const isWaiting = (attemptId) => attemptId in storage.unsent();
function wait(milliseconds, then) {
clearTimeout(timer);
timer = setTimeout(then, milliseconds);
}
function sendAll() {
const messages = waiting();
if (!messages.length) return;
tell("saving");
wait(patience, giveUp);
for (const { at, ...message } of messages) send({ ...message, age_ms: ageOf(at) });
}
function giveUp() {
patience = Math.min(patience * 2, LONGEST_MS);
tell("failed");
wait(PAUSE_MS, sendAll);
}
function settle(attemptId, state) {
storage.dropUnsent(attemptId);
patience = PATIENCE_MS;
if (waiting().length) return;
clearTimeout(timer);
tell(state);
}
const online = () => sendAll();
window.addEventListener("online", online);
return {
isWaiting,
sendAll,
hush() {
if (!waiting().length) tell("");
},
add(message) {
if (isWaiting(message.attempt_id)) return;
storage.keepUnsent({ ...message, at: Date.now() });
sendAll();
},
stored({ attempt_id: attemptId, local }) {
storage.keepLocal(local);
settle(attemptId, "saved");
},
notStored({ message, retry_after_ms: delay }) {
tell("failed", message);
wait(Math.min(Math.max(Number(delay) || PAUSE_MS, 500), LONGEST_MS), sendAll);
},
refused({ attempt_id: attemptId }) {
if (attemptId) settle(attemptId, "");
},
close() {
clearTimeout(timer);
window.removeEventListener("online", online);
},
};
}
function drawOptions({ type, choices, chosen, changed }) {
const name = uniqueId();
const inputs = choices.map((choice) => h("input", { type, name, value: choice.token, onchange: changed }));
inputs.forEach((input) => {
input.checked = chosen.includes(input.value);
});
const rows = choices.map((choice, n) =>
h("label", { class: "ng-option" }, inputs[n], h("span", { class: "ng-box" }, choice.text)),
);
return {
body: h("div", { class: "ng-options" }, rows),
first: inputs[0],
read: () => inputs.filter((input) => input.checked).map((input) => input.value),
};
}
function knownTokens(value, choices) {
const known = choices.map((choice) => choice.token);
return Array.isArray(value) ? [...new Set(value)].filter((token) => known.includes(token)) : [];
}
function knownPairs(value, keys, values) {
const pairs = typeof value === "object" && value !== null ? Object.entries(value) : [];
return Object.fromEntries(pairs.filter(([key, one]) => keys.includes(key) && values.includes(one)));
}
function singleChoice({ item, response, words, changed }) {
const options = drawOptions({
type: "radio",
choices: item.choices,
chosen: knownTokens([response], item.choices),
changed,
});
const read = () => options.read()[0] ?? null;
return {
hint: words("single_choice_hint"),
body: options.body,
read,
missing: () => (read() === null ? { message: words("single_choice_missing"), at: options.first } : null),
};
}
function multipleResponse({ item, response, words, changed }) {
const options = drawOptions({
type: "checkbox",
choices: item.choices,
chosen: knownTokens(response, item.choices),
changed,
});
return {
hint: words("multiple_response_hint"),
body: options.body,
read: options.read,
missing: () =>
options.read().length ? null : { message: words("multiple_response_missing"), at: options.first },
};
}
function ranking({ item, response, words, changed, announce }) {
const count = item.choices.length;
const known = knownTokens(response, item.choices);
const places = Array.from({ length: count }, (_, n) => {
const token = Array.isArray(response) ? response[n] : null;
return known.includes(token) && response.indexOf(token) === n ? token : null;
});
const nextFree = () => places.indexOf(null);
const badges = item.choices.map(() => h("span", { class: "ng-place" }));
const buttons = item.choices.map((choice, n) =>
h("button", { type: "button", class: "ng-rank", onclick: () => press(choice) }, badges[n], h("span", null, choice.text)),
);
const next = h("p", { class: "ng-next-place" });
const clear = h("button", { type: "button", class: "ng-quiet", onclick: clearAll }, words("ranking_clear"));
function press(choice) {
const at = places.indexOf(choice.token);
const place = at < 0 ? nextFree() : at;
places[place] = at < 0 ? choice.token : null;
refresh();
announce(words(at < 0 ? "ranking_placed" : "ranking_freed", { place: place + 1, text: choice.text }));
changed();
}
function clearAll() {
places.fill(null);
refresh();
buttons[0].focus();
announce(words("ranking_cleared"));
changed();
}
function refresh() {
item.choices.forEach((choice, n) => {
const place = places.indexOf(choice.token) + 1;
buttons[n].setAttribute("aria-pressed", place > 0);
badges[n].replaceChildren(
h("span", { class: "ng-hidden" }, place ? words("ranking_place") : words("ranking_no_place")),
place ? ` ${place} ` : " ",
);
});
const free = nextFree() + 1;
next.textContent = free ? words("ranking_next", { place: free, count }) : words("ranking_done");
}
refresh();
return {
hint: words("ranking_hint"),
body: h("div", { class: "ng-options" }, next, buttons, clear),
read: () => [...places],
missing() {
const left = places.filter((token) => token === null).length;
if (!left) return null;
const at = buttons.find((button) => button.getAttribute("aria-pressed") === "false");
return { message: words("ranking_missing", { count: left }), at };
},
};
}
function drawRow({ text, cells }) {
const inputs = cells.map(({ name, value, checked, onchange }) => {
const input = h("input", { type: "radio", name, value, onchange });
input.checked = checked;
return input;
});
const labels = cells.map((cell, n) =>
h("label", { class: "ng-option ng-cell" }, inputs[n], h("span", { class: "ng-box" }, cell.label)),
);
const flag = h("span", { class: "ng-flag" });
const row = h(
"fieldset",
{ class: "ng-row" },
h("legend", { class: "ng-row-text" }, text, " ", flag),
h("div", { class: `ng-cells ng-cells-${cells.length}` }, labels),
);
return {
row,
inputs,
mark(words) {
flag.textContent = words;
},
};
}
function drawGrid({ choices, options, picked, changed, flag }) {
const rows = choices.map((choice) => {
const name = uniqueId();
const row = drawRow({
text: choice.text,
cells: options.map(({ value, label }) => ({
name,
value,
label,
checked: picked[choice.token] === value,
onchange() {
picked[choice.token] = value;
row.mark("");
changed();
},
})),
});
return row;
});
return {
body: h("div", { class: "ng-rows" }, rows.map(({ row }) => row)),
read: () => ({ ...picked }),
gaps() {
const open = rows.filter((row, n) => picked[choices[n].token] === undefined);
open.forEach((row) => row.mark(flag));
return { count: open.length, at: open.length ? open[0].inputs[0] : null };
},
};
}
const ROLES = ["best", "worst"];
function bestWorst({ item, response, words, changed, announce }) {
const tokens = item.choices.map((choice) => choice.token);
const picked = knownPairs(response, ROLES, tokens);
if (picked.best === picked.worst) delete picked.worst;
const rows = item.choices.map((choice) => {
const name = uniqueId();
return drawRow({
text: choice.text,
cells: ROLES.map((role) => ({
name,
value: role,
label: words(`${role}_label`),
checked: picked[role] === choice.token,
onchange: () => pick(role, choice.token),
})),
});
});
const inputOf = (role, token) => rows[tokens.indexOf(token)].inputs[ROLES.indexOf(role)];
function pick(role, token) {
const other = role === "best" ? "worst" : "best";
if (picked[role] !== undefined) inputOf(role, picked[role]).checked = false;
picked[role] = token;
inputOf(role, token).checked = true;
if (picked[other] === token) {
delete picked[other];
announce(words("best_worst_moved"));
}
changed();
}
return {
hint: words("best_worst_hint"),
body: h("div", { class: "ng-rows" }, rows.map(({ row }) => row)),
read: () => ({ ...picked }),
missing() {
const open = ROLES.filter((role) => picked[role] === undefined);
if (!open.length) return null;
const free = tokens.find((token) => !Object.values(picked).includes(token));
return { message: words(open.length === 2 ? "best_worst_missing" : `${open[0]}_missing`), at: inputOf(open[0], free) };
},
};
}
function rating({ item, response, words, changed }) {
const grid = drawGrid({
choices: item.choices,
options: item.scale.map((point) => ({ value: point, label: words(`scale_${point}`) })),
picked: knownPairs(response, item.choices.map((choice) => choice.token), item.scale),
changed,
flag: words("row_open"),
});
return {
hint: words("rating_hint"),
body: grid.body,
read: grid.read,
missing() {
const { count, at } = grid.gaps();
return count ? { message: words("rating_missing", { count }), at } : null;
},
};
}
function matching({ item, response, words, changed }) {
const targets = item.targets.map((target) => target.token);
const grid = drawGrid({
choices: item.choices,
options: item.targets.map((target) => ({ value: target.token, label: target.text })),
picked: knownPairs(response, item.choices.map((choice) => choice.token), targets),
changed,
flag: words("row_open"),
});
return {
hint: words("matching_hint"),
body: grid.body,
read: grid.read,
missing() {
const { count, at } = grid.gaps();
return count ? { message: words("matching_missing", { count }), at } : null;
},
};
}
function hottext({ item, response, words, changed }) {
const chosen = knownTokens(response, item.choices);
const name = uniqueId();
const texts = new Map(item.choices.map((choice) => [choice.token, choice.text]));
const inputs = [];
const text = item.passage.map((segment) => {
if (segment.token === undefined) return segment.text;
const input = h("input", { type: "checkbox", name, value: segment.token, onchange: changed });
input.checked = chosen.includes(segment.token);
inputs.push(input);
return h("label", { class: "ng-hot" }, input, h("span", null, texts.get(segment.token)));
});
const read = () => inputs.filter((input) => input.checked).map((input) => input.value);
return {
hint: words("hottext_hint"),
body: h("p", { class: "ng-passage" }, text),
read,
missing: () => (read().length ? null : { message: words("hottext_missing"), at: inputs[0] }),
};
}
const INTERACTIONS = { single_choice: singleChoice, multiple_response: multipleResponse, ranking: ranking, best_worst: bestWorst, rating: rating, matching: matching, hottext: hottext };
function drawQuestion({ item, words, response, keepDraft, submit, announce }) {
let frozen = false;
const interaction = INTERACTIONS[item.kind]({
item,
response,
words,
announce,
changed() {
complain("");
keepDraft(interaction.read());
},
});
const prompt = h("legend", { class: "ng-prompt" }, item.prompt);
const fields = h(
"fieldset",
{ class: "ng-fields" },
prompt,
h("p", { class: "ng-hint" }, interaction.hint),
interaction.body,
);
const alert = h("div", { role: "alert" });
const button = h("button", { type: "submit", class: "ng-primary" }, words("submit"));
function complain(message) {
if (message || alert.firstChild) alert.replaceChildren(...(message ? [h("p", { class: "ng-alert" }, sign("note"), message)] : []));
}
function freeze(on) {
frozen = on;
fields.disabled = on;
button.textContent = words(on ? "submitting" : "submit");
if (on) button.setAttribute("aria-disabled", "true");
else button.removeAttribute("aria-disabled");
}
function onsubmit(event) {
event.preventDefault();
if (frozen) return;
const gap = interaction.missing();
complain(gap ? gap.message : "");
if (gap) gap.at.focus();
else submit(interaction.read());
}
const element = h("form", { class: "ng-question", novalidate: true, autocomplete: "off", onsubmit }, fields, alert, button);
return { element, prompt, freeze, complain };
}
function drawScene({ scenario, words }) {
const title = h("h2", { class: "ng-title" }, scenario.title);
const element = h(
"div",
{ class: "ng-scene" },
h(
"p",
{ class: "ng-eyebrow" },
h("span", { class: "ng-number" }, words("scenario_number", { number: scenario.number, of: scenario.of })),
scenario.unsigned && h("span", { class: "ng-unsigned" }, words("unsigned")),
),
title,
paragraphs(scenario.stimulus),
);
return { element, title };
}
function drawStatus({ words, retry }) {
const line = h("p", { role: "status" });
const button = h("button", { type: "button", class: "ng-secondary", hidden: true, onclick: retry }, words("retry"));
const bar = h("div", { class: "ng-status" }, line, button);
const voice = h("div", { class: "ng-hidden", "aria-live": "polite" });
const said = {
saving: () => ["neutral", words("saving")],
saved: () => ["right", words("saved")],
failed: (message) => ["note", message || words("not_saved")],
};
return {
elements: [bar, voice],
announce: (text) => voice.replaceChildren(h("p", null, text)),
tell(state, message) {
const [name, text] = state ? said[state](message) : [];
bar.className = state ? `ng-status ng-status-on ng-${state}` : "ng-status";
button.hidden = state !== "failed";
line.replaceChildren(...(state ? [sign(name), h("span", null, text)] : []));
},
};
}
const PREFIX = "neuguong.";
const CONSENT = "neuguong.consent";
const TAB = "neuguong.tab";
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value.length > 0 && value.length < 500;
const isScore = (value) => value === null || Number.isFinite(value);
function openDrawer() {
const memory = new Map();
const guarded = (work) => {
try {
return work();
} catch {
return null; // Private mode: memory is all there is.
}
};
const agreed = () => guarded(() => localStorage.getItem(CONSENT)) === "true";
const names = () => (agreed() ? ["localStorage", "sessionStorage"] : ["sessionStorage", "localStorage"]);
const both = () => names().map((name) => guarded(() => window[name])).filter((store) => store);
const read = (key) =>
both().map((store) => store.getItem(PREFIX + key)).find((value) => value !== null) ?? memory.get(key) ?? null;
function write(key, value, forGood = agreed()) {
memory.set(key, value);
guarded(() => {
(forGood ? localStorage : sessionStorage).setItem(PREFIX + key, value);
memory.delete(key);
});
}
function remove(key) {
memory.delete(key);
both().forEach((store) => store.removeItem(PREFIX + key));
}
return {
read,
write,
remove,
agree(value) {
write("consent", String(value), true);
guarded(() => {
const [to, from] = both();
for (const key of Object.keys(from)) {
if (!key.startsWith(PREFIX) || key === CONSENT || key === TAB) continue;
to.setItem(key, from.getItem(key));
from.removeItem(key);
}
});
},
};
}
function parseJson(text) {
try {
return JSON.parse(text);
} catch {
return null;
}
}
function makeToken() {
const bytes = crypto.getRandomValues(new Uint8Array(16));
return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function isSubmit(message, attemptId) {
return (
isObject(message) && message.kind === "submit" && message.attempt_id === attemptId && isText(message.item) &&
Number.isInteger(message.version) && isScore(message.duration_ms) && message.response !== undefined
);
}
const isProgress = (row) =>
isObject(row) && isText(row.item) && Number.isInteger(row.version) && isScore(row.score) && isScore(row.max_score);
const isAgain = (item) => item.again === true && !item.feedback;
function openStorage(slug) {
const drawer = openDrawer();
const place = (name) => `${slug}.${name}`;
const readJson = (name) => parseJson(drawer.read(place(name)));
const writeJson = (name, value) => drawer.write(place(name), JSON.stringify(value));
const isKnown = () => /^[0-9a-f]{32}$/.test(drawer.read("learner") || "");
const returning = isKnown();
function learner() {
if (!isKnown()) drawer.write("learner", makeToken());
return drawer.read("learner");
}
function unsent() {
const kept = readJson("unsent");
return Object.fromEntries(Object.entries(isObject(kept) ? kept : {}).filter(([id, message]) => isSubmit(message, id)));
}
function local() {
const kept = readJson("local");
return Array.isArray(kept) ? kept.filter(isProgress) : [];
}
const textOrNull = (value) => (isText(value) ? value : null);
return {
learner,
returning,
unsent,
local,
consent: () => ({ true: true, false: false })[drawer.read("consent")] ?? null,
keepConsent: drawer.agree,
unit: () => textOrNull(drawer.read("unit")),
keepUnit: (unit) => (unit ? drawer.write("unit", unit) : drawer.remove("unit")),
part: () => textOrNull(drawer.read(place("part"))),
keepPart: (part) => drawer.write(place("part"), part),
draft() {
const kept = readJson("draft");
return isObject(kept) && isText(kept.item) && isText(kept.attempt_id) ? kept : null;
},
keepDraft: (item, response) => writeJson("draft", { item: item.id, attempt_id: item.attempt_id, response, again: isAgain(item) }),
dropDraft: () => drawer.remove(place("draft")),
keepUnsent: (message) => writeJson("unsent", { ...unsent(), [message.attempt_id]: message }),
dropUnsent(attemptId) {
const left = unsent();
delete left[attemptId];
if (Object.keys(left).length) writeJson("unsent", left);
else drawer.remove(place("unsent"));
},
keepLocal(row) {
if (isProgress(row)) writeJson("local", [...local().filter((other) => other.item !== row.item), row]);
},
};
}
function drawResult(row, words) {
const known = row.percent !== null && row.percent !== undefined;
return h(
"tr",
null,
h("th", { scope: "row" }, row.title, row.note && h("span", { class: "ng-small" }, row.note)),
h("td", null, words("answered", { answered: row.answered, items: row.items })),
h("td", null, known ? words("percent", { percent: formatNumber(row.percent) }) : words("percent_unknown")),
);
}
function drawSummary({ summary, words, openPart, again }) {
const title = h("h2", { class: "ng-title" }, summary.headline);
const heads = ["column_title", "column_answered", "column_percent"].map((key) => h("th", { scope: "col" }, words(key)));
const listId = uniqueId();
const element = h(
"div",
{ class: "ng-summary" },
title,
h("p", { class: "ng-lead" }, summary.lead),
summary.rows.length > 0 &&
h(
"table",
null,
h("caption", { class: "ng-hidden" }, words("table_caption")),
h("thead", null, h("tr", null, heads)),
h("tbody", null, summary.rows.map((row) => drawResult(row, words))),
),
summary.next_part &&
h("button", { type: "button", class: "ng-primary", onclick: () => openPart(summary.next_part) }, words("next_part")),
summary.again.length > 0 && h("h3", { id: listId }, words("again_title")),
summary.again.length > 0 &&
h(
"ul",
{ class: "ng-again", "aria-labelledby": listId },
summary.again.map(({ item, prompt }) =>
h("li", null, h("button", { type: "button", class: "ng-link", onclick: () => again(item) }, h("span", null, prompt), h("span", { class: "ng-go" }, words("again")))),
),
),
summary.note && h("p", { class: "ng-small" }, summary.note),
);
return { element, title };
}
const WELCOME_MS = 1500;
const SECOND_PRESS_MS = 4000;
const DAY_MS = 864e5;
const answerOf = ({ id, version, attempt_id, feedback }) => ({
kind: "submit", item: id, version, attempt_id, response: feedback.response, duration_ms: null,
});
function render({ model, el }) {
const words = makeWords(model.get("text"));
const { lesson } = model.get("view");
const storage = openStorage(lesson.slug);
const send = (message) => model.send(message);
let welcomed = !storage.returning;
let open = welcomed;
let shownTop = null;
let shownMain = null;
let shownScenario = null;
let shownAttempt = null;
let shownAnswer = null;
let learner = storage.learner();
let question = null;
let unitPicker = null;
let moving = false;
let left = null;
const status = drawStatus({ words, retry: () => outbox.sendAll() });
const outbox = openOutbox({ send, storage, tell: status.tell });
const top = h("div", { class: "ng-top" });
const main = h("div", { class: "ng-main" }, h("p", { class: "ng-waiting", role: "status" }, words("opening")));
const root = h(
"section",
{ class: "ng-card", lang: "vi", "aria-label": lesson.title, "data-lm-suppress-shortcuts": "true" },
top,
main,
status.elements,
);
function hello() {
if (learner !== storage.learner()) {
learner = storage.learner(); // Everything was deleted, on the page for that.
shownAttempt = shownAnswer = null;
}
const kept = storage.draft();
send({
kind: "hello",
token: learner,
consent: storage.consent(),
unit: storage.unit(),
part: storage.part(),
attempt: (welcomed && shownAttempt) || (kept && { item: kept.item, attempt_id: kept.attempt_id, again: kept.again === true }),
summary: welcomed && shownMain !== null && !shownAttempt,
answered: shownAnswer,
local: storage.local(),
});
outbox.sendAll();
}
function go(message) {
const { revision } = model.get("view");
if (left && left.revision === revision && performance.now() - left.at < SECOND_PRESS_MS) return;
left = { revision, at: performance.now() };
moving = true;
send(message);
}
const openPart = (part) => go({ kind: "open_part", part });
function drawTop(view) {
const asks = view.ask_consent && storage.consent() === null;
const shape = JSON.stringify([view.parts, view.units, asks, view.lesson]);
if (shape !== shownTop) {
shownTop = shape;
unitPicker = view.units.length ? drawUnitPicker({ units: view.units, words, setUnit }) : null;
const picker = unitPicker && unitPicker.element;
top.replaceChildren(
drawContents({ view, words, openPart, openSummary: () => go({ kind: "summary" }), unitPicker: asks ? null : picker }),
...(asks ? [drawConsent({ sensitive: view.lesson.sensitive, words, answer: setConsent, unitPicker: picker })] : []),
);
}
if (unitPicker) unitPicker.show(view.unit);
}
function setUnit(unit) {
storage.keepUnit(unit);
send({ kind: "set_unit", unit });
}
function setConsent(value) {
storage.keepConsent(value);
send({ kind: "consent", value });
drawTop(model.get("view"));
const heading = main.querySelector("h2");
if (heading) focusOn(heading);
}
function drawForm(item) {
const waiting = storage.unsent()[item.attempt_id];
const kept = storage.draft();
const response = waiting ? waiting.response : kept && kept.attempt_id === item.attempt_id ? kept.response : null;
const since = performance.now();
question = drawQuestion({
item,
words,
response,
announce: status.announce,
keepDraft: (draft) => storage.keepDraft(item, draft),
submit(answer) {
moving = true;
question.freeze(true);
outbox.add({
kind: "submit",
item: item.id,
version: item.version,
attempt_id: item.attempt_id,
response: answer,
duration_ms: Math.min(Math.round(performance.now() - since), DAY_MS),
confidence: null,
});
},
});
question.freeze(waiting !== undefined);
outbox.hush();
if (welcomed) storage.keepDraft(item, response);
return question;
}
function drawItem(view) {
const { item, scenario } = view;
const scene = drawScene({ scenario, words });
question = null;
const shown = item.feedback ? drawFeedback({ item, words, next: () => go({ kind: "next" }) }) : drawForm(item);
const number = h("p", { class: "ng-eyebrow" }, words("item_number", { number: item.number, of: item.of }));
main.replaceChildren(scene.element, h("div", { class: "ng-task" }, item.of > 1 && number, shown.element));
if (item.feedback) {
if (view.lesson.sensitive) storage.dropDraft();
else storage.keepDraft(item, null);
status.announce(item.feedback.headline);
return shown.headline;
}
return scenario.id === shownScenario ? shown.prompt : scene.title;
}
function drawEnd(view) {
const shown = drawSummary({ summary: view.summary, words, openPart, again: (item) => go({ kind: "again", item }) });
if (welcomed) storage.dropDraft();
outbox.hush();
main.replaceChildren(shown.element);
return shown.title;
}
function draw() {
const view = model.get("view");
if (!open || !view) return;
drawTop(view);
const current = view.parts.find((part) => part.current);
if (welcomed && current) storage.keepPart(current.id);
const shape = JSON.stringify([view.screen, view.scenario, view.item, view.summary]);
if (shape === shownMain) return;
shownMain = shape;
const isItem = view.screen === "item" && view.item;
main.className = isItem ? "ng-main ng-item" : "ng-main";
if (!isItem && !view.summary) {
main.replaceChildren(h("p", { class: "ng-waiting" }, words("nothing_here")));
return;
}
const heading = isItem ? drawItem(view) : drawEnd(view);
shownScenario = isItem ? view.scenario.id : null;
shownAttempt = isItem ? { item: view.item.id, attempt_id: view.item.attempt_id, again: isAgain(view.item) } : null;
shownAnswer = isItem && view.item.feedback ? answerOf(view.item) : null;
if (moving) focusOn(heading);
moving = false;
}
const heard = {
welcome() {
welcomed = true;
open = true;
draw();
},
stored: outbox.stored,
not_stored(content) {
if (shownAnswer && content.attempt_id === shownAnswer.attempt_id) storage.keepUnsent(shownAnswer);
outbox.notStored(content);
},
refused(content) {
const { item } = model.get("view");
outbox.refused(content);
if (!question || (content.attempt_id && content.attempt_id !== item.attempt_id)) return;
if (!outbox.isWaiting(item.attempt_id)) question.freeze(false);
question.complain(String(content.message));
},
};
function listen(content) {
if (content && Object.prototype.hasOwnProperty.call(heard, content.kind)) heard[content.kind](content);
}
const reconnected = () => hello();
const deleted = ({ key }) => (key === null || key === "neuguong.learner") && hello();
el.append(root);
draw();
model.on("change:view", draw);
model.on("msg:custom", listen);
model.on("reconnected", reconnected);
window.addEventListener("storage", deleted);
hello();
const timer = setTimeout(() => {
if (open) return; // a new kernel's first view may stand there, until it has been greeted
open = true;
draw();
}, WELCOME_MS);
return () => {
clearTimeout(timer);
outbox.close();
model.off("change:view", draw);
model.off("msg:custom", listen);
model.off("reconnected", reconnected);
window.removeEventListener("storage", deleted);
root.remove();
};
}
export { render };
export default { render };
