// Owns the making of elements: text only ever becomes text nodes. Knows nothing of lessons.
const PAGE = Math.random().toString(36).slice(2, 8);
let serial = 0;

// An id no other card on the page has.
export function uniqueId() {
  serial += 1;
  return `ng-${PAGE}-${serial}`;
}

// h("p", { class: "x", onclick: f }, "text", node, null): attributes that are null or false are left out.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SIGNS = { right: "✓", full: "✓", part: "≈", wrong: "✗", none: "✗", neutral: "–", note: "!" };

// A sign beside a word that says the same, so hidden from screen readers.
export function sign(name) {
  return h("span", { class: "ng-sign", "aria-hidden": "true" }, SIGNS[name] || SIGNS.neutral);
}

export function paragraphs(text) {
  return text.split(/\n+/).filter((line) => line.trim()).map((line) => h("p", null, line));
}

// A place on the page that is drawn again only when a value it is drawn from is another: `draw(...values)` gives
// { element, … } or nothing, kept as `drawn`.
export function region(tag, attributes, draw) {
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

// Moves the keyboard and the screen reader to a heading, and the page only if it is out of sight.
export function focusOn(heading) {
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
  const { top, bottom } = heading.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight * 0.6) heading.scrollIntoView({ block: "start" });
}
