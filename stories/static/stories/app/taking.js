// Photos, films and sound become files of a report: made small where that is wanted, written to
// the phone with their bytes before anything else happens.
import { shrink } from "./photos.js";
import { cutOff } from "./recorder.js";
import { roomLeft } from "./room.js";
import { sha256Of } from "./sha256.js";
import * as store from "./store.js";
import { fill, words } from "./words.js";

const MB = 1024 * 1024;
export const LIMITS = { photo: 40 * MB, video: 1024 * MB, audio: 50 * MB };
const HASH_NOW_BYTES = 8 * MB; // larger ones are hashed when it is their turn

const UNKNOWN = /^$|octet/;
export const kindOf = (type) => ({ image: "photo", video: "video", audio: "audio" })[type.split("/")[0]];

/**
 * Keep `source` (a File or Blob) as the next file of `report`; the row, or {problem, name}:
 * "kind", "size", "full", "many", "same" or "unreadable". `original` leaves a photo as it is, to go by Wi-Fi;
 * `recording` names the pieces that `source` is made of, which go in the same moment; `meant` is the
 * kind where the phone knows none.
 */
export async function take(report, source, { meant, kind = kindOf(source.type) ?? (UNKNOWN.test(source.type) ? meant : null), original, most, recording }) {
  const name = source.name || "";
  if (!kind) return { problem: "kind", name };
  const there = await store.filesOf(report.id);
  const count = there.length + (report.kept?.length ?? 0);
  if (count >= most) return { problem: "many", name };
  let bytes = source;
  let thumb = "";
  if (kind === "photo") {
    const made = await shrink(source);
    thumb = made.thumb;
    if (made.blob && !original) bytes = made.blob;
  }
  if (bytes.size > LIMITS[kind] || bytes.size === 0) return { problem: "size", name };
  // A recording is on the phone already, and small: what is kept spare is for it.
  if (!recording && bytes.size > (await roomLeft(bytes.size))) return { problem: "full", name };
  const row = {
    id: crypto.randomUUID(),
    report: report.id,
    owner: report.owner,
    kind,
    name: nameFor(name, bytes, kind),
    type: bytes.type,
    size: bytes.size,
    position: Math.max(-1, ...there.map((file) => file.position)) + 1,
    caption: "",
    thumb,
    sha256: null,
    status: "waiting",
    offset: 0,
    announced: false,
    piece: 0,
    wifiOnly: kind === "photo" && Boolean(original),
    reason: null,
    takenAt: Date.now(),
  };
  try {
    if (bytes.size <= HASH_NOW_BYTES) row.sha256 = await sha256Of(bytes);
    if (row.sha256 && there.some((file) => file.sha256 === row.sha256)) return { problem: "same", name };
    await store.addFile(row, bytes, recording);
  } catch (error) {
    // A file of the cloud that cannot be read now, or the phone is full after all.
    return { problem: error.name === "QuotaExceededError" ? "full" : "unreadable", name };
  }
  return row;
}

const runs = new Map();

/**
 * What is being taken for the report `id`, also when the officer looks at another step meanwhile:
 * {n, all, problems, ended}; undefined when nothing is. One that `isOver` had problems that nobody
 * was told of yet.
 */
export const runOf = (id) => runs.get(id);

/** The problems of a run that is over, to be told now. */
export function problemsOf(id) {
  const { problems = [], isOver } = runs.get(id) ?? {};
  if (isOver) runs.delete(id);
  return problems;
}

/** Take no more for the report `id`; resolves when nothing of it is written any more. */
export async function stopTaking(id) {
  const run = runs.get(id);
  if (!run) return;
  run.isStopped = true;
  await run.ended;
  runs.delete(id);
}

/** Take `sources` for `report`, one after the other and after those chosen before; `watch()` hears
 * of each step, unless another screen took the watch over. */
export function takeAll(report, sources, { watch, ...how }) {
  const run = runs.get(report.id) ?? { n: 0, all: 0, problems: [], ended: Promise.resolve() };
  runs.set(report.id, run);
  if (run.isOver) Object.assign(run, { isOver: false, n: 0, all: 0 });
  run.watch = watch;
  run.all += sources.length;
  run.ended = run.ended.then(async () => {
    for (const source of sources) {
      if (run.isStopped) break;
      run.n += 1;
      await run.watch();
      // Whatever went wrong: the next ones are taken, and this one is told of.
      const unread = () => ({ problem: "unreadable", name: source.name });
      const { problem, name } = await take(report, source, how).catch(unread);
      if (problem) run.problems.push(fill(words.take[problem], { name, max: how.most }));
    }
    run.isOver = run.n === run.all;
    if (run.isOver && !run.problems.length) runs.delete(report.id);
    await run.watch();
  });
  return run.ended;
}

/**
 * What was recorded for `report` becomes files of it; the ids of recordings that cannot yet, whose
 * pieces stay. `own` is the one that just ended here.
 */
export async function collect(report, most, own) {
  const left = [];
  for (const { id, blob } of await cutOff(report.id, own)) {
    const taken = await take(report, blob, { kind: "audio", most, recording: id });
    if (taken.problem) left.push(id);
  }
  return left;
}

const ENDINGS = { "image/jpeg": "jpg", "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };

/** A name whose ending tells the truth: the server refuses one that lies. */
function nameFor(name, bytes, kind) {
  const ending = ENDINGS[bytes.type.split(";")[0]];
  const stem = name.replace(/\.[^.]*$/, "") || kind;
  return ending ? `${stem}.${ending}` : name || kind;
}
