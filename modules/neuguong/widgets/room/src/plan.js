// Owns the plan: what was asked and what it came to, what is still to come, in an order that may be changed.
import { drawChosen } from "./chosen.js";
import { drawFold } from "../../board/src/fold.js";
import { button } from "./parts.js";
import { h, region } from "../../card/src/dom.js";

export function drawPlan({ words, command }) {
  const known = new Map();
  let canReplan = false;
  const done = region("div", null, (rows, current, canLook) => ({
    element: h(
      "ol",
      { class: "ng-done" },
      rows.map((row) => {
        const look = canLook && row.turn !== current && button(words("look"), () => command({ command: "look-at", turn: row.turn }), "small");
        if (look) look.setAttribute("aria-label", words("look_at", { turn: row.turn }));
        return h(
          "li",
          { "aria-current": row.turn === current ? "step" : null },
          h("div", null, h("p", { class: "ng-row-prompt" }, `${row.turn}. ${row.prompt}`), h("p", { class: "ng-small" }, [row.scenario, row.share === null ? words("no_share") : words("row_share", { share: row.share })].join(" · "))),
          look,
        );
      }),
    ),
  }));
  const chosen = drawChosen({ words, rowOf: (item) => known.get(item), changed: (items) => command({ command: "replan", items }) });
  const fixed = h("ol", { class: "ng-chosen" });
  const title = h("h3", null);
  const skip = button(words("skip"), () => command({ command: "skip" }), "small");
  const fold = drawFold({ name: "plan", label: words("plan") }, done.element, title, chosen.element, fixed, skip);
  let shape = null;
  return {
    element: h("section", { class: "ng-block" }, fold.element),
    show({ plan, can, wall }) {
      plan.forEach((row) => known.set(row.item, row));
      const asked = plan.filter((row) => row.turn !== null);
      const coming = plan.filter((row) => row.turn === null);
      const key = JSON.stringify([asked, wall.state.turn, can.includes("look-at")]);
      if (key !== shape) done.show(asked, wall.state.turn, can.includes("look-at"));
      shape = key;
      canReplan = can.includes("replan");
      chosen.element.hidden = !canReplan;
      fixed.hidden = canReplan;
      const items = coming.map((row) => row.item);
      chosen.show(items);
      if (!canReplan) fixed.replaceChildren(...coming.map((row) => h("li", null, h("p", { class: "ng-row-prompt" }, row.prompt))));
      const text = items.length ? words("coming", { n: items.length }) : words("nothing_coming");
      if (title.textContent !== text) title.textContent = text;
      skip.hidden = !can.includes("skip") || !items.length;
    },
  };
}
