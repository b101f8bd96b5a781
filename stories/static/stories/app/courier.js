// The outbox at work: one at a time over all tabs and the worker, with the session of whoever is
// signed in. Pages and the worker call `deliver`; it never throws for the weather.
import { keepKnown } from "./account.js";
import { CLOCK_OFF_MS, putRight } from "./clock.js";
import { fetchOne, OFFICERS_TURN } from "./news.js";
import { waitAfter, work } from "./outbox.js";
import { Problem, Server } from "./server.js";
import { sha256Of } from "./sha256.js";
import * as store from "./store.js";
import { sendFile, unreadable } from "./tus.js";

const LOCK = "sambang-outbox";
const CHANNEL = "sambang-lapor";
const TURN_MS = 20_000;

const channel = new BroadcastChannel(CHANNEL);
/** Tell every tab that something changed, or that the officer `left`. A channel never hears itself. */
export const announceChange = (what = {}) => channel.postMessage(what);
/** Be told of changes made elsewhere. */
export const onChange = (listener) => channel.addEventListener("message", listener);

/**
 * Send what waits: {stopped, waitMs, code}; `stopped` is null when nothing is left to send.
 *
 * `force` sends large originals without Wi-Fi too. Another tab, or the worker, that is at work is
 * waited for as long as `wait` says; then it is {elsewhere: true}.
 */
export async function deliver({ scope, force = false, wait = force ? TURN_MS : 0, changed = () => {} }) {
  const elsewhere = { stopped: null, waitMs: 0, elsewhere: true };
  const turn = wait ? { signal: AbortSignal.timeout(wait) } : { ifAvailable: true };
  return navigator.locks.request(LOCK, turn, async (lock) => {
    if (lock === null) return elsewhere;
    const ended = await run(scope, force, (report) => {
      changed(report);
      announceChange();
    });
    const before = (await store.meta("outbox")) ?? { failures: 0 };
    const failures = ended.stopped && ended.stopped !== "signed-out" ? before.failures + 1 : 0;
    const waitMs = ended.stopped ? Math.max(ended.waitMs, waitAfter(failures)) : 0;
    await store.setMeta("outbox", { ...ended, waitMs, failures, at: Date.now() });
    announceChange();
    return { ...ended, waitMs };
  }).catch((error) => {
    if (error.name === "TimeoutError") return elsewhere;
    throw error;
  });
}

/** Resolves when whoever sends now, this page or another, has ended. */
export const turnsEnd = () => navigator.locks.request(LOCK, () => {});

async function run(scope, force, changed) {
  const server = new Server({ scope });
  try {
    const session = await server.session({ fresh: true });
    if (session.user === null) return { stopped: "signed-out", waitMs: 0, code: "" };
    const owner = (server.owner = session.user.key);
    return await work({
      store: storeOf(owner),
      sender: senderOf(server),
      onWifi: () => force || isOnWifi(),
      changed,
    });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { stopped: problem.kind, waitMs: problem.waitMs, code: problem.code, detail: problem.detail };
  }
}

/** False when the phone says that bytes cost money; a phone that says nothing is trusted. */
export function isOnWifi() {
  const link = navigator.connection;
  if (!link) return true;
  if (link.saveData) return false;
  return link.type === undefined || ["wifi", "ethernet", "unknown"].includes(link.type);
}

const storeOf = (owner) => ({
  reports: () => store.reportsOf(owner),
  files: async () =>
    store.filesOfAll((await store.reportsOf(owner)).filter(({ status }) => status === "queued")),
  blob: store.blob,
  changeReport: store.changeReport,
  changeFile: store.changeFile,
  free: store.freeBytes,
});

const senderOf = (server) => ({
  words: (report, begin, count) => sendWords(server, report, begin, count),
  file: (file, blob, note) => sendOne(server, file, blob, note),
  count: (report, count) => sendCount(server, report, count),
});

async function sendOne(server, file, blob, note) {
  let sha256 = file.sha256;
  if (!sha256) {
    sha256 = await sha256Of(blob).catch(unreadable);
    await note({ sha256 });
  }
  // Sent again after a refusal it is another file to the server, which remembers that one.
  return sendFile(server, { ...file, id: file.sentAs ?? file.id, sha256 }, blob, note);
}

async function sendCount(server, report, files) {
  try {
    await server.api("POST", `reports/${report.id}/files/`, { files });
  } catch (problem) {
    // What was sent is safe; the server stops waiting by itself.
    if (problem.kind !== "refused" && problem.kind !== "answered") throw problem;
  }
}

async function sendWords(server, report, begin, files) {
  const { offset } = await server.session();
  const right = (row, said) => putRight(said, row.clock, { offset, at: Date.now() });
  if (!report.posted && !report.words.happenedTyped) {
    const { at, isSure } = right(report, report.words.happenedAt);
    if (!isSure) await askForTime(report, at);
  }
  const { status, posted } = await begin((row) => {
    const clockOff = row.words.happenedTyped ? 0 : right(row, row.words.happenedAt).at - row.words.happenedAt;
    return {
      body: { ...bodyOf(row, (said) => new Date(right(row, said).at).toISOString()), files },
      clockOff: Math.abs(clockOff) > CLOCK_OFF_MS ? clockOff : 0,
    };
  });
  if (status !== "queued") return null;
  const { body, clockOff } = posted;
  if (report.posted && !report.kept && (await isThere(server, report))) return { clockOff };
  try {
    const { document } = await server.api("POST", "reports/", body);
    await keepKnown(report.owner, [{ ...document, seenState: document.state }]);
  } catch (problem) {
    // The desk gave it back once more: what the officer reads next is how it stands now.
    if (problem.fields?.seen_submitted_at) await fetchOne(server, report.owner, report.id);
    if (problem.kind !== "answered") throw problem;
    // At the desk with other words: another phone was first. The files go there all the same.
    const there = await fetchOne(server, report.owner, report.id);
    if (OFFICERS_TURN.includes(there.state)) throw new Problem("busy"); // given back just now
    return { clockOff, reason: { code: "at-desk", detail: problem.detail } };
  }
  return { clockOff };
}

/** The clock was moved, and when it was right nobody can tell: the officer looks at our guess. */
async function askForTime(report, at) {
  const happenedTyped = new Date(at).toISOString();
  await store.changeReport(report.id, (row) => ({ words: { ...row.words, happenedTyped } }));
  throw new Problem("refused", { code: "clock" });
}

/** Whether an earlier try arrived, whatever the desk made of it since: nobody else knows the number
 * of a report that was made here. Sent again it would go past the desk's note to one given back. */
async function isThere(server, report) {
  try {
    await fetchOne(server, report.owner, report.id);
    return true;
  } catch (problem) {
    if (problem.status === 404) return false;
    throw problem;
  }
}

/** What the API is told. A time that nobody typed is the phone's, put right by `right`. */
export function bodyOf(report, right) {
  const said = report.words;
  const body = {
    id: report.id,
    submit: true,
    activity: said.activity || null,
    programme: said.programme || null,
    village: said.village?.code ?? null,
    happened_at: said.happenedTyped || right(said.happenedAt),
    title: said.title,
    text: said.text,
    protect_mark: said.protectMark,
    has_consent: said.hasConsent,
    seen_submitted_at: report.seenSubmittedAt ?? null,
  };
  // What the server gave back keeps its place unless the officer measured again or took it away.
  if (!report.kept || said.place !== undefined) {
    body.place = said.place ? { ...said.place, at: right(said.place.at) } : null;
  }
  if (report.kept && !report.dropped) {
    // Begun by an app from before there were changes: what was thrown away then is just not there.
    body.media = report.kept.map(({ id, caption }) => ({ id, caption }));
  } else if (report.kept) {
    // Only what changed: the phone may not know every file that the server has.
    body.media_changes = [
      ...report.dropped.map((id) => ({ id, remove: true })),
      ...report.kept.filter((one) => one.isChanged).map(({ id, caption }) => ({ id, caption })),
      ...Object.entries(report.described ?? {})
        .filter(([id]) => !report.dropped.includes(id))
        .map(([id, caption]) => ({ id, caption })),
    ];
  }
  return body;
}
