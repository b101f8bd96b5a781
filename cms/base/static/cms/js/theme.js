// Remembers whether a reader wants light or dark. Without it the page follows the system.
const KEY = "sambang-theme";
const root = document.documentElement;

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage may be forbidden; the system's wish still holds
  }
}

const saved = remembered();
if (saved === "light" || saved === "dark") root.dataset.theme = saved;
root.dataset.scripted = "";

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-switch]")) return;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem(KEY, root.dataset.theme);
  } catch {
    // shown until the next page, then the system's wish again
  }
});
