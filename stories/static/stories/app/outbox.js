// What is sent next, and what follows from how it went. No browser in here: a store and a sender
// are handed in, so that every path can be tested.
//
// A report: draft → queued → sent, or refused (the officer reads why, mends it, queues it again).
// A file: (chosen →) waiting → received, or refused; what was only chosen is made small first. Words go first, then photos, sound, films; one at a time.
// A film makes room between two pieces.
// One that must wait long (today's quota is used up, the server's disk is full) is set aside until
// then (`laterAt`): a smaller one may fit. So is what the server fails at again and again.
const RANK = { photo: 1, audio: 2, video: 3 };
const ASIDE_FROM_MS = 5 * 60_000;
const TRIES_MAX = 3;
const CHECK_MS = 10_000; // what the server looks through is asked about again then
const BACKOFF_MS = [3_000, 10_000, 30_000, 60_000, 120_000, 300_000];
const othersFirst = new Error("others first");

/** The next thing to send, or null: {kind: "words" | "file" | "close", report, file}. */
export function nextJob(reports, files, { onWifi = true, now = Date.now() } = {}) {
  const queued = reports
    .filter((report) => report.status === "queued")
    .sort((one, other) => one.queuedAt - other.queuedAt);
  const isDue = (row) => !isAside(row, now);
  const unsaid = queued.find((report) => !report.wordsSent && isDue(report));
  if (unsaid) return { kind: "words", report: unsaid };
  const said = queued.filter((report) => report.wordsSent);
  const order = new Map(said.map((report, index) => [report.id, index]));
  const waiting = files
    .filter((file) => order.has(file.report) && file.status === "waiting")
    .sort(
      (one, other) =>
        RANK[one.kind] - RANK[other.kind] ||
        order.get(one.report) - order.get(other.report) ||
        one.position - other.position,
    );
  const isOpen = ({ id }) =>
    files.some((file) => file.report === id && ["chosen", "waiting"].includes(file.status));
  const done = said.find((report) => isDue(report) && !isOpen(report));
  if (done) return { kind: "close", report: done };
  const file = waiting.find((one) => (onWifi || !one.wifiOnly) && isDue(one));
  if (!file) return null;
  return { kind: "file", file, report: said[order.get(file.report)] };
}

/** Whether the server's word about it counts: what it says is there, files may be on their way. */
export const isServers = (report) =>
  report.status === "sent" || (report.status === "queued" && report.wordsSent);

/** Whether a file of it will never come: then it was sent in part only. */
export const isPartly = (report, files) =>
  files.some((file) => file.report === report.id && file.status === "refused");

/** Whether a report or file waits for its hour; one that is days away was reckoned with a wrong clock. */
export const isAside = ({ status, laterAt }, now = Date.now()) =>
  ["queued", "waiting"].includes(status) && laterAt > now && laterAt < now + 24 * 3600_000;

/** How far a report is: parts are its words and each file; bytes are those of the files. */
export function progressOf(report, files) {
  const own = files.filter((file) => file.report === report.id && file.status !== "refused");
  const arrived = own.filter((file) => file.status === "received");
  const total = own.reduce((sum, file) => sum + file.size, 0);
  const sent = own.reduce(
    (sum, file) => sum + (file.status === "received" ? file.size : (file.offset ?? 0)),
    0,
  );
  return {
    parts: own.length + 1,
    partsDone: arrived.length + (report.wordsSent ? 1 : 0),
    bytes: total,
    bytesDone: sent,
    isWaitingForWifi: own.some((file) => file.status === "waiting" && file.wifiOnly),
  };
}

/** How long to wait after the `failures`th failure in a row; `random` in [0, 1) spreads phones. */
export function waitAfter(failures, random = Math.random()) {
  const base = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length) - 1] ?? 0;
  return Math.round(base * (0.75 + random / 2));
}

/**
 * Send until nothing is left or something stops it: {stopped, waitMs}, `stopped` null when all of
 * it went out, else "offline", "busy" (perhaps with `detail`, a sentence) or "signed-out".
 *
 * store: {reports(), files() of those in the outbox, blob(id), changeReport(id, change), changeFile(id, change),
 * free(id)}; sender: {words(report, begin, count), file(file, blob, note), count(report, count)},
 * `count` being how many files belong to the report in all; `onWifi()` and `changed(reportId)`.
 * `begin(make)` keeps what is about to be sent, made of the row, before it is: from then on it may
 * have arrived, whatever is heard of it, and only the same is sent again.
 */
export async function work({ store, sender, onWifi, changed }) {
  for (;;) {
    const files = await store.files();
    const job = nextJob(await store.reports(), files, { onWifi: onWifi() });
    if (job === null) return idle(await store.reports(), files);
    try {
      if (job.kind === "close") await close(store, sender, job.report, files);
      else if (job.kind === "words") await words(store, sender, job.report, files);
      else await oneFile(store, sender, job.file, changed, onWifi);
    } catch (problem) {
      if (problem === othersFirst) continue;
      if (problem.kind === undefined) throw problem; // ours: a bug must not look like bad weather
      const { kind, waitMs = 0, code = "", detail = "" } = problem;
      if (kind === "refused") await refuse(store, job, problem);
      else if (kind === "busy" && job.kind === "file" && waitMs >= ASIDE_FROM_MS) {
        const aside = { laterAt: Date.now() + waitMs, reason: { detail } };
        await store.changeFile(job.file.id, () => aside);
      } else if (!(problem.status >= 500 && (await isHopeless(store, job, detail)))) {
        return { stopped: kind, waitMs, code, detail };
      }
    }
    changed(job.report.id);
  }
}

/** What ends when nothing can be sent now: at once, or at the hour of the first that was set aside. */
function idle(reports, files) {
  const now = Date.now();
  const [first] = [...reports, ...files]
    .filter((one) => isAside(one, now))
    .sort((one, other) => one.laterAt - other.laterAt);
  if (!first) return { stopped: null, waitMs: 0 };
  return { stopped: "busy", waitMs: first.laterAt - now, code: "", detail: first.reason?.detail ?? "" };
}

/** Count what the server fails at; true when it is set aside now. */
async function isHopeless(store, { file, report }, detail) {
  const aside = { laterAt: Date.now() + ASIDE_FROM_MS, reason: { detail } };
  const change = ({ tries = 0 }) => ({ tries: tries + 1, ...(tries + 1 >= TRIES_MAX && aside) });
  const row = await (file ? store.changeFile(file.id, change) : store.changeReport(report.id, change));
  return row?.tries >= TRIES_MAX;
}

const countOf = (report, files) =>
  (report.kept?.length ?? 0) +
  files.filter((file) => file.report === report.id && file.status !== "refused").length;

async function words(store, sender, report, files) {
  const begin = (make) =>
    store.changeReport(report.id, (row) =>
      row.status === "queued" && !row.posted ? { posted: make(row) } : {});
  const said = await sender.words(report, begin, countOf(report, files));
  if (said === null) return; // the officer took it back in this very moment
  await store.changeReport(report.id, () => ({ wordsSent: true, reason: null, posted: null, tries: 0, ...said }));
}

async function oneFile(store, sender, file, changed, onWifi) {
  const blob = await store.blob(file.id);
  if (blob === undefined) {
    const reason = { code: "bytes-gone" };
    await store.changeFile(file.id, () => ({ status: "refused", reason }));
    return;
  }
  const note = async (step, isIdle = false) => {
    await store.changeFile(file.id, () => step);
    changed(file.report);
    const aside = isIdle ? { laterAt: Date.now() + CHECK_MS } : {};
    const files = (await store.files()).map((one) => (one.id === file.id ? { ...one, ...aside } : one));
    const next = nextJob(await store.reports(), files, { onWifi: onWifi() });
    if (isIdle ? !next : next?.file?.id === file.id) return;
    if (isIdle) await store.changeFile(file.id, () => aside);
    throw othersFirst;
  };
  await sender.file(file, blob, note);
  await store.changeFile(file.id, () => ({ status: "received", offset: file.size, reason: null }));
  await store.free(file.id);
}

/** Every file has its receipt, or will never have one: what was refused stays to be read, and the
 * desk is told that it need not wait for it. */
async function close(store, sender, report, files) {
  if (isPartly(report, files)) await sender.count(report, countOf(report, files));
  // Not when the officer began to mend it in this very moment.
  await store.changeReport(report.id, (row) =>
    row.status === "queued" && row.wordsSent ? { status: "sent", sentAt: Date.now() } : {});
}

async function refuse(store, job, problem) {
  const reason = { detail: problem.detail, code: problem.code, fields: problem.fields ?? null };
  if (job.kind === "file") {
    await store.changeFile(job.file.id, () => ({ status: "refused", reason }));
  } else {
    await store.changeReport(job.report.id, () => ({ status: "refused", reason, posted: null }));
  }
}
