// Owns a QR code: an image, so that nothing in it can become markup. Dark on light in every scheme.
import { h } from "../../card/src/dom.js";

export function drawQr({ svg, alt }) {
  const source = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  return h("span", { class: "ng-qr" }, h("img", { src: source, alt }));
}
