// Owns the line at the top: period, unit and topic to look at, and the totals as a file.
import { h } from "../../card/src/dom.js";

export function drawChooser({ words, choose, save }) {
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
      // Where there are no units there is nothing to pick.
      if (content.units.length === 0) picks[1].label.remove();
      else fields.insertBefore(picks[1].label, picks[2].label);
    },
    // A sensitive topic is neither of a period nor of a unit: what cannot be chosen cannot be pressed.
    show(view) {
      period.value = view.sensitive ? "all" : view.period;
      unit.value = view.sensitive || view.unit === null ? "" : view.unit;
      topic.value = view.topic;
      period.disabled = unit.disabled = Boolean(view.sensitive);
    },
  };
}
