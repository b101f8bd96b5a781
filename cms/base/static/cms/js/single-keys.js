// Keys of one letter or sign that act on a whole page. Whoever speaks to the machine, or whose hands
// tremble, sets them off without meaning to (WCAG 2.1.4), so each page that has them has this switch.
// The choice is kept in this browser, for all pages alike.

const KEPT = "sambang-single-keys";
const OFF = "off";
let here = ""; // where nothing may be kept, until the page is left

export const singleKeysAct = () => {
  try {
    return localStorage.getItem(KEPT) !== OFF;
  } catch {
    return here !== OFF;
  }
};

const keep = (isOn) => {
  here = isOn ? "" : OFF;
  try {
    if (isOn) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, OFF);
  } catch {
    // A browser that keeps nothing.
  }
};

const boxes = document.querySelectorAll("[data-single-keys]");
const show = () => {
  for (const box of boxes) box.checked = singleKeysAct();
};
for (const box of boxes) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => keep(box.checked));
}
addEventListener("storage", show); // switched in another tab
show();
