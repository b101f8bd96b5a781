// The library with a keyboard: move, choose, choose in a row, open beside the list; and deeds on
// many at once, sent in small parts so that progress can be shown. Without this file the page works
// with its links, boxes and buttons.

import { released } from "../cms/js/presses.js";
import { singleKeysAct } from "../cms/js/single-keys.js";
import { watchFocus } from "./library-focus.js";

const PART = 40; // assets in one request: short enough to show progress, long enough to be quick
const WIDE = window.matchMedia("(width >= 75rem)");
const root = document.querySelector("[data-library]");
const results = root.querySelector("[data-library-results]");
const side = root.querySelector("[data-library-side]");
const keysDialog = root.querySelector("[data-library-keys]");
const lost = root.querySelector("[data-library-lost]");
let last = null; // the tile that was chosen last: where a row begins
let opened = ""; // the value of the one that the panel shows
let asked = 0; // how often the panel was asked for
let busy = false;

const tiles = () => [...results.querySelectorAll("[data-tile]")];
const box = (tile) => tile.querySelector("[data-tile-pick]");
const link = (tile) => tile.querySelector("[data-tile-link]");
const chosen = () => tiles().filter((tile) => box(tile).checked);
const valueOf = (tile) => box(tile).value;
const withValue = (value) => tiles().find((tile) => valueOf(tile) === value) ?? null;
const sayLost = () => {
  lost.hidden = false;
  lost.textContent = lost.dataset.text;
};
const current = () => document.activeElement?.closest?.("[data-tile]");

// --- choosing -----------------------------------------------------------------------------------

const showChoice = () => {
  const bar = results.querySelector("[data-bulk]");
  if (!bar) return;
  const count = chosen().length;
  const words = bar.querySelector("[data-bulk-count]");
  words.textContent = words.dataset.words.replace("%s", count);
  bar.classList.toggle("is-idle", !count && !bar.querySelector("[data-bulk-outcome]").textContent);
  bar.querySelector("[data-bulk-none]").hidden = !count;
  bar.querySelector("[data-bulk-all]").hidden = count === tiles().length;
};

const choose = (tile, on) => {
  box(tile).checked = on;
  last = tile;
};

const chooseRow = (from, to) => {
  const all = tiles();
  const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  if (start < 0) return;
  for (const tile of all.slice(start, end + 1)) box(tile).checked = true;
};

const chooseAll = (on) => {
  for (const tile of tiles()) box(tile).checked = on;
  showChoice();
};

// --- moving -------------------------------------------------------------------------------------

// How many tiles stand beside one another: those on the first one's line.
const columns = () => {
  const all = tiles();
  const top = all[0]?.offsetTop;
  const next = all.findIndex((tile) => tile.offsetTop !== top);
  return next < 0 ? all.length : next;
};

const move = (step, event) => {
  const all = tiles();
  if (!all.length) return;
  const now = current();
  const at = now ? all.indexOf(now) : -1;
  const to = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  if (event.shiftKey && now) {
    chooseRow(last && box(last).checked ? last : now, to);
    last = last ?? now;
    showChoice();
  }
  link(to).focus();
  to.scrollIntoView({ block: "nearest" });
};

// --- the panel beside the list ---------------------------------------------------------------------

// The panel stands after all tiles: the focus goes into it, and back to the tile when it closes.
const openBeside = async (tile) => {
  const mine = ++asked;
  let html = "";
  try {
    const answer = await fetch(`${link(tile).href}?panel=1`, { credentials: "same-origin" });
    if ((!answer.ok || answer.redirected) && mine === asked) {
      window.location.href = link(tile).href;
      return;
    }
    html = await answer.text();
  } catch {
    if (mine === asked) sayLost();
    return;
  }
  if (mine !== asked) return; // another one was opened meanwhile, or it was closed
  lost.hidden = true;
  side.innerHTML = html;
  side.hidden = false;
  side.scrollTop = 0;
  side.focus({ preventScroll: true });
  opened = valueOf(tile);
  watchFocus(side);
};

const closeBeside = () => {
  asked += 1;
  side.hidden = true;
  side.replaceChildren();
  const tile = withValue(opened);
  if (tile) link(tile).focus();
};

// --- deeds on many --------------------------------------------------------------------------------

const post = async (url, body) => {
  const answer = await fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { Accept: "application/json" },
  });
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.problem), { status: answer.status });
  return told;
};

// What was refused is said in its own words; what never arrived, or was answered by the sign-in page, is a lost connection.
const wordsOf = (error, bar) => (error.status ? error.message : bar.querySelector("[data-bulk-outcome]").dataset.lost);

const token = () => results.querySelector("[name=csrfmiddlewaretoken]").value;

const fields = () => [...results.querySelectorAll(".bulk__deed :is(input, select)")];

// The list anew, with what is chosen, where a row began, the focus, and what was filled in beside the
// field that is done with: all of it as it is when the list has come.
const reload = async (isDone = () => false) => {
  let fresh = null;
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    fresh = page.querySelector("[data-library-results]");
  } catch {
    // Said below.
  }
  if (!fresh) {
    sayLost();
    return;
  }
  await released();
  const kept = new Set(chosen().map(valueOf));
  const filled = fields().filter((one) => !isDone(one));
  const field = filled.includes(document.activeElement) && document.activeElement;
  const began = last && valueOf(last);
  const focused = current() && valueOf(current());
  const hadFocus = results.contains(document.activeElement);
  results.replaceChildren(...fresh.childNodes);
  for (const tile of tiles()) box(tile).checked = kept.has(valueOf(tile));
  for (const fresh of fields()) fresh.value = filled.find(({ id }) => id === fresh.id)?.value ?? fresh.value;
  last = withValue(began);
  begin();
  const tile = focused && withValue(focused);
  if (tile) link(tile).focus({ preventScroll: true });
  else if (field) document.getElementById(field.id)?.focus({ preventScroll: true });
  else if (hadFocus) results.querySelector("[data-bulk-outcome]")?.focus();
};

const tell = (bar, lines, changes) => {
  const place = bar.querySelector("[data-bulk-outcome]");
  place.replaceChildren(...lines.map((line) => Object.assign(document.createElement("span"), { textContent: line })));
  if (!changes.length) return;
  const undo = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button button-small button-secondary",
    textContent: place.dataset.undo,
  });
  undo.addEventListener("click", async () => {
    undo.disabled = true;
    const problems = new Set();
    const waiting = [];
    for (const url of changes) {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", token());
      try {
        await post(url, body);
      } catch (error) {
        if (error.status === 409) continue; // taken back already, in another tab
        problems.add(wordsOf(error, bar));
        if (!error.status) waiting.push(url);
      }
    }
    const words = problems.size ? [...problems] : [place.dataset.undone];
    await reload();
    tell(results.querySelector("[data-bulk]"), words, waiting);
    showChoice();
  });
  place.append(undo);
};

// An empty field would take the credit of all that are chosen away: done when it is said to be meant.
const askToEmpty = (form, deed) => {
  const bar = form.querySelector("[data-bulk]");
  const place = bar.querySelector("[data-bulk-outcome]");
  const count = chosen().length;
  if (!count) return;
  tell(bar, [place.dataset.empties.replace("%s", count)], []);
  const yes = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button button-small no",
    textContent: place.dataset.empty,
  });
  yes.addEventListener("click", () => {
    if (chosen().length === count) doToChosen(form, deed, { kosongkan: "on" });
    else askToEmpty(form, deed);
  });
  place.append(" ", yes);
  yes.focus();
};

const doToChosen = async (form, deed, more = {}) => {
  const bar = form.querySelector("[data-bulk]");
  const ids = chosen().map((tile) => box(tile).value);
  if (busy || !ids.length) return;
  busy = true;
  const sent = new FormData(form, deed); // whatever is typed while it goes out part by part
  sent.delete("isi");
  for (const [name, value] of Object.entries(more)) sent.set(name, value);
  const own = deed.closest(".bulk__deed").querySelector("input, select");
  const progress = bar.querySelector("[data-bulk-progress]");
  const meter = progress.querySelector("progress");
  progress.hidden = false;
  let done = 0;
  const left = new Map();
  const changes = [];
  const lines = [];
  try {
    for (let start = 0; start < ids.length; start += PART) {
      const body = new FormData();
      for (const [name, value] of sent) body.append(name, value);
      for (const id of ids.slice(start, start + PART)) body.append("isi", id);
      meter.value = start / ids.length;
      const told = await post(form.action, body);
      done += told.done;
      if (told.change) changes.push(told.change);
      lines.splice(0, lines.length, told.sentence.replace(/^\d+/, done));
      for (const line of told.left) left.set(line, true);
    }
  } catch (error) {
    lines.push(wordsOf(error, bar));
  }
  busy = false;
  if (changes.length || done) await reload((one) => one === own && one.value === sent.get(own.name));
  const now = results.querySelector("[data-bulk]");
  now.querySelector("[data-bulk-progress]").hidden = true;
  tell(now, [...lines, ...left.keys()], changes);
  showChoice();
};

// --- keys -------------------------------------------------------------------------------------------

const typing = (element) =>
  element.isContentEditable ||
  (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "checkbox");

// Wagtail's choosers and dialogs, or our own.
const isBelowAWindow = () =>
  keysDialog.open ||
  document.body.classList.contains("modal-open") ||
  [...document.querySelectorAll(".w-dialog")].some((dialog) => !dialog.hasAttribute("aria-hidden"));
const isVertical = (event) => event.key === "ArrowUp" || event.key === "ArrowDown";

const keys = {
  ArrowRight: (event) => move(1, event),
  ArrowLeft: (event) => move(-1, event),
  ArrowDown: (event) => move(columns(), event),
  ArrowUp: (event) => move(-columns(), event),
  a: () => chooseAll(true),
  "/": () => root.querySelector("[data-library-filter] [name=q]").focus(),
  "?": () => keysDialog.showModal(),
  Escape: () => {
    if (side.hidden) chooseAll(false);
    else closeBeside();
  },
};

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  // What happens in a window above the page, or beside it in the admin's menu, is not meant for it.
  if (isBelowAWindow() || (target !== document.body && !root.contains(target)) || typing(target)) return;
  if (target.closest("[data-focus-box]") || target.closest("[data-library-side]")) {
    if (event.key === "Escape") closeBeside();
    return;
  }
  const tile = target.closest?.("[data-tile]");
  if (event.key === " " && tile && target === link(tile)) {
    event.preventDefault();
    if (event.shiftKey && last) chooseRow(last, tile);
    else choose(tile, !box(tile).checked);
    showChoice();
    return;
  }
  const action = keys[event.key];
  if (!action || (event.key.length === 1 && !singleKeysAct())) return;
  // Up and down scroll the page unless one stands among the tiles.
  if (event.key.startsWith("Arrow") && !tile && (isVertical(event) || target !== document.body)) return;
  event.preventDefault();
  action(event);
});

results.addEventListener("click", (event) => {
  const tile = event.target.closest("[data-tile]");
  if (!tile) return;
  if (event.target === box(tile)) {
    if (event.shiftKey && last) chooseRow(last, tile);
    last = tile;
    showChoice();
    return;
  }
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (plain && WIDE.matches && event.target.closest("[data-tile-link]")) {
    event.preventDefault();
    openBeside(tile);
  }
});

results.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-library-bulk]")) return;
  event.preventDefault();
  const [form, deed] = [event.target, event.submitter];
  const isEmptying = deed.value === "kredit" && !form.elements.kredit.value.trim();
  (isEmptying ? askToEmpty : doToChosen)(form, deed);
});

const begin = () => {
  const bar = results.querySelector("[data-bulk]");
  results.querySelector("[data-library-help]").hidden = false;
  if (!bar) return;
  bar.querySelector("[data-bulk-all]").addEventListener("click", () => chooseAll(true));
  bar.querySelector("[data-bulk-none]").addEventListener("click", () => chooseAll(false));
  // Enter in a field does that field's deed, not the first button's.
  for (const deed of bar.querySelectorAll(".bulk__deed")) {
    deed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      deed.querySelector("button").click();
    });
  }
  showChoice();
};

results.addEventListener("click", (event) => {
  if (event.target.closest("[data-library-help]")) keysDialog.showModal();
});

begin();
