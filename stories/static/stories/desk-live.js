// The queue follows what happens, without moving under the finger: a row that changed is changed
// where it stands and marked, and one that left stays with its new state until the page is loaded
// again. What was sent since then is new and waits behind a button, as does whatever else would move
// a row; an older one that comes in at the end, because another left, does so in silence. The numbers
// above follow too. Nothing is drawn while somebody presses.

import { released } from "../cms/js/presses.js";
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
  fresh.querySelector(isPick ? "[data-desk-pick]" : "[data-desk-link]")?.focus({ preventScroll: true });
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

const isGone = (row) => row.classList.contains("is-gone");

// The nearest neighbours in the server's order that stand here already.
const neighbours = (row, place) => {
  const at = order.indexOf(row.id);
  const standing = (id) => {
    const found = document.getElementById(id);
    return found && place.contains(found) ? found : null;
  };
  let before = order.slice(0, at).reverse().map(standing).find(Boolean);
  // Those that left stand in no order.
  while (before?.nextElementSibling && isGone(before.nextElementSibling)) before = before.nextElementSibling;
  return { before, after: order.slice(at + 1).map(standing).find(Boolean) };
};

const movesARow = (row) => {
  const place = placeOf(row);
  return Boolean(place && neighbours(row, place).after);
};

const insert = (row) => {
  const place = placeOf(row);
  if (!place) return;
  const { before, after } = neighbours(row, place);
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
  waiting = unknown.filter((row) => isNew(row) || movesARow(row));
  isMore = [...page.querySelectorAll("[data-desk-more]")].some((part) =>
    rows(part).every((row) => isOutside(row) || waiting.includes(row)),
  );
  for (const row of fresh) {
    const old = document.getElementById(row.id);
    if (old) follow(old, row);
  }
  for (const row of unknown) if (!waiting.includes(row)) insert(row);
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
    const had = now.contains(document.activeElement) && document.activeElement.getAttribute("href");
    now.replaceChildren(...fresh.childNodes);
    const links = [...now.querySelectorAll("a")];
    const same = links.find((link) => link.getAttribute("href") === had) ?? links[0];
    if (had) same?.focus({ preventScroll: true });
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
  await released();
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
