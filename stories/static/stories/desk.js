// Keys of the desk: j/k move, Enter opens (the focused link), c claims, r writes a return note.
// Never while somebody types, and never together with Ctrl, Alt or Meta.

const typing = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

const links = [...document.querySelectorAll("[data-desk-link]")];

const move = (step) => {
  if (!links.length) return;
  const now = links.indexOf(document.activeElement);
  const next = now < 0 ? 0 : Math.min(Math.max(now + step, 0), links.length - 1);
  links[next].focus();
};

const keys = {
  j: () => move(1),
  k: () => move(-1),
  c: () => document.querySelector("[data-desk-claim]")?.click(),
  r: () => document.querySelector("[data-desk-return]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

document.querySelector(".desk__problem")?.focus();
