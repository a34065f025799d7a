// The way to a tab that leaves nothing behind, on a PC of many, and back. Knows nothing of the page it stands on.
import { openDrawer } from "./drawer.js";

const place = document.getElementById("ng-shared");
const told = place.querySelector("span");
const button = place.querySelector("button");
const drawer = openDrawer();

function draw() {
  const isShared = drawer.isShared();
  const { shared, rest, note, share, unshare } = place.dataset;
  told.textContent = !isShared ? note : drawer.isLeft() ? `${shared} ${rest}` : shared;
  button.textContent = isShared ? unshare : share;
  place.classList.toggle("notice", isShared);
  place.hidden = false;
}

button.addEventListener("click", () => {
  if (drawer.isShared()) drawer.unshare();
  else if (!drawer.share()) {
    told.textContent = place.dataset.blocked;
    button.hidden = true;
    return;
  }
  location.reload();
});
draw();
