// A phone that several officers share: who signs out, or comes to sign in, on a page outside the
// app does so for the app too. Beside the form that signs out, and on the page that signs in.
import { asOfNow, enter, leave } from "./app/account.js";
import { isThere } from "./app/store.js";

const CHANNEL = "sambang-lapor";
const PATIENCE_MS = 1500;
const form = document.querySelector(`form[action$="/keluar/"]`);

/** Do `deed` where the app was ever used; a browser that lets nothing be stored has nothing of it. */
const inTheApp = async (deed) => {
  try {
    return (await isThere()) ? await deed() : undefined;
  } catch {
    return undefined;
  }
};

if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([inTheApp(leave), late]);
    if (globalThis.BroadcastChannel) new BroadcastChannel(CHANNEL).postMessage({ left: true });
    form.submit();
  });
  // Signed out in the app, without a signal: now the server hears of it.
  if ((await inTheApp(asOfNow))?.leaving) form.requestSubmit();
} else {
  // Nobody is signed in: who is next is known only when the server has answered the app.
  await inTheApp(enter);
}
