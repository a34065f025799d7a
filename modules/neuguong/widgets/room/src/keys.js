// Owns the keys: Space, Enter, and what a presenter's remote sends. Never while somebody types or holds a button.
const REST_MS = 700;
const TYPING = "input, textarea, select, [contenteditable]";
const PRESSED = "button, summary, a, label";
const FORWARD = ["PageDown", " ", "Enter"];

// `forward`, `back`, `pause`: what the keys mean. Twice within a moment is once: remotes bounce.
export function listenToKeys({ root, forward, back, pause }) {
  let last = -REST_MS;
  function onkeydown(event) {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOurs = root.contains(event.target) || event.target === document.body;
    if (!isOurs || event.target.closest(TYPING)) return;
    const isRemote = event.key.startsWith("Page");
    if (!isRemote && event.target.closest(PRESSED)) return;
    const act = FORWARD.includes(event.key) ? forward : { PageUp: back, b: pause, ".": pause }[event.key];
    if (!act) return;
    event.preventDefault();
    const now = performance.now();
    if (now - last < REST_MS) return;
    last = now;
    act();
  }
  document.addEventListener("keydown", onkeydown);
  return () => document.removeEventListener("keydown", onkeydown);
}
