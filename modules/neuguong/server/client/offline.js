// The page of what works without a connection. Where it stands in for a lesson's page, it shows the card as it was last on
// screen in this browser, and the line, once there is one, goes on from there.
import { openDrawer } from "./drawer.js";

const drawer = openDrawer();
const told = document.getElementById("ng-offline");
const [slug, part] = location.pathname.split("/").slice(1);
const place = [...document.querySelectorAll("[data-of]")].find((one) => one.dataset.of === slug);

function drawCard(screen) {
  const page = document.getElementById("ng-page");
  document.title = document.getElementById("ng-part").textContent = screen.title;
  Object.assign(page.dataset, { slug, part: part || "", title: screen.view.lesson.title });
  place.dataset.cell = place.dataset.door;
  told.hidden = true;
  page.hidden = place.hidden = false;
  import("./client.js");
}

function drawList() {
  for (const at of drawer.screens()) {
    const { title } = drawer.screenAt(at) || {};
    if (typeof title !== "string") continue;
    const link = document.createElement("a");
    link.href = `/${at}`;
    link.textContent = title;
    const row = document.createElement("li");
    row.append(link);
    document.getElementById("ng-offline-parts").append(row);
    document.getElementById("ng-offline-nothing").hidden = true;
  }
}

const kept = place && drawer.screenAt(part ? `${slug}/${part}` : slug);
if (kept && kept.view) drawCard(kept);
else {
  document.getElementById("ng-offline-missing").hidden = location.pathname === told.dataset.own;
  const held = drawer.isShared() ? "shared" : navigator.serviceWorker ? "here" : "nowhere";
  document.getElementById("ng-offline-state").textContent = told.dataset[held];
  drawList();
}
