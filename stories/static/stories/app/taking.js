// Photos, films and sound become files of a report. What was chosen is written to the phone before
// anything else happens, as it came ("chosen"); photos are made small from there ("waiting").
import { shrink } from "./photos.js";
import { cutOff } from "./recorder.js";
import { roomLeft } from "./room.js";
import { sha256Of } from "./sha256.js";
import * as store from "./store.js";
import { fill, words } from "./words.js";

const MB = 1024 * 1024;
export const LIMITS = { photo: 40 * MB, video: 1024 * MB, audio: 50 * MB };
const HASH_NOW_BYTES = 8 * MB; // larger ones are hashed when it is their turn
const TRIES_MAX = 2;

const UNKNOWN = /^$|octet/;
export const kindOf = (type) => ({ image: "photo", video: "video", audio: "audio" })[type.split("/")[0]];

/** `take` one file for `report`, ready to be sent; the row, or {problem, name}. */
export async function take(report, source, how) {
  const kept = await keep(report, source, how);
  if (kept.status !== "chosen") return kept;
  return (await alone(report.id, () => makeSmall(kept))) ?? kept;
}

/** Do `deed` while no other tab makes photos of the report `id` small. */
const alone = (id, deed) => navigator.locks.request(`small:${id}`, deed);

/**
 * Keep `source` (a File or Blob) as the next file of `report`; the row, or {problem, name}:
 * "kind", "size", "full", "many", "same" or "unreadable". `original` leaves a photo as it is, to go by Wi-Fi;
 * `recording` names the pieces that `source` is made of, which go in the same moment; `meant` is the
 * kind where the phone knows none. The row of a photo is "chosen": it has to be made small yet.
 */
async function keep(report, source, { meant, kind = kindOf(source.type) ?? (UNKNOWN.test(source.type) ? meant : null), original, most, recording }) {
  const name = source.name || "";
  if (!kind) return { problem: "kind", name };
  const there = await store.filesOf(report.id);
  const count = there.length + (report.kept?.length ?? 0);
  if (count >= most) return { problem: "many", name };
  if (source.size === 0) return { problem: "size", name };
  const row = {
    id: crypto.randomUUID(),
    report: report.id,
    owner: report.owner,
    kind,
    position: Math.max(-1, ...there.map((file) => file.position)) + 1,
    caption: "",
    thumb: "",
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
    if (kind === "photo" && source.size <= LIMITS.photo) {
      const chosen = { ...row, ...looks(name, source, kind), status: "chosen" };
      // Read first: what a gallery hands over may live in a cloud, and is gone with the page.
      const bytes = new Blob([await source.arrayBuffer()], { type: source.type });
      if (await added(chosen, bytes)) return chosen;
    }
    // No room for it as it came, or larger than may be sent: perhaps when it is small.
    const small = kind === "photo" ? await smaller(source, row) : { bytes: source, thumb: "" };
    const { bytes, thumb } = small;
    if (bytes.size > LIMITS[kind]) return { problem: "size", name };
    Object.assign(row, looks(name, bytes, kind), { thumb });
    if (bytes.size <= HASH_NOW_BYTES) row.sha256 = await sha256Of(bytes);
    if (isSame(row, there)) return { problem: "same", name };
    // A recording is on the phone already, and small: what is kept spare is for it.
    return (await added(row, bytes, recording)) ? row : { problem: "full", name };
  } catch {
    return { problem: "unreadable", name };
  }
}

/** Whether there was room for the file. */
async function added(row, bytes, recording) {
  if (!recording && bytes.size > (await roomLeft(bytes.size))) return false;
  try {
    await store.addFile(row, bytes, recording);
    return true;
  } catch (error) {
    if (error.name === "QuotaExceededError") return false;
    throw error;
  }
}

const looks = (name, bytes, kind) => ({ name: nameFor(name, bytes, kind), type: bytes.type, size: bytes.size });
const isSame = ({ id, sha256 }, others) =>
  Boolean(sha256) && others.some((one) => one.id !== id && one.sha256 === sha256);

/** {bytes, thumb} of a photo as it is sent: as it is where this browser cannot draw it. */
async function smaller(source, { wifiOnly, tries = 0 }) {
  const isDeadly = tries > TRIES_MAX; // the browser died over it
  const { blob, thumb } = isDeadly ? {} : await shrink(source).catch(() => ({}));
  return { bytes: (!wifiOnly && blob) || source, thumb: thumb ?? "" };
}

/** Make a photo small that is on the phone as it was chosen; its row, {problem, name}, or undefined
 * when it was thrown away. */
async function makeSmall({ id, report, name }) {
  const chosen = await store.changeFile(id, ({ status, tries = 0 }) =>
    status === "chosen" ? { tries: tries + 1 } : {});
  if (chosen?.status !== "chosen") return chosen;
  try {
    const source = await store.blob(id);
    const { bytes, thumb } = await smaller(source, chosen);
    const change = { ...looks(name, bytes, "photo"), thumb, status: "waiting", tries: 0 };
    if (bytes.size <= HASH_NOW_BYTES) change.sha256 = await sha256Of(bytes);
    if (isSame({ id, ...change }, await store.filesOf(report))) {
      await store.removeFile(id);
      return { problem: "same", name };
    }
    return await store.settleFile(id, bytes === source ? null : bytes, change);
  } catch (error) {
    // No room for both at once: as it is. Else the phone does not give it back.
    const isFull = error.name === "QuotaExceededError";
    const refused = { status: "refused", reason: { code: "bytes-gone" } };
    return store.settleFile(id, null, isFull ? { status: "waiting" } : refused);
  }
}

const runs = new Map();

/**
 * What is being taken for the report `id`, also when the officer looks at another step meanwhile:
 * {ended, problems, …how far…}; undefined when nothing is. One that `isOver` had problems that nobody
 * was told of yet.
 */
export const runOf = (id) => runs.get(id);

/** How far `run` is, for the officer. */
export const stateOf = ({ n, all, left }) =>
  n < all ? fill(words.take.working, { n: n + 1, all }) : fill(words.take.shrinking, { n: left });

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

/**
 * Take `sources` for `report` after those chosen before; resolves when all of them are on the phone.
 * Then its photos are made small. `watch()` hears of each step, unless another screen took the watch
 * over.
 */
export function takeAll(report, sources, { watch, ...how }) {
  const begun = runs.get(report.id);
  const run = begun ?? { n: 0, all: 0, left: 0, going: 0, problems: [], kept: Promise.resolve(), ended: Promise.resolve() };
  runs.set(report.id, run);
  if (run.isOver) Object.assign(run, { isOver: false, n: 0, all: 0 });
  run.watch = watch;
  run.all += sources.length;
  run.going += 1;
  run.kept = run.kept.then(async () => {
    for (const source of sources) {
      if (run.isStopped) return;
      run.watch(); // what is drawn may wait for the end of a press: what is kept does not
      tell(run, how, await keep(report, source, how));
      run.n += 1;
    }
  });
  run.ended = Promise.all([run.ended, run.kept.then(() => makeAllSmall(report, run, how))]).then(() => {
    run.going -= 1;
    run.isOver = run.going === 0;
    if (run.isOver && !run.problems.length) runs.delete(report.id);
    return run.watch();
  });
  return run.kept;
}

/** Go on where an app ended: make small what is only chosen for reports of `owner`; their ids. */
export async function takeUp(owner) {
  const ids = await store.withChosen(owner);
  for (const id of ids) if (!runs.has(id)) takeAll({ id }, [], { watch: () => {} });
  return ids;
}

/** One after the other, and in one tab. */
async function makeAllSmall({ id }, run, how) {
  const chosen = async () => (await store.filesOf(id)).filter(({ status }) => status === "chosen");
  run.left = (await chosen()).length;
  run.watch(); // the last one that was kept is seen, whoever makes it small
  await alone(id, async () => {
    for (let left = await chosen(); left.length && !run.isStopped; left = await chosen()) {
      run.left = left.length;
      await run.watch();
      tell(run, how, await makeSmall(left[0]));
    }
  });
}

function tell(run, { most }, taken) {
  if (taken?.problem) run.problems.push(fill(words.take[taken.problem], { name: taken.name, max: most }));
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
