// Where screens are drawn. Drawing one again takes neither a press that is under way nor the focus
// from the officer.
import { isPressing, released } from "../../cms/js/presses.js";

const newest = new WeakMap(); // what is to be seen where, of all that wait for the end of a press

/** A place in `target` to draw screens into while `isCurrent()`. The first one is drawn at once,
 * unless the place `isShown` already; the next ones wait for the end of a press. */
export function placeIn(target, { isCurrent = () => true, isShown = false } = {}) {
  let isAgain = isShown;
  return {
    replaceChildren(...screen) {
      if (!isCurrent()) return;
      newest.set(target, screen);
      const draw = () => isCurrent() && newest.get(target) === screen && drawAgain(target, screen);
      if (!isAgain) target.replaceChildren(...screen);
      else if (isPressing()) released().then(draw);
      else draw();
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
