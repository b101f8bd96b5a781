// The library with a keyboard: move, choose, choose in a row, open beside the list; and deeds on
// many at once, sent in small parts so that progress can be shown. Without this file the page works
// with its links, boxes and buttons.

import { watchFocus } from "./library-focus.js";

const PART = 40; // assets in one request: short enough to show progress, long enough to be quick
const WIDE = window.matchMedia("(width >= 75rem)");
const root = document.querySelector("[data-library]");
const results = root.querySelector("[data-library-results]");
const side = root.querySelector("[data-library-side]");
const keysDialog = root.querySelector("[data-library-keys]");
let last = null; // the box that was chosen last: where a row begins
let busy = false;

const tiles = () => [...results.querySelectorAll("[data-tile]")];
const box = (tile) => tile.querySelector("[data-tile-pick]");
const link = (tile) => tile.querySelector("[data-tile-link]");
const chosen = () => tiles().filter((tile) => box(tile).checked);
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

const openBeside = async (tile) => {
  const answer = await fetch(`${link(tile).href}?panel=1`, { credentials: "same-origin" });
  if (!answer.ok) {
    window.location.href = link(tile).href;
    return;
  }
  side.innerHTML = await answer.text();
  side.hidden = false;
  side.scrollTop = 0;
  watchFocus(side);
};

const closeBeside = () => {
  side.hidden = true;
  side.replaceChildren();
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
  if (!answer.ok) throw new Error(told.problem);
  return told;
};

const token = () => results.querySelector("[name=csrfmiddlewaretoken]").value;

const reload = async (kept) => {
  const answer = await fetch(window.location.href, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  results.replaceChildren(...page.querySelector("[data-library-results]").childNodes);
  for (const tile of tiles()) box(tile).checked = kept.has(box(tile).value);
  begin();
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
    const kept = new Set(chosen().map((tile) => box(tile).value));
    for (const url of changes) {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", token());
      try {
        await post(url, body);
      } catch {
        // Taken back already, in another tab.
      }
    }
    const words = place.dataset.undone;
    await reload(kept);
    tell(results.querySelector("[data-bulk]"), [words], []);
    showChoice();
  });
  place.append(undo);
};

const doToChosen = async (form, deed) => {
  const bar = form.querySelector("[data-bulk]");
  const ids = chosen().map((tile) => box(tile).value);
  if (busy || !ids.length) return;
  busy = true;
  const progress = bar.querySelector("[data-bulk-progress]");
  const meter = progress.querySelector("progress");
  progress.hidden = false;
  let done = 0;
  const left = new Map();
  const changes = [];
  const lines = [];
  try {
    for (let start = 0; start < ids.length; start += PART) {
      const body = new FormData(form, deed);
      body.delete("isi");
      for (const id of ids.slice(start, start + PART)) body.append("isi", id);
      meter.value = start / ids.length;
      const told = await post(form.action, body);
      done += told.done;
      if (told.change) changes.push(told.change);
      lines.splice(0, lines.length, told.sentence.replace(/^\d+/, done));
      for (const line of told.left) left.set(line, true);
    }
  } catch (error) {
    lines.push(error instanceof TypeError || error instanceof SyntaxError ? bar.querySelector("[data-bulk-outcome]").dataset.lost : error.message);
  }
  busy = false;
  if (changes.length || done) await reload(new Set(ids));
  const now = results.querySelector("[data-bulk]");
  now.querySelector("[data-bulk-progress]").hidden = true;
  tell(now, [...lines, ...left.keys()], changes);
  showChoice();
};

// --- keys -------------------------------------------------------------------------------------------

const typing = (element) =>
  element.isContentEditable ||
  (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "checkbox");

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
  if (event.ctrlKey || event.altKey || event.metaKey || keysDialog.open || typing(target)) return;
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
  if (!action) return;
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
  doToChosen(event.target, event.submitter);
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
