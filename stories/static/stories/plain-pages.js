// On the officer's plain pages: opens the app where the browser can carry it. Without this file,
// or with ?biasa=1, the pages do everything that needs a network.
const PLAIN = "sambang-lapor-biasa";
const list = document.querySelector("[data-app]");

async function canCarry() {
  if (!navigator.serviceWorker || !navigator.locks || !globalThis.indexedDB) return false;
  if (!globalThis.BroadcastChannel || !crypto.randomUUID) return false;
  return true;
}

function remember(value) {
  try {
    if (value === undefined) return sessionStorage.getItem(PLAIN);
    sessionStorage.setItem(PLAIN, value);
  } catch {
    // storage may be forbidden: then the app cannot carry anything either
  }
  return null;
}

if (list) {
  if (new URLSearchParams(location.search).has("biasa")) remember("1");
  if (!remember() && (await canCarry())) location.replace(list.dataset.app);
}
