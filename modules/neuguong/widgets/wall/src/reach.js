// Owns what the server knows of how phones come in: the address to tell, its QR code, and whether one has come. Where no
// server of ours answers, as in JupyterLab, what the workshop itself says stays.
const LOOK_MS = 3000;

// `told(reach)` whenever it is another; `code()` of the workshop, "" for none.
export function watchReach({ code, told }) {
  let last = "";
  let isOver = false;

  async function ask(options = {}) {
    const wanted = code();
    try {
      const answer = await fetch(`/api/reach${wanted ? `?code=${encodeURIComponent(wanted)}` : ""}`, options);
      if (!answer.ok) return;
      const text = await answer.text();
      if (isOver || text === last || wanted !== code()) return;
      last = text;
      told(JSON.parse(text));
    } catch {
      // nobody to ask: no news
    }
  }
  const timer = setInterval(ask, LOOK_MS);
  ask();
  return {
    ask: () => ask(),
    choose: (address) =>
      ask({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ choose: address }) }),
    stop() {
      isOver = true;
      clearInterval(timer);
    },
  };
}

// How phones come in, of what the server says and what the workshop says; `address` as a person types it: without the
// code, which is asked for there.
export function findEntrance({ qr, address, code }, reach) {
  if (!reach || !reach.url) return { qr, address };
  return { qr: reach.qr || qr, address: reach.url.replace("http://", "").replace(`/${code}`, "") };
}
