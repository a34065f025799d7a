// Owns how phones come in, as the trainer sees it: QR code, address, code, whether one has come, other addresses.
import { select, tell } from "./parts.js";
import { drawQr } from "../../wall/src/qr.js";
import { h, region, sign } from "../../card/src/dom.js";

export function drawEntrance({ words, choose }) {
  const qr = region("div", { class: "ng-qr-place" }, (svg) => svg && { element: drawQr({ svg, alt: words("qr_alt") }) });
  const address = h("strong", { class: "ng-address" });
  const line = h("p", null, words("address"), " ", address);
  const code = h("strong", { class: "ng-code" });
  const arrived = h("p", { class: "ng-arrived", role: "status" });
  const closed = h("p", { class: "ng-withheld", hidden: true });
  const others = region("div", null, (addresses) => {
    if (addresses.length < 2) return null;
    const chosen = addresses.find((one) => one.chosen);
    const options = addresses.map((one) => [one.address, `${one.address} – ${one.label}`]);
    const list = select(options, chosen ? chosen.address : "", choose);
    return { element: h("label", { class: "ng-field" }, h("span", null, words("other_address")), list) };
  });
  const link = (href, label) => h("a", { href, target: "_blank", rel: "noopener" }, label);
  return {
    element: h(
      "section",
      { class: "ng-block ng-entrance", "aria-label": words("entrance") },
      h("h3", null, words("entrance")),
      qr.element,
      line,
      h("p", null, words("code"), " ", code),
      arrived,
      closed,
      others.element,
      h(
        "ul",
        { class: "ng-links" },
        h("li", null, link("/man-chieu#sang", words("open_wall"))),
        h("li", null, link("/man-chieu#toi", words("open_wall_dark"))),
        h("li", null, link("/vao/tro-giup", words("help"))),
      ),
    ),
    show(wall, entrance, reach) {
      qr.show(entrance.qr);
      tell(address, entrance.address);
      line.hidden = !entrance.address;
      tell(code, wall.code);
      const isIn = Boolean(reach && reach.arrived) || wall.joined > 0;
      if (arrived.isIn !== isIn) {
        arrived.isIn = isIn;
        arrived.classList.toggle("ng-in", isIn);
        arrived.replaceChildren(sign(isIn ? "right" : "neutral"), words(isIn ? "arrived" : "not_arrived"));
      }
      tell(closed, reach && !reach.open ? words("lan_closed") : "");
      others.show(reach ? reach.addresses : []);
    },
  };
}
