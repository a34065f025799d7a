// Owns the size of the letters on the stage: as large as everything still has room, and what can be read from the last
// row. Where that is not enough, lines move together, then letters go below it: what was put to the hall is seen whole.
const LARGEST = 58;
const SMALLEST = 32;
const LEAST = 16;
const STEP = 2;
// Of a small projector, in pixels: for what can be read, and for what can be seen at all.
const FLOOR_PX = 24;
const LEAST_PX = 13;

// `unit` is a 1080th of the wall's height, or less where it is narrow. Whether something is cut all the same.
export function fit(stage) {
  const unit = Math.min(window.innerWidth / 1920, window.innerHeight / 1080);
  const overflows = () => [stage, ...stage.querySelectorAll("[data-fit]")].some((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
  const put = (size) => stage.style.setProperty("--size", `${Math.max(size < SMALLEST ? LEAST_PX : FLOOR_PX, size * unit)}px`);
  // What fits at one size fits at every smaller one.
  function find(smallest, largest) {
    let [least, most] = [smallest, largest + STEP];
    while (most - least > STEP) {
      const middle = least + STEP * Math.round((most - least) / STEP / 2);
      put(middle);
      if (overflows()) most = middle;
      else least = middle;
    }
    put(least);
    return overflows();
  }
  stage.classList.remove("ng-tight");
  if (!find(SMALLEST, LARGEST)) return false;
  stage.classList.add("ng-tight");
  return overflows() && find(LEAST, SMALLEST - STEP);
}
