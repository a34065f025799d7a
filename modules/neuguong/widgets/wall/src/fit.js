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
  const put = (size) => stage.style.setProperty("--size", `${Math.max(FLOOR_PX, size * unit)}px`);
  stage.classList.remove("ng-tight");
  // What fits at one size fits at every smaller one.
  let [least, most] = [SMALLEST, LARGEST + STEP];
  while (most - least > STEP) {
    const middle = least + STEP * Math.round((most - least) / STEP / 2);
    put(middle);
    if (overflows()) most = middle;
    else least = middle;
  }
  put(least);
  stage.classList.toggle("ng-tight", least === SMALLEST && overflows());
}
