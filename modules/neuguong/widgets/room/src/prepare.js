// Owns what stands here before a workshop: go on with one, or begin one. What is filled in stays while news comes.
import { drawChosen } from "./chosen.js";
import { drawFold } from "../../board/src/fold.js";
import { drawPicker } from "./picker.js";
import { button, field, select, tell, tick } from "./parts.js";
import { h, region, uniqueId } from "../../card/src/dom.js";

const SECONDS = [30, 45, 60, 90, 120, 180];

function drawLine(line, words, send) {
  const enter = button(words(line.is_ended ? "open_report" : "go_on"), () => send({ kind: "enter", workshop: line.workshop }), line.is_ended ? "small" : "primary");
  enter.setAttribute("aria-label", `${enter.textContent}: ${line.title}, ${line.day}`);
  return h(
    "li",
    null,
    h("div", null, h("p", { class: "ng-row-prompt" }, line.title), h("p", { class: "ng-small" }, [line.day, line.code, line.rehearsal && words("rehearsal")].filter(Boolean).join(" · "))),
    enter,
  );
}

function drawPlans({ plans, words, choose }) {
  const name = uniqueId();
  const groups = new Map();
  plans.forEach((plan) => groups.set(plan.lesson, [...(groups.get(plan.lesson) || []), plan]));
  const option = (plan) =>
    h(
      "label",
      { class: "ng-plan" },
      h("input", { type: "radio", name, onchange: () => choose(plan) }),
      h("span", { class: "ng-plan-box" }, h("strong", null, plan.lesson && plan.id ? words("plan_minutes", { minutes: plan.minutes }) : plan.title), h("span", { class: "ng-small" }, words("plan_items", { n: plan.items.length }))),
    );
  return h(
    "div",
    { class: "ng-plans", role: "group", "aria-label": words("plans") },
    [...groups].map(([lesson, some]) =>
      h("fieldset", null, h("legend", null, lesson || words("saved_plans")), h("div", { class: "ng-plan-row" }, some.map(option))),
    ),
  );
}

export function drawPrepare({ words, send }) {
  let items = [];
  let known = new Map();
  let isFresh = true;

  const lines = region("div", null, (workshops) => {
    const open = workshops.filter((line) => !line.is_ended);
    return open.length > 0 && { element: h("div", { class: "ng-block" }, h("h2", null, words("open_workshops")), h("ul", { class: "ng-lines" }, open.map((line) => drawLine(line, words, send)))) };
  });
  const ended = region("div", null, (workshops) => {
    const over = workshops.filter((line) => line.is_ended);
    return over.length > 0 && { element: drawFold({ name: "ended", label: words("ended_workshops", { n: over.length }) }, h("ul", { class: "ng-lines" }, over.map((line) => drawLine(line, words, send)))).element };
  });
  const plans = region("div", null, (offered) => ({ element: drawPlans({ plans: offered, words, choose }) }));
  const title = h("input", { type: "text", maxlength: "300", autocomplete: "off" });
  const units = h("textarea", { rows: "5", maxlength: "60000", spellcheck: "false" });
  const seconds = select([["", words("timer_off")], ...SECONDS.map((n) => [String(n), words("timer_seconds", { n })])], "");
  const names = h("input", { type: "checkbox" });
  const rehearsal = h("input", { type: "checkbox" });
  const groups = h("input", { type: "number", min: "0", max: "50", value: "0", inputmode: "numeric" });
  const alert = h("p", { class: "ng-alert", role: "alert", hidden: true });
  const notes = h("div", { class: "ng-notes", role: "status" });
  const summary = h("p", { class: "ng-summary" });
  const chosen = drawChosen({ words, rowOf: (item) => known.get(item), changed: set });
  const picker = drawPicker({ words, send, label: words("add"), take: (row) => set([...items, keep(row).item]), isTaken: (row) => items.includes(row.item) });
  const planName = h("input", { type: "text", maxlength: "300", autocomplete: "off" });
  const save = button(words("save_plan"), () => send({ kind: "save-plan", title: (planName.value || title.value).trim(), items }), "small");
  const empty = h("p", { class: "ng-small" }, words("nothing_chosen"));
  const own = drawFold(
    { name: "own", label: words("own_plan"), toggled: (open) => open && picker.open() },
    empty,
    chosen.element,
    picker.element,
    h("div", { class: "ng-save" }, field(words("plan_name"), planName), save),
  );
  const more = drawFold(
    { name: "more", label: words("more_settings") },
    field(words("timer"), seconds, words("timer_hint")),
    field(words("groups"), groups, words("groups_hint")),
    tick(words("names"), names),
    h("p", { class: "ng-small" }, words("names_hint")),
  );
  const start = button(words("start"), begin, "primary");

  function keep(row) {
    known.set(row.item, row);
    return row;
  }
  function set(next) {
    items = next;
    empty.hidden = items.length > 0;
    chosen.show(items);
    picker.refresh();
    tell(summary, items.length ? words("summary", { n: items.length }) : words("choose_first"));
    tell(alert, "");
  }
  function choose(plan) {
    if (!title.value || title.value === title.offered) title.value = title.offered = plan.title;
    set(plan.items);
  }
  function begin() {
    if (!items.length) return tell(alert, words("choose_first"));
    tell(alert, "");
    send({
      kind: "begin",
      title: title.value.trim() || words("untitled"),
      items,
      units: units.value,
      seconds: seconds.value ? Number(seconds.value) : null,
      names: names.checked,
      groups: Math.min(50, Math.max(0, Math.round(Number(groups.value)) || 0)),
      rehearsal: rehearsal.checked,
    });
  }
  const element = h(
    "div",
    { class: "ng-prepare" },
    lines.element,
    h(
      "div",
      { class: "ng-block" },
      h("h2", null, words("begin")),
      h("h3", null, words("step_plan")),
      plans.element,
      own.element,
      h("h3", null, words("step_units")),
      field(words("title"), title),
      field(words("units"), units, words("units_hint")),
      notes,
      tick(words("rehearse"), rehearsal),
      h("p", { class: "ng-small" }, words("rehearse_hint")),
      more.element,
    ),
    ended.element,
    h("div", { class: "ng-foot" }, alert, h("div", { class: "ng-foot-row" }, summary, start)),
  );
  set([]);
  return {
    element,
    show(view) {
      if (isFresh) units.value = view.unit_text;
      isFresh = false;
      view.rows.forEach(keep);
      lines.show(view.workshops);
      ended.show(view.workshops);
      plans.show(view.plans);
    },
    found: (reply) => {
      reply.rows.forEach(keep);
      picker.found(reply);
    },
    refused: (message) => tell(alert, message),
    told: (lines_) => notes.replaceChildren(...lines_.map((line) => h("p", null, line))),
  };
}
