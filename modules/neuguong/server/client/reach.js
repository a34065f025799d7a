// The help page's codes: asks every few seconds how phones reach this machine, and has the code of a Wi-Fi drawn.
const EVERY_MS = 3000;
const section = document.getElementById("ng-reach");
const words = section.dataset;
const light = document.getElementById("ng-light");
const pageCode = document.getElementById("ng-page-code");
const wifi = document.getElementById("ng-wifi");
const others = document.getElementById("ng-others");
const addresses = document.getElementById("ng-addresses");
const form = document.getElementById("ng-wifi-form");
const fault = document.getElementById("ng-wifi-fault");
let told = "";

function post(address, body) {
  return fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

function draw(figure, svg, ...lines) {
  const picture = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  figure.querySelector(".code").replaceChildren(document.adoptNode(picture));
  figure.querySelectorAll("span").forEach((place, at) => (place.textContent = lines[at] ?? ""));
  figure.hidden = false;
}

function say(text, kind) {
  if (light.textContent !== text) light.textContent = text;
  light.dataset.kind = kind;
}

function offer(one) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain";
  button.textContent = `${one.address} · ${one.interface} · ${one.label}`;
  button.setAttribute("aria-pressed", String(one.chosen));
  button.addEventListener("click", () => show(post("/api/reach", { choose: one.address })));
  return button;
}

async function show(asked) {
  try {
    const answer = await asked;
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (text === told) return;
    const now = JSON.parse(text);
    if (!now.open) say(words.closed, "warning");
    else if (!now.url) say(words.nowhere, "warning");
    else say(now.arrived ? words.arrived : words.waiting, now.arrived ? "arrived" : "waiting");
    if (now.url) draw(pageCode, now.qr, now.url);
    else pageCode.hidden = true;
    others.hidden = now.addresses.length < 2;
    const held = [...addresses.children].indexOf(document.activeElement);
    addresses.replaceChildren(...now.addresses.map(offer));
    if (held >= 0) addresses.children[Math.min(held, addresses.children.length - 1)]?.focus();
    told = text;
  } catch {
    told = "";
    say(words.lost, "warning");
  }
}

async function look() {
  if (!document.hidden) await show(fetch("/api/reach"));
  setTimeout(look, EVERY_MS);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, password, hidden } = form.elements;
  fault.textContent = "";
  try {
    const answer = await post("/api/wifi-qr", { name: name.value, password: password.value, hidden: hidden.checked });
    if (answer.status === 400) {
      fault.textContent = (await answer.json()).message;
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const key = password.value && words.key.replace("{password}", () => password.value);
    draw(wifi, await answer.text(), words.name.replace("{name}", () => name.value), key);
    document.getElementById("ng-print").hidden = false;
  } catch {
    fault.textContent = words.failed;
  }
});
document.getElementById("ng-print").addEventListener("click", () => print());
document.getElementById("ng-best").addEventListener("click", () => show(post("/api/reach", { choose: null })));
look();
