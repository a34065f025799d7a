// Owns the way to the server: a websocket that comes back by itself, single requests where none can stand.
// Knows nothing of what is said.
const DEAD_MS = 15000;
const QUICK_MS = 4000;
const CONNECT_MS = 8000;
const BACK_OFF_MS = [300, 800, 1500, 3000, 5000, 8000];
const ASK_EVERY_MS = 3000;
const TRIES_BEFORE_ASKING = 3;

// `hello()` gives what is said first on every line; `hear(message)` takes what comes; `tell(isUp)` whether it stands.
export function openLine({ hello, hear, tell }) {
  let socket = null;
  let tries = 0;
  let everStood = false;
  let watchdog = 0;
  let timer = 0;
  let closed = false;
  let asking = 0;

  const stands = () => socket !== null && socket.readyState === WebSocket.OPEN;

  function watch(milliseconds) {
    clearTimeout(watchdog);
    watchdog = setTimeout(drop, milliseconds);
  }
  // The other end may be gone without a word: this one does not wait for its leave.
  function drop() {
    if (!socket) return;
    const old = socket;
    socket = null;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
    again();
  }
  function again() {
    clearTimeout(watchdog);
    if (closed) return;
    tell(false);
    if (tries >= TRIES_BEFORE_ASKING && !everStood) startAsking();
    const wait = BACK_OFF_MS[Math.min(tries, BACK_OFF_MS.length - 1)];
    tries += 1;
    clearTimeout(timer);
    // A whole hall lost its line at once: it must not come back in one instant.
    timer = setTimeout(connect, wait * (0.6 + 0.8 * Math.random()));
  }
  function connect() {
    clearTimeout(timer);
    if (closed || socket) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(`${scheme}//${location.host}/api/hall/line`);
    socket.onopen = () => {
      everStood = true;
      stopAsking();
      say(hello());
    };
    socket.onmessage = (event) => {
      tries = 0;
      watch(DEAD_MS);
      tell(true);
      hear(JSON.parse(event.data));
    };
    socket.onclose = () => {
      socket = null;
      again();
    };
    watch(CONNECT_MS);
  }
  function say(message) {
    if (stands()) socket.send(JSON.stringify(message));
    else if (asking) ask(message);
  }

  // Without a websocket, as behind some proxies: the same messages one by one.
  async function ask({ kind, ...message }) {
    try {
      const answer = await fetch(`/api/hall/${kind}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(message),
      });
      const reply = await answer.json();
      if (!asking) return;
      tell(true);
      hear(reply);
    } catch {
      if (asking) tell(false);
    }
  }
  function startAsking() {
    if (asking) return;
    asking = setInterval(() => ask(hello()), ASK_EVERY_MS);
    ask(hello());
  }
  function stopAsking() {
    clearInterval(asking);
    asking = 0;
  }
  // Somebody is looking: is the line still one?
  function renew() {
    if (closed || document.hidden) return;
    if (!socket) connect();
    else if (stands()) {
      watch(QUICK_MS);
      say(hello());
    }
  }
  window.addEventListener("online", renew);
  window.addEventListener("offline", () => tell(false));
  window.addEventListener("pageshow", (event) => event.persisted && renew());
  document.addEventListener("visibilitychange", renew);
  connect();
  return {
    say,
    renew,
    close() {
      closed = true;
      stopAsking();
      clearTimeout(watchdog);
      clearTimeout(timer);
      if (socket) socket.close();
    },
  };
}
