// The page of certificates. First a code is asked for, without a name; then the paper, without the learner's token.
// The name is kept nowhere.
import { download } from "./download.js";
import { openDrawer } from "./drawer.js";
import { fill } from "./words.js";

const form = document.getElementById("ng-certificate");
const told = document.getElementById("ng-certificate-told");
const tellInstead = document.getElementById("ng-told");
const drawer = openDrawer();

const say = (text) => {
  told.textContent = text;
};

// How many questions of a lesson this browser knows to be answered.
function answeredOf(slug) {
  try {
    const rows = JSON.parse(drawer.read(`${slug}.parts`));
    return rows.reduce((sum, row) => sum + (Number.isInteger(row.answered) && row.answered > 0 ? row.answered : 0), 0);
  } catch {
    return 0;
  }
}

const isDone = (radio) => answeredOf(radio.value) >= Number(radio.dataset.items);

function drawLessons() {
  for (const radio of form.querySelectorAll("[name=lesson]")) {
    const n = Math.min(answeredOf(radio.value), Number(radio.dataset.items));
    const text = isDone(radio) ? form.dataset.done : n ? form.dataset.some : form.dataset.none;
    radio.parentElement.querySelector("small").textContent = fill(text, { n, items: radio.dataset.items });
  }
}

const ask = (message) =>
  fetch("/giay-chung-nhan", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });

// The token is for lessons whose answers hang on it, and only of who has agreed to that.
function tokenFor(radio) {
  if ("sensitive" in radio.dataset || drawer.read("consent") !== "true") return null;
  return drawer.tokens()[0] ?? null;
}

async function make(radio, token) {
  const answer = await ask({ action: "code", lesson: radio.value, token });
  if (answer.status === 409) {
    const { answered, items } = await answer.json();
    tellInstead.hidden = !isDone(radio);
    return say(fill(isDone(radio) ? form.dataset.log : form.dataset.unfinished, { n: answered, items }));
  }
  if (answer.status === 429) return say(form.dataset.slow);
  if (!answer.ok) return say(form.dataset.failed);
  const { code } = await answer.json();
  const paper = await ask({ action: "print", code, name: form.elements.name.value });
  if (paper.status === 400) return say((await paper.json()).message);
  if (!paper.ok) return say(form.dataset.failed);
  download(await paper.blob(), "giay-chung-nhan.pdf");
  say(fill(form.dataset.made, { code }));
}

async function start(forceTold) {
  const radio = form.querySelector("[name=lesson]:checked");
  if (!form.reportValidity() || !radio) return;
  tellInstead.hidden = true;
  const token = forceTold ? null : tokenFor(radio);
  if (token === null && !isDone(radio)) {
    const items = radio.dataset.items;
    return say(fill(form.dataset.unfinished, { n: Math.min(answeredOf(radio.value), Number(items)), items }));
  }
  say(form.dataset.making);
  try {
    await make(radio, token);
  } catch {
    say(form.dataset.failed);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  start(false);
});
tellInstead.addEventListener("click", () => start(true));
form.addEventListener("change", () => {
  tellInstead.hidden = true;
});
drawLessons();
addEventListener("pageshow", (event) => event.persisted && location.reload());
drawer.watch({ ended: drawLessons });
