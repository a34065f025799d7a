// Built from src/ by `python -m neuguong.widgets.bundle`: do not edit.
const PATIENCE_MS = 10000;
const PAUSE_MS = 5000;
const LONGEST_MS = 60000;
const AGE_MAX_MS = 2592e6;
const ageOf = (at) => Math.min(Math.max(Date.now() - at, 0) || 0, AGE_MAX_MS);
function openOutbox({ send, storage, tell }) {
let timer = 0;
let patience = PATIENCE_MS;
const waiting = () => Object.values(storage.unsent());
const say = (record) => tell(Object.keys(storage.unsent()), record);
const fail = (message) => say(message ? { tone: "failed", message } : { tone: "failed", keys: ["not_saved"] });
function wait(milliseconds, then) {
clearTimeout(timer);
timer = setTimeout(then, milliseconds);
}
function sendAll() {
const messages = waiting();
if (!messages.length) return;
say({ tone: "saving", keys: ["saving"] });
wait(patience, giveUp);
for (const { at, ...message } of messages) send({ ...message, age_ms: ageOf(at) });
}
function giveUp() {
patience = Math.min(patience * 2, LONGEST_MS);
fail();
wait(PAUSE_MS, sendAll);
}
function settle() {
patience = PATIENCE_MS;
if (waiting().length) return;
clearTimeout(timer);
say(null);
}
window.addEventListener("online", sendAll);
return {
sendAll,
settle,
add(message) {
if (message.attempt_id in storage.unsent()) return;
storage.keepUnsent({ ...message, at: Date.now() });
sendAll();
},
stored({ attempt_id: attemptId, local }) {
storage.keepLocal(local);
storage.dropUnsent(attemptId);
settle();
},
notStored({ message, retry_after_ms: delay }) {
fail(message);
wait(Math.min(Math.max(Number(delay) || PAUSE_MS, 500), LONGEST_MS), sendAll);
},
refused({ attempt_id: attemptId }) {
if (!attemptId) return;
storage.dropUnsent(attemptId);
settle();
},
close() {
clearTimeout(timer);
window.removeEventListener("online", sendAll);
},
};
}
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
const isNested = (value) => typeof value === "object" && value !== null;
function share(before, after) {
if (!isNested(before) || !isNested(after) || Array.isArray(before) !== Array.isArray(after)) return after;
const keys = Object.keys(after);
const shared = Array.isArray(after) ? [] : {};
for (const key of keys) shared[key] = share(before[key], after[key]);
return keys.length === Object.keys(before).length && keys.every((key) => shared[key] === before[key]) ? before : shared;
}
const SECOND_PRESS_MS = 4000;
function begin({ view, content, greeted, consent, reach }) {
return {
view,
units: (content && content.units) || [],
greeted,
open: greeted,
consent,
asking: false,
reach,
waiting: [],
outbox: null,
saved: null,
complaint: null,
identity: 0,
ended: false,
notice: false,
left: null,
moving: false,
focus: { on: null, count: 0 },
};
}
const focusAt = (state, on) => ({ on, count: state.focus.count + 1 });
function headingOf(before, after) {
if (after.screen !== "item" || !after.item) return "title";
if (after.item.feedback) return "headline";
return before.scenario && after.scenario.id === before.scenario.id ? "prompt" : "title";
}
const STEPS = {
view(state, { view }) {
const next = { ...state, view: share(state.view, view) };
const { item, summary, screen } = next.view;
if (item === state.view.item && summary === state.view.summary && screen === state.view.screen) return next;
next.complaint = null;
if (!item || !item.feedback) next.saved = null;
if (state.moving) next.focus = focusAt(state, headingOf(state.view, next.view));
next.moving = false;
return next;
},
content: (state, { content }) => ({ ...state, units: share(state.units, content.units || []) }),
welcome: (state) => ({ ...state, greeted: true, open: true, ended: false }),
patience: (state) => (state.open ? state : { ...state, open: true }),
go(state, { at }) {
const { revision } = state.view;
if (state.left && state.left.revision === revision && at - state.left.at < SECOND_PRESS_MS) return state;
return { ...state, left: { revision, at }, moving: true, notice: false };
},
submit: (state) => ({ ...state, moving: true, complaint: null }),
outbox: (state, { waiting, outbox }) => ({ ...state, waiting, outbox }),
stored: (state, { linked }) => ({ ...state, saved: linked === false ? "recorded" : "saved" }),
refused(state, { attemptId, message }) {
const { item } = state.view;
return item && !item.feedback && (!attemptId || attemptId === item.attempt_id) ? { ...state, complaint: { message } } : state;
},
ask: (state) => ({ ...state, asking: true, focus: focusAt(state, "consent") }),
consent(state, { value, here, reach }) {
const next = { ...state, consent: value, asking: false, reach };
return here ? { ...next, notice: false, focus: focusAt(state, "title") } : next;
},
reach: (state, { reach }) => (reach === state.reach ? state : { ...state, reach }),
end: (state) => ({
...state,
greeted: false,
consent: null,
asking: false,
saved: null,
complaint: null,
identity: state.identity + 1,
ended: true,
notice: true,
}),
};
const reduce = (state, event) => STEPS[event.type](state, event);
const asksConsent = (state) => state.asking || (state.consent === null && state.view.ask_consent);
const isFrozen = ({ view, waiting }) => Boolean(view.item) && waiting.includes(view.item.attempt_id);
const attemptOf = ({ item }) =>
item && { item: item.id, attempt_id: item.attempt_id, again: item.again === true && !item.feedback };
const answerOf = ({ item }) =>
item && item.feedback
? { kind: "submit", item: item.id, version: item.version, attempt_id: item.attempt_id, response: item.feedback.response, duration_ms: null }
: null;
function actionOf({ view }) {
if (view.screen === "item" && view.item) return view.item.feedback ? "next" : "submit";
return view.summary && view.summary.next_part ? "next_part" : null;
}
function recordOf({ view, consent, outbox, saved }) {
if (outbox) return outbox;
if (saved) return { tone: saved, keys: [saved] };
if (view.screen !== "item" || !view.item || view.item.feedback) return { tone: "", keys: [] };
if (view.scenario.sensitive) return { tone: "", keys: ["record_sensitive"] };
const plan = consent === null ? "record_unasked" : consent ? "record_linked" : "record_unlinked";
return { tone: "", keys: view.unit ? [plan, "record_unit"] : [plan] };
}
const TONES = { saved: "right", recorded: "neutral", saving: "neutral", failed: "note" };
function drawBar({ words, act }) {
const button = (attributes, text) => ({ element: h("button", { class: "ng-primary", ...attributes }, words(text)) });
const ways = {
submit: (form) => button({ type: "submit", form }, "submit"),
next: () => button({ type: "button", "aria-keyshortcuts": "Enter", onclick: act.next }, "next"),
next_part: (part) => button({ type: "button", onclick: () => act.openPart(part) }, "next_part"),
};
const way = region("div", { class: "ng-way" }, (action, leadsTo) => action && ways[action](leadsTo));
const plan = h("p", { class: "ng-small" });
const line = region("p", { role: "status" }, (tone, text) => tone && { element: h("span", null, sign(TONES[tone]), text) });
const retry = h("button", { type: "button", class: "ng-secondary", onclick: act.retry }, words("retry"));
const element = h("div", null, way.element, plan, line.element, retry);
return {
element,
show(state, form) {
const action = actionOf(state);
way.show(action, action === "next_part" ? state.view.summary.next_part : form);
const frozen = action === "submit" && isFrozen(state);
if (action === "submit") way.drawn.element.textContent = words(frozen ? "submitting" : "submit");
if (action) way.drawn.element.setAttribute("aria-disabled", frozen);
const { tone, keys, message } = recordOf(state);
const text = message || keys.map((key) => words(key)).join(" ");
element.className = `ng-bar ng-${tone || "plan"}`;
plan.textContent = tone ? "" : text;
line.show(tone, tone && text);
retry.hidden = tone !== "failed";
},
};
}
function drawUnitPicker({ units, words, act }) {
if (!units.length) return { element: null, show() {} };
const select = h(
"select",
{ onchange: () => act.setUnit(select.value === "" ? null : units[Number(select.value)]) },
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
function drawConsent({ sensitive, units, words, act }) {
const id = uniqueId();
const title = h("h2", { id }, words("consent_title"));
const kind = sensitive ? "_sensitive" : "";
const points = ["consent_never", !sensitive && "consent_elsewhere", "consent_groups", "consent_rights", "consent_later"];
const line = (key, answer) => key && h("p", null, answer && h("strong", null, words(answer), ": "), words(key));
const picker = drawUnitPicker({ units, words, act });
const element = h(
"section",
{ class: "ng-consent", "aria-labelledby": id },
title,
line(sensitive && "consent_here"),
line(`consent_agree${kind}`, "consent_yes"),
line(`consent_refuse${kind}`, "consent_no"),
line(units.length > 0 && "consent_unit"),
h("details", { class: "ng-cite" }, h("summary", null, words("consent_more")), h("ul", null, points.map((key) => key && h("li", null, words(key))))),
picker.element,
h(
"div",
{ class: "ng-buttons" },
h("button", { type: "button", class: "ng-primary", onclick: () => act.answerConsent(true) }, words("consent_yes")),
h("button", { type: "button", class: "ng-secondary", onclick: () => act.answerConsent(false) }, words("consent_no")),
),
);
return { element, title, show: picker.show };
}
function drawPart(part, words, act) {
return h(
"li",
null,
h(
"button",
{ type: "button", class: "ng-link", "aria-current": part.current && "step", onclick: () => act.openPart(part.id) },
h("span", null, part.title),
h("span", { class: "ng-small" }, words("part_facts", { minutes: part.minutes, answered: part.answered, items: part.items })),
),
);
}
function drawContents({ parts, sensitive, units, words, act }) {
const current = parts.find((part) => part.current);
const quiet = (key, onclick) => h("button", { type: "button", class: "ng-quiet", onclick }, words(key));
const picker = drawUnitPicker({ units, words, act });
const choices = h("div", null, quiet("consent_change", act.ask), picker.element);
const fold = (event) => {
if (event.target.closest("button")) event.currentTarget.open = false;
};
const element = h(
"nav",
{ class: "ng-contents", "aria-label": words("contents") },
h(
"details",
{ onclick: fold },
h(
"summary",
null,
h(
"span",
{ class: "ng-where" },
h("span", { class: "ng-now" }, current ? current.title : words("contents")),
current && h("span", { class: "ng-count" }, words("answered_items", { answered: current.answered, items: current.items })),
),
),
h("ol", null, parts.map((part) => drawPart(part, words, act))),
quiet("open_summary", act.openSummary),
choices,
sensitive && h("p", { class: "ng-small" }, words("sensitive_note")),
),
current && h("progress", { "aria-hidden": "true", max: current.items || 1, value: current.answered }),
);
return {
element,
show(asks, unit) {
choices.hidden = asks;
picker.show(unit);
},
};
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
function verdictOf({ verdict, chosen }) {
if (!chosen && verdict === "part") return ["note", "verdict_missed"];
if (!chosen && verdict === "right") return ["right", "verdict_left"];
return [verdict, `verdict_${verdict}`];
}
function drawVerdict(choice, { words, why, cites }) {
const [name, word] = verdictOf(choice);
const same = choice.yours === choice.key;
const head = [
h(
"span",
{ class: "ng-tags" },
h("span", { class: "ng-chip" }, sign(name), words(word)),
choice.chosen && !choice.yours && h("span", { class: "ng-mine" }, words("chosen")),
),
h("span", { class: "ng-choice" }, choice.text),
word !== "verdict_left" &&
(choice.yours || choice.key) &&
h(
"span",
{ class: "ng-compare" },
choice.yours && !same && h("span", null, words("yours", { yours: choice.yours })),
choice.key && h("strong", null, words("key", { key: choice.key })),
),
];
const reason = why && h("div", { class: "ng-why" }, h("p", null, why), cites && h("p", { class: "ng-small" }, cites));
const fold = reason && !choice.open;
return h(
"li",
{ class: `ng-verdict ng-${choice.verdict}` },
fold ? h("details", null, h("summary", null, h("span", { class: "ng-head" }, head)), reason) : [h("span", { class: "ng-head" }, head), reason],
);
}
function drawFeedback({ item, words }) {
const { choices, requirements, ...feedback } = item.feedback;
const headline = h("h3", { class: `ng-headline ng-level-${feedback.level}` }, sign(feedback.level), h("span", null, feedback.headline));
const labels = (choice) => choice.cites.filter((label) => label in requirements).join(", ");
const differ = new Set(choices.map(labels)).size > 1;
const list = choices.map((choice) =>
drawVerdict(choice, {
words,
why: choice.feedback,
cites: differ && labels(choice) && words("cites", { labels: labels(choice) }),
}),
);
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
h("ul", { class: "ng-verdicts" }, list),
h(
"div",
{ class: "ng-rationale" },
h("h3", null, words("rationale")),
h("p", null, feedback.rationale),
Object.values(requirements).map((requirement) => drawRequirement(requirement, words)),
),
feedback.legal_note && h("div", { class: "ng-legal" }, h("h3", null, words("legal_note")), h("p", null, feedback.legal_note)),
);
return { element, headline };
}
function drawNotices({ notice, reach, words }) {
const keys = [notice && "erased", reach !== "long" && `keeps_${reach}`].filter((key) => key);
return { element: h("div", null, keys.map((key) => h("p", { class: "ng-notice" }, sign("note"), h("span", null, words(key))))) };
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
const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
function drawRow({ text, cells }) {
const name = uniqueId();
const inputs = cells.map(({ value, checked, onchange }) => {
const input = h("input", { type: "radio", name, value, onchange });
input.checked = checked;
return input;
});
const labels = cells.map((cell, n) =>
h("label", { class: "ng-option ng-cell" }, inputs[n], h("span", { class: "ng-box" }, cell.label)),
);
function onkeydown(event) {
const step = ARROWS[event.key];
if (!step && event.key !== "Enter") return;
event.preventDefault();
if (step) inputs[(inputs.indexOf(event.target) + step + inputs.length) % inputs.length].focus();
else event.target.click();
}
const flag = h("span", { class: "ng-flag" });
const row = h(
"fieldset",
{ class: "ng-row" },
h("legend", { class: "ng-row-text" }, text, " ", flag),
h("div", { class: `ng-cells ng-cells-${cells.length}`, onkeydown }, labels),
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
const row = drawRow({
text: choice.text,
cells: options.map(({ value, label }) => ({
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
const rows = item.choices.map((choice) =>
drawRow({
text: choice.text,
cells: ROLES.map((role) => ({
value: role,
label: words(`${role}_label`),
checked: picked[role] === choice.token,
onchange: () => pick(role, choice.token),
})),
}),
);
const inputOf = (role, token) => rows[tokens.indexOf(token)].inputs[ROLES.indexOf(role)];
function pick(role, token) {
const other = role === "best" ? "worst" : "best";
if (picked[role] !== undefined) {
inputOf(role, picked[role]).checked = false;
announce(words("best_worst_taken", { label: words(`${role}_label`) }));
}
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
const LONG_WORD = 16;
function hottext({ item, response, words, changed }) {
const chosen = knownTokens(response, item.choices);
const name = uniqueId();
const texts = new Map(item.choices.map((choice) => [choice.token, choice.text]));
const inputs = [];
function drawPassage(token) {
const [first, ...others] = texts.get(token).split(" ");
const input = h("input", { type: "checkbox", name, value: token, onchange });
const label = h("label", { class: "ng-hot" }, h("span", { class: first.length < LONG_WORD && "ng-first" }, input, first), " ", others.join(" "));
function onchange() {
label.classList.toggle("ng-on", input.checked);
changed();
}
input.checked = chosen.includes(token);
label.classList.toggle("ng-on", input.checked);
inputs.push(input);
return label;
}
const text = item.passage.map((segment) => (segment.token === undefined ? segment.text : drawPassage(segment.token)));
const read = () => inputs.filter((input) => input.checked).map((input) => input.value);
return {
hint: words("hottext_hint"),
body: h("p", { class: "ng-passage" }, text),
read,
missing: () => (read().length ? null : { message: words("hottext_missing"), at: inputs[0] }),
};
}
const INTERACTIONS = { single_choice: singleChoice, multiple_response: multipleResponse, ranking: ranking, best_worst: bestWorst, rating: rating, matching: matching, hottext: hottext };
function drawQuestion({ item, words, response, announce, act, since }) {
const form = uniqueId();
let told = null;
const interaction = INTERACTIONS[item.kind]({
item,
response,
words,
announce,
changed() {
complain("");
act.keepDraft(interaction.read());
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
function complain(message) {
if (message || alert.firstChild) alert.replaceChildren(...(message ? [h("p", { class: "ng-alert" }, sign("note"), message)] : []));
}
function onsubmit(event) {
event.preventDefault();
if (fields.disabled) return;
const gap = interaction.missing();
complain(gap ? gap.message : "");
if (gap) gap.at.focus();
else act.submit(interaction.read(), performance.now() - since);
}
return {
element: h("form", { id: form, class: "ng-question", novalidate: true, autocomplete: "off", onsubmit }, fields, alert),
form,
prompt,
show(frozen, complaint) {
fields.disabled = frozen;
if (complaint && complaint !== told) complain(complaint.message);
told = complaint;
},
};
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
function drawSummary({ summary, words, act }) {
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
summary.again.length > 0 && h("h3", { id: listId }, words("again_title")),
summary.again.length > 0 &&
h(
"ul",
{ class: "ng-again", "aria-labelledby": listId },
summary.again.map(({ item, prompt }) =>
h("li", null, h("button", { type: "button", class: "ng-link", onclick: () => act.again(item) }, h("span", null, prompt), h("span", { class: "ng-go" }, words("again")))),
),
),
summary.note && h("p", { class: "ng-small" }, summary.note),
);
return { element, title };
}
const READ_MS = 600;
const CONTROLS = "button, summary, select, input, a";
function drawScreen({ title, words, act, responseTo }) {
const voice = h("div", { class: "ng-hidden", "aria-live": "polite" });
const announce = (text) => voice.replaceChildren(h("p", null, text));
let since = 0;
let focused = 0;
const notices = region("div", { class: "ng-notices", role: "status" }, (notice, reach) => drawNotices({ notice, reach, words }));
const contents = region("div", null, (parts, sensitive, units) => drawContents({ parts, sensitive, units, words, act }));
const consent = region("div", null, (asks, sensitive, units) => asks && drawConsent({ sensitive, units, words, act }));
const scene = region("div", { class: "ng-scene-place" }, (scenario) => scenario && drawScene({ scenario, words }));
const task = region("div", { class: "ng-task" }, (item, summary) => {
since = performance.now();
if (summary) return drawSummary({ summary, words, act });
if (!item) return { element: h("p", { class: "ng-waiting" }, words("nothing_here")) };
if (item.feedback) announce(item.feedback.headline);
if (item.feedback) return drawFeedback({ item, words });
return drawQuestion({ item, words, announce, act, since, response: responseTo(item.attempt_id) });
});
const bar = drawBar({ words, act });
const body = h("div", { class: "ng-body" }, scene.element, h("div", { class: "ng-side" }, task.element, bar.element));
const waiting = h("p", { class: "ng-waiting", role: "status" }, words("opening"));
const element = h(
"section",
{ class: "ng-card", lang: "vi", "aria-label": title, "data-lm-suppress-shortcuts": "true", onkeydown },
notices.element,
contents.element,
consent.element,
waiting,
voice,
);
function onkeydown(event) {
if (event.key !== "Enter" || event.repeat || !task.drawn.headline || event.target.closest(CONTROLS)) return;
if (performance.now() - since > READ_MS) act.next();
}
return {
element,
show(state) {
const { view } = state;
const isItem = view.screen === "item" && Boolean(view.item);
const asks = asksConsent(state);
if (waiting.parentNode) waiting.replaceWith(body);
notices.show(state.notice, state.reach);
contents.show(view.parts, view.lesson.sensitive, state.units);
consent.show(asks, view.lesson.sensitive, state.units);
contents.drawn.show(asks, view.unit);
if (asks) consent.drawn.show(view.unit);
body.className = isItem ? "ng-body ng-item" : "ng-body";
scene.show(isItem ? view.scenario : null);
task.show(isItem ? view.item : null, isItem ? null : view.summary, state.identity);
if (task.drawn.form) task.drawn.show(isFrozen(state), state.complaint);
bar.show(state, task.drawn.form);
if (state.focus.count === focused) return;
focused = state.focus.count;
const { on } = state.focus;
const at = on === "consent" ? consent.drawn.title : task.drawn[on] || scene.drawn[on];
if (at) focusOn(at);
},
};
}
const PREFIX = "neuguong.";
const LEARNER = "neuguong.learner";
const CONSENT = "neuguong.consent";
const TAB = "neuguong.tab";
const CHANNEL = "neuguong";
const PROBE = "x".repeat(2000);
const isToken = (value) => /^[0-9a-f]{32}$/.test(value || "");
function guarded(work) {
try {
return work() ?? null;
} catch {
return null; // Storage is switched off, or full.
}
}
function openDrawer() {
const memory = new Map();
const [lasting, passing] = ["localStorage", "sessionStorage"].map((name) => guarded(() => window[name]));
const stores = [lasting, passing].filter((store) => store);
const get = (store, key) => guarded(() => store.getItem(key));
const put = (store, key, value) => guarded(() => (store.setItem(key, value), true)) === true;
const drop = (store, key) => guarded(() => store.removeItem(key));
const keysOf = (store) => (guarded(() => Object.keys(store)) || []).filter((key) => key.startsWith(PREFIX) && key !== TAB);
const holds = (store) => put(store, `${PREFIX}probe`, PROBE) && (drop(store, `${PREFIX}probe`), true);
const agreed = () => get(lasting, CONSENT) === "true";
const inOrder = () => (agreed() ? [lasting, passing] : [passing, lasting]);
const read = (key) =>
memory.get(PREFIX + key) ?? inOrder().map((store) => get(store, PREFIX + key)).find((value) => value !== null) ?? null;
function write(key, value, forGood = agreed()) {
const kept = (forGood ? [lasting, passing] : [passing]).find((store) => put(store, PREFIX + key, value));
if (forGood && kept !== lasting) drop(lasting, PREFIX + key);
if (kept) memory.delete(PREFIX + key);
else memory.set(PREFIX + key, value);
}
return {
read,
write,
remove(key) {
memory.delete(PREFIX + key);
stores.forEach((store) => drop(store, PREFIX + key));
},
agree(value) {
write("consent", String(value), true);
const [to, from] = inOrder();
for (const key of keysOf(from)) if (key !== CONSENT && put(to, key, get(to, key) ?? get(from, key))) drop(from, key);
},
reach() {
if (memory.size) return "page";
const short = holds(passing);
if (holds(lasting) && (short || agreed())) return "long";
return short ? "tab" : "page";
},
tokens: () => [...new Set([memory.get(LEARNER), ...stores.map((store) => get(store, LEARNER))])].filter(isToken),
entries: () => Object.fromEntries(stores.flatMap((store) => keysOf(store).map((key) => [key, get(store, key)]))),
forget(token) {
if ([undefined, token].includes(memory.get(LEARNER))) memory.clear();
for (const store of stores)
if ([null, token].includes(get(store, LEARNER))) keysOf(store).forEach((key) => drop(store, key));
},
announce: (token) =>
guarded(() => {
const channel = new BroadcastChannel(CHANNEL);
channel.postMessage(token);
channel.close();
}),
watch({ ended, changed }) {
const channel = guarded(() => new BroadcastChannel(CHANNEL));
if (channel) channel.onmessage = ({ data }) => isToken(data) && ended(data);
const stored = ({ key }) => [null, LEARNER, CONSENT].includes(key) && changed();
window.addEventListener("storage", stored);
return () => {
window.removeEventListener("storage", stored);
if (channel) channel.close();
};
},
};
}
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value.length > 0 && value.length < 500;
const isScore = (value) => value === null || Number.isFinite(value);
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
function draft() {
const kept = readJson("draft");
return isObject(kept) && isText(kept.item) && isText(kept.attempt_id) ? kept : null;
}
return {
learner,
returning,
unsent,
local,
draft,
reach: drawer.reach,
forget: drawer.forget,
announce: drawer.announce,
watch: drawer.watch,
consent: () => ({ true: true, false: false })[drawer.read("consent")] ?? null,
keepConsent: drawer.agree,
unit: () => textOrNull(drawer.read("unit")),
keepUnit: (unit) => (unit ? drawer.write("unit", unit) : drawer.remove("unit")),
part: () => textOrNull(drawer.read(place("part"))),
keepPart: (part) => drawer.write(place("part"), part),
responseTo(attemptId) {
const kept = unsent()[attemptId] || draft();
return kept && kept.attempt_id === attemptId ? kept.response : null;
},
keepDraft: (at, response) => writeJson("draft", { ...at, response }),
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
const WELCOME_MS = 1500;
const DAY_MS = 864e5;
function render({ model, el }) {
const view = model.get("view");
const storage = openStorage(view.lesson.slug);
let state = begin({
view,
content: model.get("content"),
greeted: !storage.returning,
consent: storage.consent(),
reach: storage.reach(),
});
let learner = storage.learner();
const send = (message) => model.send(message);
const screen = drawScreen({
title: view.lesson.title,
words: makeWords(model.get("text")),
responseTo: storage.responseTo,
act: {
openPart: (part) => go({ kind: "open_part", part }),
openSummary: () => go({ kind: "summary" }),
again: (item) => go({ kind: "again", item }),
next: () => go({ kind: "next" }),
submit,
retry: () => outbox.sendAll(),
keepDraft: (response) => storage.keepDraft(attemptOf(state.view), response),
ask: () => dispatch({ type: "ask" }),
answerConsent(value) {
storage.keepConsent(value);
send({ kind: "consent", value });
dispatch({ type: "consent", value, here: true, reach: storage.reach() });
},
setUnit(unit) {
storage.keepUnit(unit);
send({ kind: "set_unit", unit });
},
},
});
const outbox = openOutbox({
send,
storage,
tell: (waiting, record) => dispatch({ type: "outbox", waiting, outbox: record }),
});
function dispatch(event) {
const before = state;
state = reduce(state, event);
if (state === before) return false;
if (state.open) {
screen.show(state);
keepPlace(before);
}
return true;
}
function go(message) {
if (dispatch({ type: "go", at: performance.now() })) send(message);
}
function submit(response, duration) {
const { id, version, attempt_id } = state.view.item;
dispatch({ type: "submit" });
outbox.add({
kind: "submit",
item: id,
version,
attempt_id,
response,
duration_ms: Math.min(Math.round(duration), DAY_MS),
confidence: null,
});
dispatch({ type: "reach", reach: storage.reach() });
}
function keepPlace(before) {
if (!state.greeted) return;
const { view: shown } = state;
const current = shown.parts.find((part) => part.current);
if (current && storage.part() !== current.id) storage.keepPart(current.id);
if (before.greeted && before.view.item === shown.item && before.view.screen === shown.screen) return;
if (!shown.item || (shown.item.feedback && shown.scenario.sensitive)) storage.dropDraft();
else storage.keepDraft(attemptOf(shown), shown.item.feedback ? null : storage.responseTo(shown.item.attempt_id));
}
function hello() {
learner = storage.learner();
const { greeted } = state;
const shown = greeted && state.view;
const draft = storage.draft();
send({
kind: "hello",
token: learner,
consent: storage.consent(),
unit: storage.unit(),
part: storage.part(),
attempt: (shown && attemptOf(shown)) || (draft && { item: draft.item, attempt_id: draft.attempt_id, again: draft.again === true }),
summary: greeted && !attemptOf(shown),
answered: shown ? answerOf(shown) : null,
local: storage.local(),
});
outbox.sendAll();
}
function end(token) {
storage.forget(token);
if (token !== learner) return;
dispatch({ type: "end" });
outbox.settle();
hello();
}
function changed() {
const consent = storage.consent();
if (consent === null && state.consent !== null) return end(learner);
if (consent === state.consent && storage.learner() === learner) return;
dispatch({ type: "consent", value: consent, here: false, reach: storage.reach() });
hello();
}
const heard = {
welcome: () => dispatch({ type: "welcome" }),
stored(content) {
outbox.stored(content);
dispatch({ type: "stored", linked: content.linked });
},
not_stored(content) {
const answer = state.greeted && answerOf(state.view);
if (answer && content.attempt_id === answer.attempt_id) storage.keepUnsent(answer);
outbox.notStored(content);
},
refused(content) {
outbox.refused(content);
dispatch({ type: "refused", attemptId: content.attempt_id, message: String(content.message) });
},
erased() {
if (state.ended) return; // Of an answer that was on its way when the identity ended.
storage.announce(learner);
end(learner);
},
};
const listeners = {
"change:view": () => dispatch({ type: "view", view: model.get("view") }),
"change:content": () => dispatch({ type: "content", content: model.get("content") }),
"msg:custom": (content) =>
content && Object.prototype.hasOwnProperty.call(heard, content.kind) && heard[content.kind](content),
reconnected: hello,
};
el.append(screen.element);
if (state.open) {
screen.show(state);
keepPlace({ ...state, greeted: false });
}
for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
const unwatch = storage.watch({ ended: end, changed });
hello();
const timer = setTimeout(() => dispatch({ type: "patience" }), WELCOME_MS);
return () => {
clearTimeout(timer);
outbox.close();
unwatch();
for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
screen.element.remove();
};
}
export { render };
export default { render };
