// Owns the control room: asks for news, sends what is pressed, shows what comes. Knows nothing of Jupyter.
import { drawHall } from "./hall.js";
import { drawPrepare } from "./prepare.js";
import { h } from "../../card/src/dom.js";
import { listenToKeys } from "./keys.js";
import { makeWords } from "../../card/src/words.js";
import { share } from "../../card/src/share.js";
import { tell } from "./parts.js";
import { watchNames } from "../../wall/src/names.js";
import { watchReach } from "../../wall/src/reach.js";

const REFRESH_MS = 700;

export function render({ model, el }) {
  const words = makeWords(model.get("text"));
  const send = (message) => model.send(message);
  let screen = null;
  let reach = null;
  let hall = null;
  let prepare = null;

  const alarm = h("p", { class: "ng-alarm", role: "alert", hidden: true });
  const place = h("div", null);
  const root = h("section", { class: "ng-room", lang: "vi", "aria-label": words("region"), "data-lm-suppress-shortcuts": "true", "data-print": "as-shown" }, alarm, place);

  const codeOf = (one) => (one && one.room ? one.room.wall.code : "");
  // One of the two is on the page, and begins anew when it comes back.
  function enter() {
    if (hall) hall.stop();
    hall = screen.room ? drawHall({ words, send, chooseAddress: (address) => watch.choose(address), showName: named.show }) : null;
    prepare = screen.room ? null : drawPrepare({ words, send });
    place.replaceChildren((hall || prepare).element);
  }
  function draw() {
    const before = screen;
    screen = share(before, model.get("view"));
    if (!before || codeOf(before) !== codeOf(screen)) {
      enter();
      if (before) window.scrollTo(0, 0);
      if (before) watch.ask();
      named.ask();
    }
    tell(alarm, screen.alarm || "");
    if (hall) hall.show(screen.room, reach, named.list());
    else if (screen.prepare) prepare.show(screen.prepare);
  }

  // A kernel that took over from a dead one knows of no room that was entered.
  function reconnected() {
    const code = codeOf(screen);
    const { prepare: offered } = model.get("view");
    const line = code && offered && offered.workshops.find((one) => one.code === code);
    if (line) send({ kind: "enter", workshop: line.workshop });
    else draw();
  }

  const heard = {
    file: (content) => hall && hall.file(content),
    text: (content) => hall && hall.text(content),
    found: (content) => (hall || prepare).found(content),
    units: (content) => (hall || prepare).told(content.notes),
    refused: (content) => (hall ? hall.refused(content) : prepare.refused(content.message)),
  };
  const listeners = {
    "change:view": draw,
    reconnected,
    "msg:custom": (content) => content && Object.prototype.hasOwnProperty.call(heard, content.kind) && heard[content.kind](content),
  };
  const look = () => document.hidden || send({ kind: "refresh" });
  const watch = watchReach({
    code: () => codeOf(screen),
    told(news) {
      reach = news;
      draw();
    },
  });
  const named = watchNames({
    code: () => (codeOf(screen) && screen.room.wall.names ? codeOf(screen) : ""),
    told: draw,
  });

  el.append(root);
  draw();
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
  document.addEventListener("visibilitychange", look);
  const unkey = listenToKeys({ root, forward: () => hall && hall.forward(), back: () => hall && hall.back(), pause: () => hall && hall.pause() });
  const timer = setInterval(look, REFRESH_MS);

  return () => {
    clearInterval(timer);
    watch.stop();
    named.stop();
    unkey();
    if (hall) hall.stop();
    document.removeEventListener("visibilitychange", look);
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
    root.remove();
  };
}
