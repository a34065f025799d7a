// Owns the size of the letters on the stage: as large as everything still has room, never below what can be read from
// the last row. Where that is not enough, lines move together.
const LARGEST = 58;
const SMALLEST = 32;
const STEP = 2;
// Of a small projector, in pixels.
const FLOOR_PX = 24;

// `unit` is a 1080th of the wall's height, or less where it is narrow.
export function fit(stage) {
  const unit = Math.min(window.innerWidth / 1920, window.innerHeight / 1080);
  const overflows = () => [stage, ...stage.querySelectorAll("[data-fit]")].some((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
  stage.classList.remove("ng-tight");
  for (let size = LARGEST; size >= SMALLEST; size -= STEP) {
    stage.style.setProperty("--size", `${Math.max(FLOOR_PX, size * unit)}px`);
    if (!overflows()) return;
  }
  stage.classList.add("ng-tight");
}
