// Owns what the server knows of display names: it alone has them, in memory, and tells them to a trainer's page.
const NAMES_EVERY_MS = 2000;

// `told()` whenever they are others. `code()` of the workshop, "" while nobody wants to know.
export function watchNames({ code, told }) {
  let last = { code: "", key: "", names: null };
  let isOver = false;

  async function ask(options = {}) {
    const wanted = code();
    if (!wanted) return;
    try {
      const answer = await fetch(`/api/hall/names?code=${encodeURIComponent(wanted)}`, options);
      if (!answer.ok) return;
      const text = await answer.text();
      const key = wanted + text;
      if (isOver || wanted !== code() || key === last.key) return;
      last = { code: wanted, key, names: JSON.parse(text).names };
      told();
    } catch {
      // nobody to ask, as in JupyterLab: no news
    }
  }
  const timer = setInterval(ask, NAMES_EVERY_MS);
  return {
    ask,
    // Of this workshop: { number, text, is_shown }; null while they are off, or not known yet.
    list: () => (last.code === code() ? last.names : null),
    // `number` null: all of them.
    show: (number, shown) =>
      ask({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code: code(), number, shown }) }),
    stop() {
      isOver = true;
      clearInterval(timer);
    },
  };
}
