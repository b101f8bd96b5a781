// Where screens are drawn. Drawing one again takes neither a press that is under way nor the focus
// from the officer: a browser makes no click of a press whose link was replaced before it ended.

const CLICK_MS = 100; // a finger's click comes a moment after it was lifted
const LONGEST_MS = 10_000; // of a press that opened a menu of the browser's own, the end is not told

let isPressed = false;
let ending = 0;
const later = new Map(); // what is drawn where, as soon as nobody presses

/** Presses are heeded from now on. */
export function watchPresses() {
  const begin = () => {
    clearTimeout(ending);
    isPressed = true;
    ending = setTimeout(release, LONGEST_MS);
  };
  const lift = () => {
    if (!isPressed) return;
    clearTimeout(ending);
    ending = setTimeout(release, CLICK_MS);
  };
  // A space presses when it is let go, and only what it was pushed down on.
  const ifSpace = (act) => (event) => event.key === " " && act();
  window.addEventListener("pointerdown", begin);
  window.addEventListener("keydown", ifSpace(begin));
  window.addEventListener("keyup", ifSpace(lift));
  for (const name of ["pointerup", "pointercancel", "blur"]) window.addEventListener(name, lift);
}

function release() {
  isPressed = false;
  const draws = [...later.values()];
  later.clear();
  for (const draw of draws) draw();
}

/** A place in `target` to draw screens into while `isCurrent()`. The first one is drawn at once,
 * unless the place `isShown` already; the next ones wait for the end of a press. */
export function placeIn(target, { isCurrent = () => true, isShown = false } = {}) {
  let isAgain = isShown;
  return {
    replaceChildren(...screen) {
      if (!isCurrent()) return;
      later.delete(target);
      if (!isAgain) target.replaceChildren(...screen);
      else if (isPressed) later.set(target, () => isCurrent() && drawAgain(target, screen));
      else drawAgain(target, screen);
      isAgain = true;
    },
  };
}

function drawAgain(target, screen) {
  const had = target.contains(document.activeElement) && document.activeElement;
  target.replaceChildren(...screen);
  if (had) likeness(had, target)?.focus({ preventScroll: true });
}

/** What in `target` is what `had` was: the same place to go, or a part of the same look. */
function likeness(had, target) {
  const all = [...target.querySelectorAll(had.tagName)];
  const href = had.getAttribute("href");
  return all.find((one) => (href ? one.getAttribute("href") === href : one.isEqualNode(had)));
}
