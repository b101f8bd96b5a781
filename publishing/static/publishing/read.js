// Says once that this page was read: after five seconds in view, without cookie and without asking
// anything about the reader. Counted by publishing/reach; see docs/features/reach.md.

const SECONDS = 5;
const item = document.querySelector("script[data-read]").dataset.read;
let seen = 0;

const clock = setInterval(() => {
  // Neither a tab in the background nor one that the browser prepares in advance is read.
  if (document.visibilityState !== "visible" || ++seen < SECONDS) return;
  clearInterval(clock);
  fetch("/baca/", { method: "POST", body: item, credentials: "omit", keepalive: true }).catch(() => {});
}, 1000);
