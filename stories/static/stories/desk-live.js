// The queue follows what happens, without moving under the finger: a row that changed is changed
// where it stands and marked, one that left stays with its new state until the page is loaded
// again, and new ones wait behind a button.

const EVERY_MS = 3000;
const bar = document.querySelector("[data-desk-live]");
const list = () => document.querySelector("[data-desk-list]");
const rows = (root) => [...root.querySelectorAll("[data-desk-row]")];
const say = bar?.querySelector("[data-desk-show-new]");
const lost = bar?.querySelector("[data-desk-lost]");
const waiting = new Map();
let etag = "";

const mark = (row, text) => {
  const news = row.querySelector("[data-desk-news]");
  if (!news) return;
  news.textContent = text;
  news.hidden = false;
};

// Whatever of the old row was in use stays in use: the focus, and the tick.
const replace = (old, fresh) => {
  const hadFocus = old.contains(document.activeElement) && document.activeElement;
  const wasPicked = old.querySelector("[data-desk-pick]")?.checked;
  const oldNews = old.querySelector("[data-desk-news]");
  if (oldNews && !oldNews.hidden) mark(fresh, oldNews.textContent);
  const pick = fresh.querySelector("[data-desk-pick]");
  if (pick && wasPicked) pick.checked = true;
  old.replaceWith(fresh);
  if (hadFocus) {
    const isPick = hadFocus.matches("[data-desk-pick]");
    fresh.querySelector(isPick ? "[data-desk-pick]" : "[data-desk-link]")?.focus();
  }
};

const columnOf = (row) => row.closest("[data-desk-column]")?.dataset.deskColumn;

const take = (fresh) => {
  const old = document.getElementById(fresh.id);
  const isOutside = "deskOutside" in fresh.dataset;
  if (!old) {
    if (!isOutside) waiting.set(fresh.id, { row: fresh, column: columnOf(fresh) });
    return;
  }
  // Between columns a card goes with the next loading, never under the finger.
  const moved = isOutside || columnOf(fresh) !== columnOf(old);
  const changed = old.dataset.version !== fresh.dataset.version;
  if (!changed && old.innerHTML === fresh.innerHTML) return;
  replace(old, fresh);
  if (moved && changed) {
    fresh.classList.add("is-gone");
    mark(fresh, bar.dataset.gone);
    const pick = fresh.querySelector("[data-desk-pick]");
    if (pick) pick.disabled = true;
  } else if (changed) {
    fresh.classList.add("is-changed");
    mark(fresh, bar.dataset.changed);
  }
};

const announce = () => {
  for (const id of waiting.keys()) if (document.getElementById(id)) waiting.delete(id);
  say.hidden = waiting.size === 0;
  if (waiting.size) say.textContent = say.dataset.text.replace("{n}", waiting.size);
};

const showNew = () => {
  let first = null;
  for (const { row, column } of [...waiting.values()].reverse()) {
    const place = column
      ? document.querySelector(`[data-desk-column="${column}"] ol`)
      : list().querySelector("tbody");
    row.classList.add("is-new");
    mark(row, bar.dataset.new);
    place.prepend(row);
    first = row;
  }
  waiting.clear();
  document.querySelector("[data-desk-empty]")?.remove();
  announce();
  first?.querySelector("[data-desk-link]")?.focus();
};

const look = async () => {
  const seen = rows(list()).map((row) => row.dataset.id).slice(0, 100).join(",");
  const headers = etag ? { "If-None-Match": etag } : {};
  const response = await fetch(`${bar.dataset.url}&seen=${seen}`, { headers, cache: "no-store" });
  lost.hidden = true;
  if (response.status === 304) return;
  if (!response.ok || response.redirected) throw new Error(response.status);
  etag = response.headers.get("ETag") ?? "";
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const row of rows(page)) take(row);
  announce();
  document.dispatchEvent(new CustomEvent("desk:rows"));
};

const follow = async () => {
  if (document.visibilityState === "visible") {
    try {
      await look();
    } catch {
      lost.textContent = bar.dataset.lost;
      lost.hidden = false;
    }
  }
  setTimeout(follow, EVERY_MS);
};

if (bar?.dataset.url) {
  say.addEventListener("click", showNew);
  document.addEventListener("desk:look", () => look().catch(() => {}));
  setTimeout(follow, EVERY_MS);
}
