// The app begins here: who is signed in, which screen, what is sent and when.
import { released } from "../../cms/js/presses.js";
import * as account from "./account.js";
import { announceChange, deliver, onChange, turnsEnd } from "./courier.js";
import { make, part, write } from "./dom.js";
import { blank, reopen } from "./draft.js";
import { placeIn } from "./drawing.js";
import { fetchChoices, refresh } from "./news.js";
import { keepPush, mountPush } from "./push.js";
import { Problem, Server } from "./server.js";
import * as store from "./store.js";
import { form } from "./screens/form.js";
import { home, lastUsed } from "./screens/home.js";
import { phone } from "./screens/phone.js";
import { report } from "./screens/report.js";
import { runOf, takeUp } from "./taking.js";
import { words } from "./words.js";

const TICK_MS = 60_000;
const NEWS_MS = 3 * 60_000; // an app that stays open asks again
const SYNC_TAG = "kirim";
const ENTERING_MS = 5_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const target = document.querySelector("[data-screen]");
const strip = document.querySelector("[data-strip]");

const app = {
  owner: null,
  user: null,
  reason: "",
  signedOut: false,
  server: new Server({ scope: words.scope }),
  screen: "",
  moved: false, // between screens: the first one takes no focus
  leaving: null,
  cleanup: null,
  installer: null,
  fresh: null, // a newer worker that waits
  online: () => navigator.onLine,
  news,
  outside,
  send,
  redraw,
  signOut,
  offerPush,
  noticesRead,
};

// --- Who ------------------------------------------------------------------------------------------

/** Ask the server who is here; until it answers, it is the one who was here last. */
async function identify() {
  try {
    const session = await app.server.session({ fresh: true });
    const user = await account.settle(session.user, session.departures);
    if (user === undefined) return; // somebody left meanwhile
    const before = app.owner;
    become(user);
    if (app.owner !== before) announceChange({ left: true }); // other tabs still show that one
    app.reason = session.reason;
    app.signedOut = !session.user;
    if (!user) location.replace(words.signIn);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "password") location.replace(words.password);
  }
}

function become(user) {
  app.user = user;
  app.owner = app.server.owner = user?.key ?? null;
}

/** Leave a shared phone, with or without a signal: what waits stays, hidden until the same officer
 * signs in again. */
async function signOut() {
  const waiting = (await store.reportsOf(app.owner)).filter((one) => one.status === "queued");
  if (waiting.length && !confirm(words.phone.signOutWaiting.replace("{n}", waiting.length))) return;
  await account.leave();
  navigator.clearAppBadge?.().catch(() => {});
  become(null);
  announceChange({ left: true });
  await show();
  await askForSync();
  await identify();
}

/** Nobody: whatever is on this phone belongs to somebody. */
function stranger(place) {
  outside(place, words.outside.left, words.outside.leftText, words.signIn, words.strip.signIn);
}

// --- Screens --------------------------------------------------------------------------------------

function outside(place, title, text = words.outside.text, href = "#/", label = words.outside.go) {
  const screen = write(make("outside"), { title, text });
  const go = part(screen, "go");
  Object.assign(go, { href, textContent: label });
  place.replaceChildren(screen);
}

/** Where we are: the hash, or the report whose own page could not be had without a network. */
function where() {
  if (location.hash.length > 2) return location.hash.slice(2);
  const id = location.pathname.slice(words.scope.length).match(/^([0-9a-f-]{36})\//)?.[1];
  return id ? `laporan/${id}` : "";
}

/** Where a screen is drawn: nowhere any more once another one was asked for meanwhile. */
let turn = 0;
function place({ isShown = false } = {}) {
  const mine = turn;
  return placeIn(target, { isCurrent: () => mine === turn, isShown });
}

async function show() {
  turn += 1;
  const here = place();
  app.screen = where();
  await app.leaving?.(true);
  app.leaving = null;
  app.cleanup?.();
  app.cleanup = null;
  const [name, id, step] = where().split("/");
  strip.hidden = !app.owner;
  if (!app.owner) stranger(here);
  else if (app.reason) outside(here, words.outside.notOfficer, app.reason);
  else if (name === "baru") {
    const fresh = await blank(app.owner, await lastUsed(app.owner));
    location.replace(`#/tulis/${fresh.id}/1`);
    return;
  } else if (name === "tulis") await form(app, here, id, Math.min(Math.max(Number(step), 1), 3));
  else if (name === "laporan") await report(app, here, id);
  else if (name === "ponsel") await phone(app, here);
  else await home(app, here);
  // Unless the officer is already at a part of it: a screen is whole only when the server answered.
  if (app.moved && !target.contains(document.activeElement)) target.querySelector("h1")?.focus();
  app.moved = true;
}

/** Something changed in the store: screens that only show are drawn again. */
let redrawing = 0;
function redraw() {
  clearTimeout(redrawing);
  redrawing = setTimeout(async () => {
    const here = place({ isShown: true });
    const [name, id] = app.screen.split("/");
    await showStrip();
    if (!app.owner || app.reason) return;
    if (name === "") await home(app, here);
    else if (name === "laporan") await report(app, here, id, { ask: false, isShown: true });
  }, 150);
}

// --- Sending --------------------------------------------------------------------------------------

let timer = 0;
let sending = false;
let lookingAgain = false;

/** `isNew` after something was put into the outbox: then the worker stands by, should this page go. */
async function send({ force = false, isNew = false } = {}) {
  clearTimeout(timer);
  if (isNew) askForSync();
  if (!app.owner) return;
  if (sending) {
    if (isNew) lookAgain();
    return;
  }
  sending = true;
  let ended;
  try {
    ended = await deliver({ scope: words.scope, force, changed: redraw });
  } finally {
    sending = false;
    timer = setTimeout(send, ended?.waitMs || TICK_MS); // whatever went wrong
  }
  if (ended.elsewhere) lookAgain();
  if (ended.stopped) await askForSync();
  else if (performance.now() - told > NEWS_MS || (await anythingSent())) await news();
  redraw();
}

/** Whoever sends now may have looked into the outbox for the last time just before something was put
 * there, or be closed in the middle: it is looked at once more after that turn, unless the turn
 * ended in a failure, which is tried again anyway. */
async function lookAgain() {
  if (lookingAgain) return;
  lookingAgain = true;
  const before = await store.meta("outbox");
  await turnsEnd();
  lookingAgain = false;
  const after = await store.meta("outbox");
  if (!after?.stopped || after.at === before?.at) await send({ isNew: true });
}

const anythingSent = async () =>
  (await store.reportsOf(app.owner)).some((one) => one.status === "sent" && !one.isTold);

async function askForSync() {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => null);
  await registration?.sync?.register(SYNC_TAG).catch(() => {});
}

let told = -Infinity; // when, by this page's own clock

/** What became of the reports; what the server told of, and now does not name any more, needs no
 * copy here. */
async function news() {
  const { owner } = app;
  if (!owner || app.reason) return;
  try {
    const sent = (await store.reportsOf(owner)).filter(({ status }) => status === "sent");
    const rows = await refresh(app.server, owner);
    await store.removeSent(sent.filter(({ id, isTold }) => isTold && !rows.has(id)));
    await fetchChoices(app.server, owner);
    const { user, notices } = await app.server.session({ fresh: true });
    if (user?.key === owner) await account.keepNotices(owner, notices);
    for (const { id, isTold } of sent) {
      if (!isTold) await store.changeReport(id, () => ({ isTold: true }));
    }
    told = performance.now();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
  }
  redraw();
}

async function noticesRead() {
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await app.server.request("POST", `${words.scope}kabar/`, { headers, body: "{}" });
    if (answer.ok) await account.keepNotices(app.owner, []);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem; // they stay until there is a signal
  }
  redraw();
}

// --- The strip above every screen -----------------------------------------------------------------

async function showStrip() {
  document.querySelector("[data-offline]").hidden = navigator.onLine;
  if (!app.owner) return;
  const [outbox, reports, others] = await Promise.all([
    store.meta("outbox"),
    store.reportsOf(app.owner),
    store.othersWaiting(app.owner),
  ]);
  const notes = [];
  if (app.fresh) notes.push(note("info", words.strip.newVersion, "", words.strip.update, takeOver));
  const isWaiting = reports.some((one) => one.status === "queued");
  if (app.signedOut || (isWaiting && !sending)) notes.push(outboxNote(outbox));
  if (others) notes.push(note("info", "", words.strip.other));
  placeIn(strip, { isShown: true }).replaceChildren(...notes.filter(Boolean));
}

function outboxNote(outbox) {
  const press = () => send({ force: true });
  if (app.signedOut || outbox?.stopped === "signed-out") {
    const [title, go] = outbox.code === "password"
      ? [words.strip.password, words.password]
      : [words.strip.signedOut, words.signIn];
    return note("info", title, words.strip.signedOutText, words.strip.signIn, go);
  }
  if (outbox?.stopped === "busy") {
    const said = outbox.detail;
    const [title, text] = said ? [words.strip.later, said] : [words.strip.busy, words.strip.busyText];
    return note("info", title, text, words.strip.sendNow, press);
  }
  if (!navigator.onLine) {
    return note("info", words.strip.offline, words.strip.offlineText, words.strip.sendNow, press);
  }
  if (outbox?.stopped === "offline") {
    return note("info", words.strip.away, words.strip.awayText, words.strip.sendNow, press);
  }
  return note("info", "", words.say.nowQueued, words.strip.sendNow, press);
}

/** `deed` is an address to go to or a function to call. */
function note(kind, title, text, label = "", deed = null) {
  const box = write(make("strip"), { title, text });
  box.classList.add(`notice--${kind}`);
  if (typeof deed === "string") {
    const go = part(box, "go");
    Object.assign(go, { hidden: false, href: deed, textContent: label });
  } else if (deed) {
    const act = part(box, "act");
    Object.assign(act, { hidden: false, textContent: label });
    act.addEventListener("click", deed);
  }
  return box;
}

// --- The worker -----------------------------------------------------------------------------------

async function install() {
  if (!navigator.serviceWorker) return;
  const worker = navigator.serviceWorker;
  const hadOne = Boolean(worker.controller);
  worker.addEventListener("controllerchange", () => {
    if (hadOne) location.reload(); // a newer version took over, as the officer asked
  });
  worker.addEventListener("message", (event) => {
    if (!event.data?.news) return;
    if (event.data.open) location.hash = `#/laporan/${event.data.open}`;
    news();
  });
  try {
    const registration = await worker.register(words.worker, {
      type: "module",
      updateViaCache: "none",
    });
    const look = () => {
      app.fresh = worker.controller ? registration.waiting : null;
      redraw();
    };
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", look);
    });
    look();
  } catch {
    // Without the worker the app needs a network to start, and still loses nothing.
  }
}

function takeOver() {
  app.fresh?.postMessage({ type: "take-over" });
}

async function offerPush(box) {
  const section = box.querySelector("[data-push-url]");
  await mountPush(section);
  await released();
  box.hidden = section.hidden;
}

// --- Beginning ------------------------------------------------------------------------------------

async function start() {
  let known;
  try {
    known = await account.whoIsHere();
  } catch {
    const box = note("bad", words.strip.storage, words.strip.storageText, words.strip.plain, `${words.scope}?biasa=1`);
    strip.replaceChildren(box);
    return;
  }
  become(known ?? null);
  const identified = identify();
  // Somebody was here before: what they have is shown at once, whatever the network does.
  if (!known) await identified;
  // Unless somebody was about to sign in: it may be another one, as the server will say.
  else if (await account.hasEntered()) await Promise.race([identified, pause(ENTERING_MS)]);
  await show();
  if (!app.owner) return;
  performance.mark("app-ready");
  await showStrip();
  install();
  finishPhotos();
  const shown = app.owner;
  await identified;
  if (app.owner !== shown) await show();
  if (!app.owner) return;
  await news();
  await send();
  const { pushUrl } = part(make("phone"), "push-url").dataset;
  await keepPush(pushUrl).catch(() => {}); // without a network: at the next start
}

/** Photos that were chosen before the app ended are made small; they may belong to what waits, or
 * to what was sent without them. */
async function finishPhotos() {
  const ids = [...(await takeUp(app.owner))];
  for (const id of ids) {
    await runOf(id)?.ended;
    await reopen(id);
  }
  if (ids.length) await send({ isNew: true });
}

window.addEventListener("hashchange", show);
window.addEventListener("online", () => (app.owner ? send() : location.reload()));
window.addEventListener("offline", redraw);
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  app.installer = event;
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") app.leaving?.();
  else if (app.owner) {
    news();
    send();
  }
});
window.addEventListener("pagehide", () => app.leaving?.(true));
onChange(({ data }) => (data.left ? location.reload() : redraw()));
start();
