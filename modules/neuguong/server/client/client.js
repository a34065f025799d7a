// The page's own Voilà client: one websocket to where the page's cards are hosted, a kernel or the server itself, widget
// models over it, anywidget views. Where no line can be had it draws the card as it was last on screen in this browser.
// Knows nothing of what a card asks.
import { guarded, openDrawer } from "./drawer.js";

const TAB_KEY = "neuguong.tab";
const RENEWED_KEY = "neuguong.renewed";
const PING_EVERY_MS = 15000;
const PONG_WITHIN_MS = 10000;
// Who comes back to the page, or presses the button, is told sooner whether the line still stands.
const QUICK_PONG_MS = 4000;
const CONNECT_WITHIN_MS = 10000;
// So long somebody looks at an empty page; then at what was there last time.
const COPY_AFTER_MS = 4000;
const WIDGETS_WITHIN_MS = 20000;
const DRAW_AGAIN_MS = 3000;
const CLOSED_IDLE = 4001;
const CLOSED_REFUSED = 4003;
const CLOSED_REPLACED = 4005;
const CLOSED_FAILED = 4006;
const CLOSED_LOCKED = 4007;

/** A random identifier of 32 hex digits. */
function randomHex() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** This tab's identifier: survives a reload, not a new tab. */
function tabId() {
  try {
    const known = sessionStorage.getItem(TAB_KEY);
    if (/^[0-9a-f]{32}$/.test(known || "")) return known;
    const fresh = randomHex();
    sessionStorage.setItem(TAB_KEY, fresh);
    return fresh;
  } catch {
    return randomHex();
  }
}

function forgetTab() {
  try {
    sessionStorage.removeItem(TAB_KEY);
  } catch {
    // storage is switched off: every page has an id of its own anyway
  }
}

/** The state of one widget, as anywidget's `render` expects it: get, set, on, off, send. */
class WidgetModel {
  constructor(state) {
    this.state = state;
    this.listeners = new Map();
    this.deliver = () => {};
  }
  get(name) {
    return this.state[name];
  }
  set() {} // the page never sets a trait: the kernel refuses it anyway
  save_changes() {}
  on(event, listener) {
    this.listeners.set(event, [...(this.listeners.get(event) || []), listener]);
  }
  off(event, listener) {
    this.listeners.set(event, (this.listeners.get(event) || []).filter((known) => known !== listener));
  }
  emit(event, ...values) {
    for (const listener of this.listeners.get(event) || []) listener(...values);
  }
  send(content) {
    this.deliver(content);
  }
  /** Whether there is no line: then what the card sends goes nowhere. */
  cut(isCut) {
    if ((this.state.cut === true) !== isCut) this.update({ cut: isCut });
  }
  update(state) {
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.emit(`change:${name}`);
    this.emit("change");
  }
}

/** Which part of the lesson the page's address names; the card and the browser's buttons move it. */
class Place {
  constructor(page) {
    this.page = page;
    this.heading = document.getElementById("ng-part");
    this.longer = [...page.querySelectorAll("details.taught")];
  }
  get part() {
    return location.pathname.split("/")[2] || null;
  }
  href(part) {
    return `/${this.page.dataset.slug}${part ? `/${part}` : ""}`;
  }
  /** The card shows that part, or none; the address follows. */
  show(part, title) {
    if (part !== this.part) history.pushState(null, "", this.href(part));
    document.title = part ? `${title} · ${this.page.dataset.title}` : this.page.dataset.title;
    this.heading.textContent = title;
    this.heading.hidden = !part;
    this.page.dataset.part = part || "";
    for (const fold of this.longer) document.getElementById("ng-cards")[part ? "after" : "before"](fold);
  }
  /** Calls `listener` with the part that the browser's button has led to. */
  watch(listener) {
    const moved = () => listener(this.part);
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }
}

/** The visitor's connection: asks for a kernel, keeps it, replaces it; tells the page what is going on. */
class Connection {
  constructor(page) {
    this.page = page;
    this.words = page.dataset;
    this.banner = document.getElementById("ng-banner");
    this.models = new Map(); // the card's id → model
    this.views = new Map(); // "cell:position" → model shown there
    this.tries = 0;
    this.socket = null;
    this.drawer = openDrawer();
    this.copying = setTimeout(() => this.drawCopy(), COPY_AFTER_MS);
    addEventListener("online", () => this.renew());
    addEventListener("offline", () => this.tellLost());
    addEventListener("pageshow", (event) => event.persisted && this.renew());
    document.addEventListener("visibilitychange", () => document.hidden || this.renew());
    for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => this.resting && this.open());
    setInterval(() => this.ping(), PING_EVERY_MS);
  }

  get isOpen() {
    return this.socket !== null && this.socket.readyState <= WebSocket.OPEN;
  }

  open() {
    clearTimeout(this.timer);
    if (this.isOpen) return;
    this.resting = false;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/kenh/${this.words.slug}?tab=${tabId()}`);
    this.socket = socket;
    socket.onopen = () => this.watch(WIDGETS_WITHIN_MS);
    socket.onmessage = (event) => this.socket === socket && this.take(JSON.parse(event.data));
    socket.onclose = (event) => this.socket === socket && this.closed(event);
    this.settled = false;
    this.watch(CONNECT_WITHIN_MS);
  }

  /** Give the connection so long for its next step; then it counts as lost. */
  watch(milliseconds) {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.drop(), milliseconds);
  }

  drop() {
    const { socket } = this;
    if (!socket) return;
    socket.onclose = null;
    socket.close();
    this.closed({ code: 1006 });
  }

  /** See to it that the line stands: at once, whatever it looked like. */
  renew() {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) return this.ping(QUICK_PONG_MS);
    if (this.isOpen) this.drop();
    this.open();
  }

  closed(event) {
    this.socket = null;
    clearTimeout(this.pongTimer);
    clearTimeout(this.watchdog);
    if (event.code === CLOSED_IDLE) {
      this.resting = true;
      this.tell(this.words.resting, "resting");
      return;
    }
    if (event.code === CLOSED_LOCKED) return location.reload(); // to the gate: the trainer was sent out
    if (event.code === CLOSED_REPLACED) {
      forgetTab(); // a duplicated tab took the kernel along with the id; this page goes on under its own
      return this.open();
    }
    if (event.code === CLOSED_REFUSED) {
      this.tell(this.words.refused, "lost");
    } else if (event.code === CLOSED_FAILED) {
      this.tell(this.words.failed, "lost");
    } else if (this.tries > 0 || this.views.size > 0) {
      this.tellLost();
    }
    this.drawCopy();
    const wait = Math.min(8000, 250 * 2 ** this.tries) * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.timer = setTimeout(() => this.open(), wait);
  }

  ping(within = PONG_WITHIN_MS) {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send('{"type":"ping"}');
    clearTimeout(this.pongTimer);
    this.pongTimer = setTimeout(() => this.drop(), within);
  }

  take(frame) {
    switch (frame.type) {
      case "queued":
        clearTimeout(this.watchdog);
        return this.tell(this.words.queued.replace("{place}", frame.place), "queued");
      case "ready":
        this.tries = 0;
        return this.takeWidgets(frame.widgets);
      case "pong":
        clearTimeout(this.pongTimer);
        if (this.settled && document.documentElement.dataset.connection === "lost") this.tell("", "open");
        return;
      case "update":
        return this.models.get(frame.id)?.update(frame.state);
      case "custom":
        return this.models.get(frame.id)?.emit("msg:custom", frame.content, []);
    }
  }

  /** All cards of the page, after each (re)connection: draw what is new, hand over what was there before. */
  takeWidgets(widgets) {
    clearTimeout(this.watchdog);
    clearTimeout(this.copying);
    if (this.isOld(widgets)) return location.reload();
    this.settled = true;
    const before = this.views;
    this.models = new Map();
    this.views = new Map();
    for (const { cell, position, id, state } of widgets) {
      const place = `${cell}:${position}`;
      const model = before.get(place) || new WidgetModel({});
      Object.assign(model.state, state, { copy: false, cut: false });
      model.deliver = (content) => this.post({ type: "say", id, content });
      this.models.set(id, model);
      this.views.set(place, model);
      if (before.has(place)) model.emit("reconnected");
      else this.draw(cell, model);
    }
    this.tell("", "open");
  }

  /** Whether the server is of another version than this page, and nothing is lost by coming back with one of its own. */
  isOld(widgets) {
    const folder = (url) => new URL(".", new URL(url, location.href)).href;
    const other = widgets.map(({ state }) => folder(state._esm)).find((one) => one !== folder(import.meta.url));
    if (!other || !this.words.worker || this.drawer.reach() === "page") return false;
    const before = guarded(() => sessionStorage.getItem(RENEWED_KEY));
    guarded(() => sessionStorage.setItem(RENEWED_KEY, other));
    return before !== other;
  }

  /** The card as it was last on screen here, until there is a line: if nothing is drawn yet, and if it was kept. */
  async drawCopy() {
    const places = document.querySelectorAll("[data-cell]");
    const { slug, part } = this.words;
    const kept = this.drawer.screenAt(part ? `${slug}/${part}` : slug);
    if (this.views.size || places.length !== 1 || !kept || !kept.view || kept.view.lesson.slug !== slug) return;
    const text = await fetch(new URL("card.json", import.meta.url)).then((answer) => answer.json()).catch(() => null);
    if (this.views.size || !text) return;
    const { cell } = places[0].dataset;
    const _esm = new URL("card.js", import.meta.url).href;
    const model = new WidgetModel({ _esm, text, view: kept.view, content: kept.content, copy: true, cut: true });
    this.views.set(`${cell}:0`, model);
    this.tellLost();
    await this.draw(cell, model).catch(() => this.views.clear());
  }

  async draw(cell, model, tries = 0) {
    const place = document.querySelector(`[data-cell="${cell}"]`);
    const url = new URL(model.get("_esm"), location.href);
    if (!place || url.origin !== location.origin) return;
    let widget;
    try {
      ({ default: widget } = await import(tries ? `${url.href}?${tries}` : url.href));
    } catch {
      this.tell(this.words.failed, "lost");
      setTimeout(() => this.draw(cell, model, tries + 1), DRAW_AGAIN_MS * (tries + 1));
      return;
    }
    const element = document.createElement("div");
    place.replaceChildren(element);
    await widget.render({ model, el: element, place: new Place(this.page) });
    if (tries && this.settled) this.tell("", "open");
  }

  post(frame) {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  tellLost() {
    const isCopy = [...this.views.values()].some((model) => model.get("copy"));
    this.tell(isCopy ? this.words.copy : this.words.lost, "lost");
  }

  tell(words, state) {
    document.documentElement.dataset.connection = state;
    for (const model of this.views.values()) model.cut(state === "lost");
    this.banner.textContent = words;
    this.banner.hidden = !words;
    if (state !== "lost") return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.words.retry;
    button.onclick = () => this.renew();
    this.banner.append(" ", button);
  }
}

let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")].filter((folded) => !folded.closest("[data-print='as-shown']"));
  for (const folded of unfolded) folded.open = true;
});
addEventListener("afterprint", () => {
  for (const folded of unfolded) folded.open = false;
});

const page = document.getElementById("ng-page");
if (page && page.dataset.slug) new Connection(page).open();
// Where pages are trusted (https, this machine itself), the browser is to hold the kit for when there is no line.
if (page && page.dataset.worker && navigator.serviceWorker && !openDrawer().isShared())
  addEventListener("load", () => navigator.serviceWorker.register(page.dataset.worker).catch(() => {}));
