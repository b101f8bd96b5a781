// The service worker of /lapor/: keeps the app's own files, starts without a network, sends what
// waits. `sw.js` (made by the server) calls `serve` with the list of files and their hashes.
//
// Other parts of the worker are modules that add their own listeners when they are imported.
import { deliver } from "./courier.js";
import "./push-worker.js";

export const SYNC_TAG = "kirim";

/** plan: {version, scope, page, files: [[address, integrity], …]} */
export function serve(plan) {
  // Each language is an app of its own: neither throws away what the other keeps.
  const cacheName = plan.scope + plan.version;
  const kept = new Set(plan.files.map(([address]) => new URL(address, self.location).href));
  const page = new URL(plan.page, self.location).href;

  self.addEventListener("install", (event) => event.waitUntil(install(cacheName, plan.files)));
  self.addEventListener("activate", (event) => event.waitUntil(activate(plan.scope, cacheName)));
  self.addEventListener("message", (event) => {
    if (event.data?.type === "take-over") self.skipWaiting();
  });
  self.addEventListener("sync", (event) => {
    if (event.tag === SYNC_TAG) event.waitUntil(send(plan.scope));
  });
  self.addEventListener("fetch", (event) => {
    const address = event.request.url.split(/[?#]/)[0];
    if (event.request.method !== "GET") return;
    if (event.request.mode === "navigate") {
      // The officer's other pages are personal: always from the server, and never kept. Without a
      // network the app answers in their place, from what the phone has.
      if (!new URL(address).pathname.startsWith(plan.scope)) return;
      event.respondWith(address === page ? own(cacheName, page) : orApp(event.request, cacheName, page));
    } else if (kept.has(address)) {
      event.respondWith(own(cacheName, event.request));
    }
  });
}

async function install(cacheName, files) {
  const cache = await caches.open(cacheName);
  await Promise.all(files.map(async ([address, integrity]) => {
    // A file of another version, or one that was changed on its way, ends the installation: the
    // old version goes on, and the browser tries again.
    const answer = await fetch(address, { integrity, cache: "no-cache", credentials: "omit" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await cache.put(address, answer);
  }));
}

async function activate(scope, cacheName) {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(scope) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function own(cacheName, request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(request)) ?? fetch(request);
}

async function orApp(request, cacheName, page) {
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await (await caches.open(cacheName)).match(page);
    if (shell === undefined) throw error;
    return shell;
  }
}

async function send(scope) {
  // A page that sends may be closed in the middle: whatever it leaves goes on here.
  const ended = await deliver({ scope, wait: 240_000 });
  // Thrown, so that the browser tries again by itself.
  if (ended.stopped || ended.elsewhere) throw new Error(ended.stopped);
}
