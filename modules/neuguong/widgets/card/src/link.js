// Owns ways to another part of the lesson: links where parts have addresses, buttons where they have none.
import { h } from "./dom.js";

// `href(part)`: the address; null where there are none. `open(part)` leads there without leaving the page; false where it
// cannot, and the address is asked for.
export function makeLink(href, open) {
  return (part, attributes, ...children) => {
    if (!href) return h("button", { type: "button", ...attributes, onclick: () => open(part) }, ...children);
    const onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (open(part) !== false) event.preventDefault();
    };
    return h("a", { href: href(part), ...attributes, onclick }, ...children);
  };
}
