// Owns the line at the top: period or session, unit and topic to look at, and the totals as a file.
import { h } from "../../card/src/dom.js";

const SESSION = "session:";

export function drawChooser({ words, choose, save }) {
  const picks = ["period", "unit", "topic"].map((name) => {
    const select = h("select", { onchange: () => choose(read()) });
    return { name, select, label: h("label", { class: `ng-pick ng-pick-${name}` }, h("span", null, words(name)), select) };
  });
  const [period, unit, topic] = picks.map((pick) => pick.select);
  // A session of the hall stands in a period's place, and is of everybody there.
  const read = () => {
    const session = period.value.startsWith(SESSION) ? period.value.slice(SESSION.length) : null;
    return { period: session === null ? period.value : "all", session, unit: session === null && unit.value ? unit.value : null, topic: topic.value };
  };
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
  const drawOption = ({ id, label }) => h("option", { value: id }, label);
  const fill = (select, options, sessions = []) => {
    const shape = JSON.stringify([options, sessions]);
    if (select.shape === shape) return;
    select.shape = shape;
    select.replaceChildren(...options.map(drawOption));
    if (sessions.length) select.append(h("optgroup", { label: words("sessions") }, sessions.map(({ id, label }) => drawOption({ id: SESSION + id, label }))));
  };
  return {
    element,
    tell: (text) => {
      status.textContent = text;
    },
    offer(content) {
      fill(period, content.periods, content.sessions);
      fill(unit, [{ id: "", label: words("unit_all") }, ...content.units.map((name) => ({ id: name, label: name }))]);
      fill(topic, content.topics);
      // Where there are no units there is nothing to pick.
      if (content.units.length === 0) picks[1].label.remove();
      else fields.insertBefore(picks[1].label, picks[2].label);
    },
    // A sensitive topic is neither of a period nor of a unit, a session of no unit: what cannot be chosen cannot be
    // pressed.
    show(view) {
      const isSession = view.session !== null;
      for (const option of period.options) option.disabled = Boolean(view.sensitive) && option.value !== "all" && !option.value.startsWith(SESSION);
      period.value = isSession ? SESSION + view.session : view.sensitive ? "all" : view.period;
      unit.value = view.sensitive || isSession || view.unit === null ? "" : view.unit;
      topic.value = view.topic;
      period.disabled = Boolean(view.sensitive) && !period.querySelector("optgroup");
      unit.disabled = Boolean(view.sensitive) || isSession;
    },
  };
}
