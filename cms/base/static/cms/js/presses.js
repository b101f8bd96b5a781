// Whether somebody presses in this moment. A browser makes no click of a press whose element was
// replaced, or moved away, before it ended: what draws something again waits for the end of it.

const CLICK_MS = 100; // a finger's click comes a moment after it was lifted
const LONGEST_MS = 10000; // of a press that opened a menu of the browser's own, the end is not told

let isPressed = false;
let ending = 0;
let waiting = [];

const end = () => {
  clearTimeout(ending);
  isPressed = false;
  const all = waiting;
  waiting = [];
  for (const go of all) go();
};

const begin = () => {
  isPressed = true;
  clearTimeout(ending);
  ending = setTimeout(end, LONGEST_MS);
};

const lift = () => {
  if (!isPressed) return;
  clearTimeout(ending);
  ending = setTimeout(end, CLICK_MS);
};

// A space presses when it is let go, and a button or box only where it was pushed down.
const ifSpace = (act) => (event) => {
  if (event.key === " ") act();
};

addEventListener("pointerdown", begin, true);
addEventListener("keydown", ifSpace(begin), true);
addEventListener("keyup", ifSpace(lift), true);
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, lift, true);
addEventListener("blur", lift); // the window's own

export const isPressing = () => isPressed;

// Kept at once while nobody presses, else when the press is over.
export const released = () =>
  isPressed ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
