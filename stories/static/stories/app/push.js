// Messages to this phone when a report changes state. Needs a service worker whose scope holds this
// page and which loads push-worker.js. Nothing is asked before somebody presses a button.
//
//   pushState(url)   "unsupported", "unavailable" (the server has no key), "denied", "off" or "on"
//   startPush(url)   asks the browser's permission and subscribes; call it from a click only
//   stopPush(url)    ends it here and on the server
//   keepPush(url)    at start: tells a new session of this browser, subscribes anew, silently, after
//                    a change of the server's key, and ends what somebody else left here
//   mountPush(section)   fills a <section data-push> (templates/stories/app/push_panel.html)
//
// `url` is the door, /kabar-ponsel/. All but mountPush reject with an Error whose message may be
// shown (a TypeError is fetch's: no network).

const JSON_TYPE = { "Content-Type": "application/json" };

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function sameBytes(one, other) {
  const a = new Uint8Array(one), b = new Uint8Array(other);
  return a.length === b.length && a.every((value, place) => value === b[place]);
}

async function digest(endpoint) {
  const found = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(found)].map((value) => value.toString(16).padStart(2, "0")).join("");
}

async function send(url, body) {
  const answer = await fetch(url, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) });
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({}));
    throw new Error(said.detail || String(answer.status));
  }
}

async function ask(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function manager() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return registration ? registration.pushManager : null;
}

async function subscribe(push, key, url, replaces = "") {
  const made = await push.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  await send(url, { ...made.toJSON(), replaces });
}

export async function pushState(url) {
  const push = await manager();
  if (!push) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  const [present, server] = await Promise.all([push.getSubscription(), ask(url)]);
  if (!server.key) return "unavailable";
  // Another person's subscription on a shared phone is not this person's.
  return present && server.known.includes(await digest(present.endpoint)) ? "on" : "off";
}

export async function startPush(url) {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "denied" : "off";
  const [push, server] = await Promise.all([manager(), ask(url)]);
  const present = await push.getSubscription();
  if (present && !sameBytes(present.options.applicationServerKey, bytes(server.key))) await present.unsubscribe();
  await subscribe(push, server.key, url);
  return "on";
}

export async function stopPush(url) {
  const push = await manager();
  const present = push && (await push.getSubscription());
  if (present) {
    // The server first: if that fails, the button still says the truth.
    await send(`${url}berhenti/`, { endpoint: present.endpoint });
    await present.unsubscribe();
  }
  return "off";
}

let keeping = null; // the start of the app and its screen may both ask
export const keepPush = (url) => (keeping ??= keep(url).finally(() => (keeping = null)));

async function keep(url) {
  const push = await manager();
  const present = push && (await push.getSubscription());
  if (!present || Notification.permission !== "granted") return;
  const server = await ask(url);
  if (!server.key) return;
  const own = await digest(present.endpoint);
  // Whoever was here before, and never signed out, has no messages shown to somebody else.
  if (!server.known.includes(own)) return present.unsubscribe();
  if (sameBytes(present.options.applicationServerKey, bytes(server.key))) {
    // A new session must know it too: signing out ends what the session names.
    if (server.here !== own) await send(url, present.toJSON());
    return;
  }
  const replaces = present.endpoint;
  await present.unsubscribe();
  await subscribe(push, server.key, url, replaces);
}

export async function mountPush(section) {
  const url = section.dataset.pushUrl;
  const on = section.querySelector("[data-push-on]"), off = section.querySelector("[data-push-off]");
  const said = section.querySelector("[data-push-said]");
  const show = (state) => {
    section.hidden = state === "unsupported" || state === "unavailable";
    section.dataset.state = state;
    on.hidden = state !== "off";
    off.hidden = state !== "on";
    said.textContent = section.dataset[`said${state[0].toUpperCase()}${state.slice(1)}`] || "";
  };
  const press = (button, step) =>
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        show(await step(url));
      } catch (error) {
        said.textContent = error instanceof TypeError ? section.dataset.saidOffline : error.message;
      } finally {
        button.disabled = false;
      }
    });
  press(on, startPush);
  press(off, stopPush);
  try {
    await keepPush(url);
    show(await pushState(url));
  } catch {
    section.hidden = true; // without network nothing can be asked; the next visit will
  }
}
