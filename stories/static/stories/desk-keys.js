// Keys of the desk, in the list and on a report: those that the page's own list of keys names, unless
// they are switched off. Never while somebody types, and never together with Ctrl, Alt or Meta.

import { singleKeysAct } from "../cms/js/single-keys.js";

const typing = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

const links = () => [...document.querySelectorAll("[data-desk-link]")];

const move = (step) => {
  const all = links();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  const next = now < 0 ? 0 : Math.min(Math.max(now + step, 0), all.length - 1);
  all[next].focus();
};

const focusedRow = () => document.activeElement?.closest("[data-desk-row]");

// Claiming in the list sends the one row through the same form that many rows go through.
const claim = () => {
  const button = document.querySelector("[data-desk-claim]");
  const row = focusedRow();
  if (button) button.click();
  else if (row) document.dispatchEvent(new CustomEvent("desk:claim", { detail: row.dataset.id }));
};

const giveBack = () => {
  const field = document.querySelector("[data-desk-return]");
  const link = focusedRow()?.querySelector("[data-desk-link]");
  if (field) field.focus();
  else if (link) location.assign(`${link.href}#kembalikan`);
};

const help = document.querySelector("[data-desk-keys]");
const opener = document.querySelector("[data-desk-keys-open]");
const listed = new Set(
  [...help.querySelectorAll("[data-desk-key]")].map((key) => key.textContent),
);

const keys = {
  j: () => move(1),
  k: () => move(-1),
  c: claim,
  r: giveBack,
  x: () => focusedRow()?.querySelector("[data-desk-pick]")?.click(),
  ".": () => document.querySelector("[data-desk-show-new]:not([hidden])")?.click(),
  "/": () => document.querySelector(".desk__search input[name=q]")?.focus(),
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || help.open) return;
  const isPick = event.target.matches?.("[data-desk-pick]");
  if (typing(event.target) && !isPick) return;
  if (!listed.has(event.key) || !singleKeysAct()) return;
  event.preventDefault();
  keys[event.key]();
});
opener.hidden = false;
opener.addEventListener("click", () => help.showModal());

document.querySelector(".desk__problem")?.focus();
if (location.hash === "#kembalikan") document.querySelector("[data-desk-return]")?.focus();
