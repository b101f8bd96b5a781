// Parts of staff pages that ask again and again how something is (htmx): what comes takes nothing
// from whoever is using the page: what has an id stays unfolded, and keeps the focus.

import { isPressing } from "./presses.js";

// What is shown is old, and why; the next answer takes it away.
const say = (region, which) => {
  const words = region.querySelector("[data-stale]");
  if (!words) return;
  words.textContent = words.dataset[which];
  words.hidden = false;
};

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, ({ detail }) => say(detail.target, "lost"));
}

let open = []; // ids of what was unfolded
let focused = "";

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, pathInfo } = event.detail;
  // Signed out meanwhile, the page to sign in answers.
  const isAnother = pathInfo.responsePath && pathInfo.responsePath !== pathInfo.finalRequestPath;
  if (isAnother) say(target, "ended");
  // It asks again in a moment.
  if (isAnother || isPressing()) event.detail.shouldSwap = false;
  open = [...target.querySelectorAll("details[open][id]")].map((one) => one.id);
  focused = target.contains(document.activeElement) ? document.activeElement.id : "";
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  // htmx saw to it too soon for what was folded up.
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
});

const isChanged = (field) => {
  if (field instanceof HTMLSelectElement) {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return !field.multiple && field.selectedIndex !== Math.max(first, 0);
  }
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
};

// When all is over the page is loaded anew, unless somebody has begun to fill something in.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (xhr.getResponseHeader("HX-Refresh") !== "true") return;
  const fields = document.querySelectorAll("main :is(input, textarea, select)");
  const isBegun = [...fields].some(isChanged);
  if (isBegun || isPressing()) event.preventDefault();
  if (isBegun) elt.replaceWith(elt.querySelector("template").content);
});
