// The operations room's wall follows what happens: it asks every few seconds (304 while nothing
// changed, like the desk's list), keeps its clock by the server's, says when it no longer hears
// from it, and turns the pages of a list that is longer than the screen.

import { released } from "../cms/js/presses.js";
import { singleKeysAct } from "../cms/js/single-keys.js";

const EVERY_MS = 5000;
const ANSWER_WITHIN_MS = 10000;
const PAGE_MS = 12000;
const LIGHT = "sambang-board-light";

const board = document.querySelector("[data-board]");
const find = (name) => board.querySelector(`[data-board-${name}]`);
const facts = find("facts");
const lost = find("lost");
const zone = board.dataset.zone;
const language = document.documentElement.lang === "en" ? "en-GB" : "id-ID";

// --- The clock ---------------------------------------------------------------------------------

const time = new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minute = new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
let ahead = Date.parse(board.dataset.now) - Date.now(); // of this machine's clock, in ms
let heard = Date.now() + ahead;

const tick = () => {
  const now = Date.now() + ahead;
  find("clock").textContent = time.format(now);
  find("date").textContent = date.format(now);
};

// --- News --------------------------------------------------------------------------------------

let etag = "";

const say = (sentence) => {
  lost.textContent = sentence.replace("{t}", minute.format(heard));
  lost.hidden = false;
};

const arrivals = () => [...facts.querySelectorAll("[data-board-arrival]")];

const take = (html) => {
  const known = new Set(arrivals().map((row) => row.dataset.boardArrival));
  const focused = document.activeElement?.closest("[data-board-unit]")?.id;
  facts.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  for (const row of arrivals()) row.classList.toggle("is-new", !known.has(row.dataset.boardArrival));
  turn(0);
  if (focused) document.getElementById(focused)?.querySelector("a")?.focus({ preventScroll: true });
};

const look = async () => {
  const response = await fetch(board.dataset.url, {
    headers: etag ? { "If-None-Match": etag } : {},
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.type === "opaqueredirect" || response.status === 403) return say(board.dataset.ended);
  if (!response.ok && response.status !== 304) throw new Error(response.status);
  const said = Date.parse(response.headers.get("Date") ?? "");
  // The header counts whole seconds: only a clock that is really wrong is set.
  if (Math.abs(said - Date.now() - ahead) > 2000) ahead = said - Date.now();
  if (response.status !== 304) {
    const html = await response.text();
    await released();
    take(html);
    etag = response.headers.get("ETag") ?? "";
  }
  heard = Date.now() + ahead;
  lost.hidden = true;
};

const follow = async () => {
  if (document.visibilityState === "visible") {
    try {
      await look();
    } catch {
      say(board.dataset.lost);
    }
  }
  setTimeout(follow, EVERY_MS);
};

// --- Pages of the list -------------------------------------------------------------------------

let page = 0;
let isPaused = false;

const turn = (step) => {
  const units = find("units");
  if (!units) return;
  const rows = [...units.querySelectorAll("[data-board-unit]")];
  for (const row of rows) delete row.dataset.off;
  // Below the wall's width the page scrolls, and shows everything.
  const isWall = getComputedStyle(board).overflowY === "hidden";
  const padding = parseFloat(getComputedStyle(units).paddingBlockEnd);
  const end = units.getBoundingClientRect().bottom - padding;
  const room = end - rows[0].getBoundingClientRect().top;
  const fit = Math.max(1, Math.floor(room / rows[0].getBoundingClientRect().height));
  const pages = isWall ? Math.ceil(rows.length / fit) : 1;
  units.classList.toggle("is-paged", isWall);
  find("pause").hidden = pages < 2;
  page = (page + step) % pages;
  find("page").textContent = pages > 1 ? `${page + 1}/${pages}` : "";
  if (pages < 2) return;
  rows.forEach((row, at) => {
    if (Math.floor(at / fit) !== page) row.dataset.off = "";
  });
};

// Never under somebody's finger or focus.
const next = () => {
  if (!isPaused && !find("units")?.matches(":hover, :focus-within")) turn(1);
};

// --- Buttons and keys --------------------------------------------------------------------------

// A wall must not fall asleep; not every browser can be asked. It forgets whenever it is hidden.
const stayAwake = async () => {
  if (document.fullscreenElement) await navigator.wakeLock?.request("screen").catch(() => {});
};

const fill = async () => {
  if (document.fullscreenElement) return document.exitFullscreen();
  await document.documentElement.requestFullscreen();
  await stayAwake();
};

const lighten = (isLight) => {
  document.documentElement.dataset.theme = isLight ? "light" : "dark";
  find("light").setAttribute("aria-pressed", isLight);
  localStorage.setItem(LIGHT, isLight ? "1" : "");
};

const pause = () => {
  isPaused = !isPaused;
  find("pause").setAttribute("aria-pressed", isPaused);
};

const deeds = {
  f: () => fill().catch(() => {}),
  l: () => lighten(document.documentElement.dataset.theme !== "light"),
  p: pause,
};

find("full").hidden = !document.fullscreenEnabled;
find("light").hidden = false;
find("zone").hidden = false;
find("full").addEventListener("click", deeds.f);
find("light").addEventListener("click", deeds.l);
find("pause").addEventListener("click", deeds.p);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !singleKeysAct()) return;
  deeds[event.key.toLowerCase()]?.();
});
addEventListener("resize", () => turn(0));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  stayAwake();
  look().catch(() => say(board.dataset.lost));
});

lighten(localStorage.getItem(LIGHT) === "1");
tick();
turn(0);
setInterval(tick, 1000);
setInterval(next, PAGE_MS);
setTimeout(follow, EVERY_MS);
