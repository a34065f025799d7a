// The size of letters, one of three: chosen in the page's header, kept by this browser, set before anything is drawn.
// It is nobody's progress and stays when that is deleted; a tab that is shared, on a PC of many, takes it along.
(() => {
  const KEY = "neuguong-size";
  const SIZES = ["1", "2", "3"];
  const chosen = document.documentElement.dataset;

  // What the work on the store gives; null where storage is switched off.
  function kept(work) {
    try {
      return work(sessionStorage.getItem("neuguong.shared") === "true" ? sessionStorage : localStorage);
    } catch {
      return null;
    }
  }
  function show(size) {
    chosen.size = SIZES.includes(size) ? size : SIZES[0];
    for (const button of document.querySelectorAll(".sizes button")) button.setAttribute("aria-pressed", button.value === chosen.size);
  }
  const showKept = () => show(kept((store) => store.getItem(KEY)));

  showKept();
  document.addEventListener("DOMContentLoaded", () => {
    const group = document.querySelector(".sizes");
    if (!group) return;
    group.hidden = false;
    show(chosen.size);
    group.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      show(button.value);
      kept((store) => store.setItem(KEY, button.value));
    });
  });
  // Chosen in another tab, or before the button "back".
  addEventListener("storage", ({ key }) => [null, KEY].includes(key) && showKept());
  addEventListener("pageshow", ({ persisted }) => persisted && showKept());
})();
