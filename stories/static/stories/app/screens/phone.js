// "Ponsel ini": who is signed in, room, clock, installing, and leaving a shared phone.
import { keepNotices } from "../account.js";
import { list, make, part, write } from "../dom.js";
import { CLOCK_OFF_MS } from "../clock.js";
import { dropExample, examplesOf } from "../draft.js";
import { OFFICERS_TURN } from "../news.js";
import { keepForGood, roomLeft } from "../room.js";
import * as store from "../store.js";
import { fill, size, span, words } from "../words.js";

const ROOM_SHOWN_BYTES = 1e9;

export async function phone(app, target) {
  const screen = make("phone");
  const [room, clock, examples] = await Promise.all([
    roomLeft(ROOM_SHOWN_BYTES),
    store.meta("clock"),
    examplesOf(app.owner),
  ]);
  const kept = (await navigator.storage?.persisted?.()) ?? false;
  write(screen, {
    who: [app.user.name, app.user.unit].filter(Boolean).join(" · "),
    room: roomText(room),
    kept: kept ? words.phone.kept : words.phone.notKept,
    clock: clockText(clock),
  });
  part(screen, "language").hidden = !app.online();
  part(screen, "sign-out").addEventListener("click", () => app.signOut());
  const persist = part(screen, "persist");
  persist.hidden = kept || !navigator.storage?.persist;
  persist.addEventListener("click", async () => {
    await keepForGood();
    await phone(app, target);
  });
  part(screen, "install-box").hidden = !app.installer;
  part(screen, "install").addEventListener("click", () => app.installer?.prompt());
  part(screen, "templates-box").hidden = !examples.length;
  list(screen, "templates", examples.map(({ name }) => {
    const row = write(make("template"), { name });
    part(row, "remove").addEventListener("click", async () => {
      await dropExample(app.owner, name);
      await phone(app, target);
    });
    return row;
  }));
  part(screen, "clean").addEventListener("click", async (event) => {
    await store.removeSent(await store.reportsOf(app.owner));
    // Left by an earlier version of the app: sound of reports that are gone.
    for (const recording of await store.recordings()) {
      if (!(await store.report(recording.split("/")[0]))) await store.removeParts(recording);
    }
    const known = await store.knownOf(app.owner);
    await store.forgetKnown(known.filter(({ state }) => !OFFICERS_TURN.includes(state)));
    await keepNotices(app.owner, []);
    event.target.textContent = words.phone.cleaned;
    app.news();
  });
  target.replaceChildren(screen);
  // Asks the network: the rest of the screen does not wait for it.
  app.offerPush(part(screen, "push-box"));
}

function roomText(room) {
  if (room === Infinity) return words.phone.roomUnknown;
  const text = room < ROOM_SHOWN_BYTES ? words.phone.room : words.phone.roomPlenty;
  return fill(text, { room: size(room) });
}

function clockText(clock) {
  if (!clock) return words.phone.clockUnknown;
  if (Math.abs(clock.offset) <= CLOCK_OFF_MS) return words.phone.clockRight;
  return fill(words.phone.clockOff, { off: span(clock.offset) });
}
