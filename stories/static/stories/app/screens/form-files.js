// Photos, films and sound of a report: taken, shown, described, thrown away.
import { released } from "../../../cms/js/presses.js";
import { list, part, write } from "../dom.js";
import { canRecord, record } from "../recorder.js";
import { roomLeft } from "../room.js";
import * as store from "../store.js";
import { collect, problemsOf, runOf, stateOf, takeAll } from "../taking.js";
import { clock, fill, size, words } from "../words.js";
import { offerAgain } from "./again.js";
import { fileRow, showFile } from "./report.js";

const ROOM_WARNED_BYTES = 300 * 1024 * 1024;

export async function filesStep(app, screen, draft, choices) {
  const most = choices.limits.media_max;
  const said = part(screen, "taking");
  const addresses = new Set(); // of sounds that can be heard
  let isLeft = false;
  app.cleanup = () => {
    isLeft = true;
    addresses.forEach((address) => URL.revokeObjectURL(address));
  };
  const shown = new Map(); // the rows with what they show: somebody may be typing in one
  const rowOf = async (thing, made, changes) => {
    const { caption: _typed, isChanged: _written, tries: _counted, ...looks } = thing;
    const key = JSON.stringify(looks);
    const before = shown.get(thing.id);
    if (before?.key === key) return before.row;
    const isSmall = before?.status === "chosen" && thing.status === "waiting";
    const row = isSmall ? before.row : made();
    shown.set(thing.id, { key, row, status: thing.status });
    if (isSmall) changes.push([await row, thing]);
    return row;
  };
  /** Draw the rows, and say what `says` gives: no press is lost to a row that comes above it. */
  const draw = async (says) => {
    const files = await store.filesOf(draft.report.id);
    const changes = [];
    const rows = await Promise.all([
      ...(draft.report.kept ?? []).map((medium) => rowOf(medium, () => keptRow(draft, medium, show))),
      ...files.map((file) => rowOf(file, () => ownRow(draft, file, show, addresses), changes)),
    ]);
    const room = await roomLeft(ROOM_WARNED_BYTES);
    await released();
    if (isLeft) return;
    if (says) said.textContent = says();
    for (const change of changes) showFile(...change);
    list(screen, "files", rows);
    part(screen, "no-files").hidden = rows.length > 0;
    warnOf(room, screen);
  };
  let drawn = Promise.resolve(); // one after the other: what is older is not drawn over what is newer
  const show = (says) => {
    const mine = drawn.then(() => draw(says));
    drawn = mine.catch(() => {});
    return mine;
  };
  let problems = ""; // told until something else is taken
  const watch = async () => {
    if (isLeft) return;
    await show(() => {
      const run = runOf(draft.report.id);
      const isGoing = run && !run.isOver;
      problems = isGoing ? "" : problemsOf(draft.report.id).join(" ") || problems;
      return isGoing ? stateOf(run) : problems;
    });
  };
  const before = runOf(draft.report.id);
  if (before) before.watch = watch;
  for (const input of screen.querySelectorAll("[data-take]")) {
    input.addEventListener("change", async () => {
      const sources = [...input.files];
      const how = { original: draft.report.original, most, meant: input.dataset.take };
      await takeAll(draft.report, sources, { watch, ...how });
      input.value = ""; // only now: the files must stay readable while they are copied
    });
  }
  const original = part(screen, "original");
  original.checked = draft.report.original;
  original.addEventListener("change", () => draft.set(() => ({ original: original.checked })));
  await recordings(screen, draft, most, show);
  if (before) await watch();
}

async function recordings(screen, draft, most, show) {
  const button = part(screen, "record");
  const label = part(screen, "record-label");
  const said = part(screen, "taking");
  const gather = async (own) => {
    const left = await collect(draft.report, most, own);
    await show(() => (left.length ? words.take.soundWaits : ""));
  };
  let running = null;
  let isAsking = false;
  let isLeft = false;
  const begin = async () => {
    const begun = await record(draft.report.id);
    if (isLeft) begun.stop(); // allowed only after the officer had gone on
    const startedAt = performance.now();
    const tick = () => {
      label.textContent = fill(words.take.stop, { clock: clock(performance.now() - startedAt) });
    };
    const timer = setInterval(tick, 1000);
    button.dataset.live = "";
    tick();
    const kept = begun.ended.then(async ({ isFull }) => {
      running = null;
      clearInterval(timer);
      label.textContent = words.take.record;
      delete button.dataset.live;
      await gather(begun.id);
      if (isFull) said.textContent = `${words.take.recordFull} ${said.textContent}`;
    });
    running = { stop: begun.stop, kept };
  };
  button.addEventListener("click", async () => {
    if (running) return running.stop();
    if (isAsking) return;
    if (screen.querySelectorAll(".app-file").length >= most) {
      said.textContent = fill(words.take.many, { name: words.kinds.audio, max: most });
      return;
    }
    isAsking = true;
    try {
      await begin();
    } catch {
      said.textContent = words.take.noMicrophone;
    } finally {
      isAsking = false;
    }
  });
  button.hidden = !canRecord();
  draft.silence = () => {
    isLeft = true;
    running?.stop();
    return running?.kept;
  };
  await gather();
}

function warnOf(room, screen) {
  const box = part(screen, "room");
  box.hidden = room >= ROOM_WARNED_BYTES;
  write(box, { room: fill(words.form.roomLow, { room: size(room) }) });
}

async function ownRow(draft, file, show, addresses) {
  const row = fileRow(file);
  const caption = part(row, "caption");
  caption.hidden = false;
  caption.value = file.caption;
  caption.id = `c-${file.id}`;
  const label = part(row, "caption-label");
  label.hidden = false;
  label.htmlFor = caption.id;
  const { sentAs = file.id } = file;
  // On its way since before the report came back: what is changed here must be told.
  const isComing = () => draft.report.coming?.includes(sentAs);
  caption.addEventListener("input", () => {
    store.changeFile(file.id, () => ({ caption: caption.value }));
    if (isComing()) draft.set(({ described }) => ({ described: { ...described, [sentAs]: caption.value } }));
  });
  if (file.kind === "audio") {
    const blob = await store.blob(file.id);
    const address = blob && URL.createObjectURL(blob);
    const audio = part(row, "audio");
    audio.hidden = !blob;
    if (address) {
      addresses.add(address);
      audio.src = address;
    }
  }
  offerAgain(row, file, show);
  const remove = part(row, "remove");
  remove.hidden = file.status === "refused";
  remove.addEventListener("click", async () => {
    // `announced` alone: begun by an app that did not note yet what is coming.
    const { announced, sentAs: now = sentAs } = (await store.file(file.id)) ?? {};
    if (announced || isComing()) await draft.set(({ dropped }) => ({ dropped: dropped && [...dropped, now] }));
    await store.removeFile(file.id);
    await show();
  });
  return row;
}

/** A file that the server has since the report was sent before. */
function keptRow(draft, medium, show) {
  const row = fileRow({ ...medium, status: "received" });
  const caption = part(row, "caption");
  caption.hidden = false;
  caption.id = `c-${medium.id}`;
  const label = part(row, "caption-label");
  label.hidden = false;
  label.htmlFor = caption.id;
  caption.value = medium.caption;
  caption.addEventListener("input", () =>
    draft.set(({ kept }) => ({
      kept: kept.map((one) => (one.id === medium.id ? { ...one, caption: caption.value, isChanged: true } : one)),
    })));
  const remove = part(row, "remove");
  remove.hidden = false;
  remove.addEventListener("click", async () => {
    await draft.set(({ kept, dropped }) => ({
      kept: kept.filter((one) => one.id !== medium.id),
      dropped: dropped && [...dropped, medium.id],
    }));
    await show();
  });
  return row;
}
