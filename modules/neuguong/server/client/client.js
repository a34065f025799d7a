// The page's own Voilà client: one websocket to the visitor's kernel, widget models over it, anywidget views.
// Knows nothing of what a card asks. Binary widget state is not carried: our pages have none.

const TAB_KEY = "neuguong.tab";
const PING_EVERY_MS = 15000;
const PONG_WITHIN_MS = 10000;
const CLOSED_IDLE = 4001;
const CLOSED_REFUSED = 4003;
const CLOSED_REPLACED = 4005;
const CLOSED_FAILED = 4006;
const CONTROL_TARGET = "jupyter.widget.control";

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
  update(state) {
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.emit(`change:${name}`);
    this.emit("change");
  }
}

/** The visitor's connection: asks for a kernel, keeps it, replaces it; tells the page what is going on. */
class Connection {
  constructor(page) {
    this.page = page;
    this.words = page.dataset;
    this.banner = document.getElementById("ng-banner");
    this.models = new Map(); // comm id → model
    this.views = new Map(); // "cell:position" → model shown there
    this.tries = 0;
    this.socket = null;
    addEventListener("online", () => this.open());
    addEventListener("offline", () => this.tell(this.words.lost, "lost"));
    addEventListener("pageshow", (event) => event.persisted && this.open());
    document.addEventListener("visibilitychange", () => document.hidden || this.open());
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
    socket.onmessage = (event) => this.socket === socket && this.take(JSON.parse(event.data));
    socket.onclose = (event) => this.socket === socket && this.closed(event);
  }

  closed(event) {
    this.socket = null;
    clearTimeout(this.pongTimer);
    if (event.code === CLOSED_IDLE) {
      this.resting = true;
      this.tell(this.words.resting, "resting");
      return;
    }
    if (event.code === CLOSED_REPLACED) {
      forgetTab(); // a duplicated tab took the kernel along with the id; this page goes on under its own
      return this.open();
    }
    if (event.code === CLOSED_REFUSED) {
      this.tell(this.words.refused, "lost");
    } else if (event.code === CLOSED_FAILED) {
      this.tell(this.words.failed, "lost");
    } else if (this.tries > 0 || this.views.size > 0) {
      this.tell(this.words.lost, "lost");
    }
    const wait = Math.min(8000, 250 * 2 ** this.tries) * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.timer = setTimeout(() => this.open(), wait);
  }

  ping() {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send('{"type":"ping"}');
    clearTimeout(this.pongTimer);
    const socket = this.socket;
    this.pongTimer = setTimeout(() => {
      if (this.socket !== socket) return;
      socket.onclose = null;
      socket.close();
      this.closed({ code: 1006 });
    }, PONG_WITHIN_MS);
  }

  take(frame) {
    switch (frame.type) {
      case "queued":
        return this.tell(this.words.queued.replace("{place}", frame.place), "queued");
      case "ready":
        this.tries = 0;
        this.outputs = frame.outputs;
        this.controlId = randomHex();
        this.post("comm_open", { comm_id: this.controlId, target_name: CONTROL_TARGET, data: {} });
        return this.post("comm_msg", { comm_id: this.controlId, data: { method: "request_states" } });
      case "pong":
        return clearTimeout(this.pongTimer);
      case "comm_msg":
        return this.takeComm(frame.content);
    }
  }

  takeComm({ comm_id: id, data }) {
    if (id === this.controlId && data.method === "update_states") return this.takeStates(data.states);
    const model = this.models.get(id);
    if (!model) return;
    if (data.method === "update") model.update(data.state);
    else if (data.method === "custom") model.emit("msg:custom", data.content, []);
  }

  /** All widgets of the kernel, after each (re)connection: draw what is new, hand over what was there before. */
  takeStates(states) {
    const before = this.views;
    this.models = new Map();
    this.views = new Map();
    for (const { cell, position, model_id: id } of this.outputs) {
      const state = (states[id] || {}).state;
      if (!state) continue;
      const place = `${cell}:${position}`;
      const model = before.get(place) || new WidgetModel({});
      Object.assign(model.state, state);
      model.deliver = (content) => this.post("comm_msg", { comm_id: id, data: { method: "custom", content } });
      this.models.set(id, model);
      this.views.set(place, model);
      if (before.has(place)) model.emit("reconnected");
      else this.draw(cell, model);
    }
    this.tell("", "open");
  }

  async draw(cell, model) {
    const place = document.querySelector(`[data-cell="${cell}"]`);
    const url = new URL(model.get("_esm"), location.href);
    if (!place || url.origin !== location.origin) return;
    const { default: widget } = await import(url.href);
    const element = document.createElement("div");
    place.replaceChildren(element);
    await widget.render({ model, el: element });
  }

  post(type, content) {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type, content }));
  }

  tell(words, state) {
    document.documentElement.dataset.connection = state;
    this.banner.textContent = words;
    this.banner.hidden = !words;
    if (state !== "lost") return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.words.retry;
    button.onclick = () => this.open();
    this.banner.append(" ", button);
  }
}

/** Who has studied this lesson before gets the situations first: the taught part folds, one tap opens it. */
function foldTaughtPart(slug) {
  try {
    if (!localStorage.getItem(`neuguong.${slug}.part`)) return;
  } catch {
    return;
  }
  for (const taught of document.querySelectorAll("details.taught")) taught.open = false;
}

const page = document.getElementById("ng-page");
if (page) foldTaughtPart(page.dataset.slug);
if (page && page.dataset.slug) new Connection(page).open();
