// Owns counts from paper cards, for a hall whose network is down.
import { drawFold } from "../../board/src/fold.js";
import { button, field } from "./parts.js";
import { h, region } from "../../card/src/dom.js";

export function drawByHand({ words, send, version }) {
  const form = region("div", null, (choices) => {
    const inputs = choices.map((choice) => [choice.token, h("input", { type: "number", min: "0", max: "10000", value: "0", inputmode: "numeric" })]);
    const counts = () => Object.fromEntries(inputs.map(([token, input]) => [token, Math.min(10000, Math.max(0, Math.round(Number(input.value)) || 0))]));
    return {
      element: h(
        "div",
        null,
        h("p", { class: "ng-small" }, words("by_hand_hint")),
        h("div", { class: "ng-counts" }, inputs.map(([, input], n) => field(choices[n].letter, input))),
        button(words("by_hand_send"), () => send({ kind: "by-hand", version: version(), counts: counts() }), "small"),
      ),
    };
  });
  const fold = drawFold({ name: "by-hand", label: words("by_hand") }, form.element);
  return {
    element: fold.element,
    show({ can, wall }) {
      const { item, activity, options } = wall.state;
      const fits = can.includes("by-hand");
      fold.element.hidden = !fits;
      if (fits) form.show(activity === "poll" ? options : item.choices);
    },
  };
}
