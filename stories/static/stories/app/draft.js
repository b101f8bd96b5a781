// A report as it is made: empty, from an example, or as a copy of an earlier one.
import { sinceThen } from "./clock.js";
import { isServers } from "./outbox.js";
import * as store from "./store.js";

/** A new draft of `owner`, kept at once. `words` are what it begins with, `more` what else it is. */
export async function begin(owner, words = {}, more = {}) {
  const report = {
    id: crypto.randomUUID(),
    owner,
    status: "draft",
    words: {
      activity: "",
      programme: "",
      village: null,
      happenedAt: Date.now(), // the phone's clock; put right when it is sent
      happenedTyped: "",
      title: "",
      text: "",
      protectMark: "",
      hasConsent: false,
      place: null,
      ...words,
    },
    clock: sinceThen(await store.meta("clock")),
    original: false,
    wordsSent: false,
    isReturned: false,
    kept: null,
    reason: null,
    createdAt: Date.now(),
    changedAt: Date.now(),
    queuedAt: 0,
    ...more,
  };
  await store.putReport(report);
  return report;
}

const LEFT_MS = 86_400_000; // until then another tab may still have it open

/** A draft to write on; until something is said it is no draft to be listed (`isBare`). One that was
 * opened and left so is taken again. */
export async function blank(owner, words) {
  const left = (await store.reportsOf(owner)).find(
    (one) => one.isBare && Date.now() - one.changedAt > LEFT_MS,
  );
  return begin(owner, words, { isBare: true, ...(left && { id: left.id }) });
}

/** What a copy or an example takes along: words, never pictures, place or time. */
export const reusable = ({ activity, programme, village, title, text }) => ({
  activity: activity ?? "",
  programme: programme ?? "",
  village: village ?? null,
  title: title ?? "",
  text: text ?? "",
});

/** The words of a report as the server gives them. */
export const wordsOf = (said) => ({
  activity: said.activity?.slug ?? "",
  programme: said.programme?.slug ?? "",
  village: said.village,
  title: said.title,
  text: said.text,
});

/** What the server holds and gives back (returned, or a draft), to be written on the phone; what is
 * being written there already is left alone, and files that were on their way go on with it. */
export async function mend(owner, said) {
  const there = await store.report(said.id);
  if (there && !isServers(there)) {
    if (there.status === "refused") await takeBack(there, said);
    return there;
  }
  const thumbs = new Map(there?.kept?.map(({ id, thumb }) => [id, thumb]));
  const coming = [];
  for (const { id, sentAs = id, status, thumb } of await store.filesOf(said.id)) {
    if (status !== "received") {
      coming.push(sentAs);
      continue;
    }
    thumbs.set(sentAs, thumb);
    await store.removeFile(id); // among what the server gives
  }
  const report = await begin(owner, {
    ...wordsOf(said),
    protectMark: said.protect_mark,
    hasConsent: said.has_consent,
    place: undefined,
  });
  const own = {
    ...report,
    id: said.id,
    isReturned: said.state === "returned",
    seenSubmittedAt: said.submitted_at,
    dropped: [],
    coming, // may have begun: what is said of them now is told with the words
    described: {},
    kept: said.media.map(({ id, kind, caption, byte_count: size }) => (
      { id, kind, caption, size, thumb: thumbs.get(id) })),
    // The server's time is right whatever the phone's clock says.
    words: said.happened_at
      ? { ...report.words, happenedTyped: said.happened_at, happenedAt: Date.parse(said.happened_at) }
      : report.words,
  };
  await store.removeReport(report.id);
  await store.putReport(own);
  return own;
}

/** What was refused, to be mended: the officer has read what is `known` of it by then. */
export const takeBack = (report, known) =>
  store.changeReport(report.id, (row) => ({
    status: "draft",
    seenSubmittedAt: known?.submitted_at ?? row.seenSubmittedAt,
  }));

/** To the outbox. */
export const queue = (id) =>
  store.changeReport(id, () => ({
    status: "queued",
    wordsSent: false,
    posted: null,
    reason: null,
    laterAt: 0,
    queuedAt: Date.now(),
    changedAt: Date.now(),
  }));

/** A report that is through goes to the outbox once more, for a file of it. */
export const reopen = (id) =>
  store.changeReport(id, ({ status }) =>
    status === "sent" ? { status: "queued", queuedAt: Date.now(), isTold: false } : {});

const EXAMPLES_MAX = 12;
const key = (owner) => `examples:${owner}`;

export const examplesOf = async (owner) => (await store.meta(key(owner))) ?? [];
export async function keepExample(owner, name, words) {
  const others = (await examplesOf(owner)).filter((one) => one.name !== name);
  const all = [{ name, words: reusable(words) }, ...others].slice(0, EXAMPLES_MAX);
  await store.setMeta(key(owner), all);
}
export async function dropExample(owner, name) {
  const all = await examplesOf(owner);
  await store.setMeta(key(owner), all.filter((one) => one.name !== name));
}
