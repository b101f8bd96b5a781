// The queue follows what happens, without moving under the finger: a row that changed is changed
// where it stands and marked, and one that left stays with its new state until the page is loaded
// again. What was sent since then is new and waits behind a button; an older row that comes in
// because another left takes its place in silence. The numbers above follow too.

import { troubleIn } from "./desk-send.js";

const EVERY_MS = 3000;
const ANSWER_WITHIN_MS = 10000;
const MOST_SEEN = 100;
const MARKS = ["is-new", "is-changed", "is-gone"];
const bar = document.querySelector("[data-desk-live]");
const list = () => document.querySelector("[data-desk-list]");
const rows = (root) => [...root.querySelectorAll("[data-desk-row]")];
const say = bar?.querySelector("[data-desk-show-new]");
const lost = bar?.querySelector("[data-desk-lost]");
const loadedAt = new Date(bar?.dataset.loaded);
let waiting = [];
let order = [];
let isMore = false; // more new rows than a page, or a column, holds
let etag = "";

const mark = (row, text) => {
  const news = row.querySelector("[data-desk-news]");
  if (!news) return;
  news.textContent = text;
  news.hidden = false;
};

// What was said of the old row is said of the fresh one, until something else is.
const carry = (old, fresh) => {
  const news = old.querySelector("[data-desk-news]");
  if (news && !news.hidden) mark(fresh, news.textContent);
  for (const name of MARKS) fresh.classList.toggle(name, old.classList.contains(name));
  const pick = fresh.querySelector("[data-desk-pick]");
  if (pick) pick.disabled = old.querySelector("[data-desk-pick]")?.disabled ?? false;
};

// Whatever of the old row was in use stays in use: the focus, and the tick.
const replace = (old, fresh) => {
  const hadFocus = old.contains(document.activeElement) && document.activeElement;
  const pick = fresh.querySelector("[data-desk-pick]");
  if (pick) pick.checked = old.querySelector("[data-desk-pick]")?.checked ?? false;
  old.replaceWith(fresh);
  if (!hadFocus) return;
  const isPick = hadFocus.matches("[data-desk-pick]");
  fresh.querySelector(isPick ? "[data-desk-pick]" : "[data-desk-link]")?.focus();
};

// A card stands in the column of its state; the table is one column.
const columnOf = (row) => row.dataset.state ?? "";
const columnHere = (row) =>
  row.closest("[data-desk-column]")?.dataset.deskColumn ?? columnOf(row);
const placeOf = (row) => {
  const column = columnOf(row);
  return column
    ? document.querySelector(`[data-desk-column="${column}"] ol`)
    : list().querySelector("tbody");
};
const isOutside = (row) => "deskOutside" in row.dataset;
const isNew = (row) => new Date(row.dataset.submitted) > loadedAt;

const follow = (old, fresh) => {
  const changed = old.dataset.version !== fresh.dataset.version;
  // Between columns a card goes with the next loading, never under the finger.
  const moved = fresh.dataset.deskOutside === "gone" || columnOf(fresh) !== columnHere(old);
  if (!changed) {
    carry(old, fresh);
    if (old.innerHTML !== fresh.innerHTML) replace(old, fresh);
    return;
  }
  fresh.classList.add(moved ? "is-gone" : "is-changed");
  mark(fresh, moved ? bar.dataset.gone : bar.dataset.changed);
  const pick = fresh.querySelector("[data-desk-pick]");
  if (pick) pick.disabled = moved;
  replace(old, fresh);
};

// Beside the nearest neighbour in the server's order that stands here already.
const insert = (row) => {
  const place = placeOf(row);
  if (!place) return;
  const at = order.indexOf(row.id);
  const standing = (id) => {
    const found = document.getElementById(id);
    return found && place.contains(found) ? found : null;
  };
  const before = order.slice(0, at).reverse().map(standing).find(Boolean);
  const after = order.slice(at + 1).map(standing).find(Boolean);
  if (before) before.after(row);
  else if (after) after.before(row);
  else place.prepend(row);
  place.querySelector(".desk-column__empty")?.remove();
  document.querySelector("[data-desk-empty]")?.remove();
};

const take = (page) => {
  const fresh = rows(page);
  const inside = fresh.filter((row) => !isOutside(row));
  const unknown = inside.filter((row) => !document.getElementById(row.id));
  order = inside.map((row) => row.id);
  waiting = unknown.filter(isNew);
  isMore = [...page.querySelectorAll("[data-desk-more]")].some((part) =>
    rows(part).every((row) => isOutside(row) || waiting.includes(row)),
  );
  for (const row of fresh) {
    const old = document.getElementById(row.id);
    if (old) follow(old, row);
  }
  for (const row of unknown) if (!isNew(row)) insert(row);
};

const announce = () => {
  say.hidden = waiting.length === 0;
  const count = `${waiting.length}${isMore ? "+" : ""}`;
  if (waiting.length) say.textContent = say.dataset.text.replace("{n}", count);
};

const showNew = () => {
  // Beside what is shown there would be a gap, where those stand that the answer did not hold.
  if (isMore) {
    location.reload();
    return;
  }
  for (const row of waiting) {
    row.classList.add("is-new");
    mark(row, bar.dataset.new);
    insert(row);
  }
  const first = waiting[0];
  waiting = [];
  announce();
  document.dispatchEvent(new CustomEvent("desk:rows"));
  first?.querySelector("[data-desk-link]")?.focus();
};

const count = (page) => {
  const now = document.querySelector("[data-desk-pressing]");
  const fresh = page.querySelector("[data-desk-pressing]");
  if (fresh && now.innerHTML !== fresh.innerHTML) {
    const kept = [...now.children].indexOf(document.activeElement);
    now.replaceChildren(...fresh.childNodes);
    if (kept >= 0) now.children[Math.min(kept, now.children.length - 1)].focus();
  }
  for (const column of page.querySelectorAll("[data-desk-column]")) {
    const name = column.dataset.deskColumn;
    const old = document.querySelector(`[data-desk-column="${name}"] .desk-column__count`);
    if (old) old.textContent = column.querySelector(".desk-column__count").textContent;
  }
};

const tell = troubleIn(lost, bar?.dataset.lost);

const look = async () => {
  const standing = rows(list());
  const isGone = (row) => row.classList.contains("is-gone");
  const asked = [...standing.filter((row) => !isGone(row)), ...standing.filter(isGone)];
  const seen = asked.map((row) => row.dataset.id).slice(0, MOST_SEEN).join(",");
  const headers = etag ? { "If-None-Match": etag } : {};
  const response = await fetch(`${bar.dataset.url}&seen=${seen}`, {
    headers,
    cache: "no-store",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.redirected) return tell("out");
  if (!response.ok && response.status !== 304) throw new Error(response.status);
  tell("");
  if (response.status === 304) return;
  etag = response.headers.get("ETag") ?? "";
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  take(page);
  count(page);
  announce();
  document.dispatchEvent(new CustomEvent("desk:rows"));
};

const keepLooking = async () => {
  if (document.visibilityState === "visible") {
    try {
      await look();
    } catch {
      tell("lost");
    }
  }
  setTimeout(keepLooking, EVERY_MS);
};

if (bar?.dataset.url) {
  say.addEventListener("click", showNew);
  document.addEventListener("desk:look", () => look().catch(() => {}));
  setTimeout(keepLooking, EVERY_MS);
}
