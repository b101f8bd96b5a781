// The first screen: what waits on the phone, and what became of what was sent.
import { noticesOf } from "../account.js";
import { list, make, part, write } from "../dom.js";
import { begin, examplesOf } from "../draft.js";
import { isNews, OFFICERS_TURN } from "../news.js";
import { isPartly, isServers, progressOf } from "../outbox.js";
import * as store from "../store.js";
import { count, fill, moment, size, words } from "../words.js";
import { plain } from "./form-village.js";

const TONES = { draft: "quiet", partly: "bad", returned: "warm", refused: "bad", accepted: "good", published: "good", declined: "quiet", sent: "good" };
export const tone = (state) => (TONES[state] ? `tag--${TONES[state]}` : "");

/** "3 dari 7 bagian · 1,2 MB dari 4 MB" */
export function progressText(done) {
  const numbers = { done: count(done.partsDone), all: count(done.parts), sent: size(done.bytesDone), total: size(done.bytes) };
  const text = fill(done.bytes ? words.say.progress : words.say.progressWords, numbers);
  return done.isWaitingForWifi ? `${text}. ${words.say.waitsWifi}` : text;
}

/** The bar moves by bytes, with the words as a little of it, so that it never jumps back. */
export function showProgress(root, report, files) {
  const done = progressOf(report, files);
  const box = part(root, "progress");
  box.hidden = report.status !== "queued";
  const bar = part(box, "bar");
  bar.max = done.bytes + 2_000;
  bar.value = done.bytesDone + (report.wordsSent ? 2_000 : 0);
  write(box, { progress: progressText(done) });
  bar.setAttribute("aria-label", progressText(done));
}

/** Whether the desk has it with other words than these. */
export const isAtDesk = (report) => report?.reason?.code === "at-desk";

const stateOf = (report, files) => {
  if (report.status === "queued" && report.wordsSent) return "sending";
  return report.status === "sent" && isPartly(report, files) ? "partly" : report.status;
};

/** The tag of what the phone has (`report`) and the server told (`row`); either may be missing. */
export function showTag(tag, report, files, row) {
  const state = report && stateOf(report, files);
  // Once its words are sent the phone knows better only of files that are not there.
  const isOwn = !row || (report && (!isServers(report) || (row.state === "submitted" && state !== "sent")));
  tag.textContent = isOwn ? words.states[state] : row.state_text;
  tag.className = `tag ${tone(isOwn ? state : row.state)}`;
}

function hereCard(report, files) {
  const card = make("card");
  const link = part(card, "link");
  link.href = report.status === "draft" ? `#/tulis/${report.id}/1` : `#/laporan/${report.id}`;
  write(card, {
    title: report.words.title || words.say.untitled,
    facts: report.words.village?.name ?? "",
    when: moment(report.changedAt),
    note: noteOf(report, files),
  });
  showTag(part(card, "tag"), report, files);
  showProgress(card, report, files);
  return card;
}

function noteOf(report, files) {
  if (isAtDesk(report)) return words.say.atDesk;
  return report.status === "sent" && isPartly(report, files) ? words.say.sentExcept : "";
}

function sentCard(row, report, files) {
  const card = make("card");
  part(card, "link").href = `#/laporan/${row.id}`;
  write(card, {
    title: row.title || words.say.untitled,
    facts: [row.activity?.name, row.village?.name].filter(Boolean).join(" · "),
    when: moment(row.changed_at),
    note: report ? noteOf(report, files) : "",
  });
  const tag = part(card, "tag");
  showTag(tag, report, files, row);
  if (row.state === "published" && row.reads) tag.textContent = fill(words.say.reads, { n: count(row.reads) });
  if (report) showProgress(card, report, files);
  if (isNews(row)) card.dataset.news = "";
  return card;
}

/** Draw it into `target`; called again whenever something changed. */
export async function home(app, target) {
  const owner = app.owner;
  const reports = await store.reportsOf(owner);
  const [files, known, examples, notices] = await Promise.all([
    store.filesOfAll(reports),
    store.knownOf(owner),
    examplesOf(owner),
    noticesOf(owner),
  ]);
  const screen = make("home");
  const own = new Map(reports.map((report) => [report.id, report]));
  const told = new Set(known.map((row) => row.id));
  const mine = reports
    .filter((report) => !report.isBare && !(isServers(report) && told.has(report.id)))
    .sort((one, other) => other.changedAt - one.changedAt);
  // The server was asked since they were sent, and named only the newest.
  const isOlder = (report) => report.status === "sent" && report.isTold;
  const here = mine.filter((report) => !isOlder(report));
  const hereIds = new Set(here.map((report) => report.id));
  const there = known
    .filter((row) => !hereIds.has(row.id))
    .sort((one, other) => Date.parse(other.changed_at) - Date.parse(one.changed_at));
  const needs = there.filter((row) => OFFICERS_TURN.includes(row.state));
  const sent = there.filter((row) => !OFFICERS_TURN.includes(row.state));
  const isGoing = (row) => own.get(row.id)?.status === "queued";
  const going = sent.filter(isGoing);
  const cardOf = (row) => sentCard(row, own.get(row.id), files);
  list(screen, "needs", needs.map(cardOf));
  list(screen, "here", [...here.map((report) => hereCard(report, files)), ...going.map(cardOf)]);
  const older = mine.filter(isOlder).map((report) => hereCard(report, files));
  list(screen, "sent", [...sent.filter((row) => !isGoing(row)).map(cardOf), ...older]);
  part(screen, "needs").hidden = !needs.length;
  part(screen, "here").hidden = !(here.length || going.length);
  part(screen, "sent").hidden = !(sent.length > going.length || older.length);
  // Before the server was ever asked nobody knows: "no reports" would be untrue.
  part(screen, "empty").hidden = Boolean(mine.length || there.length || !notices);
  part(screen, "learn").hidden = !there.length || !app.online();
  list(screen, "notices", (notices ?? []).map(noticeRow));
  part(screen, "notices").hidden = !notices?.length;
  part(screen, "read").addEventListener("click", () => app.noticesRead());
  const starts = [words.routine, ...examples].map((example) => startButton(app, example));
  list(screen, "templates", starts);
  part(screen, "templates").hidden = false;
  target.replaceChildren(screen);
}

/** A report's own page is a screen of the app; everything else is a page of the site. */
function noticeRow({ text, path }) {
  const row = write(make("notice"), { text });
  const report = path.startsWith(words.scope) && path.slice(words.scope.length).match(/^([0-9a-f-]{36})\/$/)?.[1];
  if (path) part(row, "link").href = report ? `#/laporan/${report}` : path;
  return row;
}

function startButton(app, example) {
  const button = make("start");
  button.textContent = example.name;
  const taken = example.words ?? { title: example.title, text: example.text };
  button.addEventListener("click", async () => {
    const report = await begin(app.owner, { ...(await lastUsed(app.owner)), ...given(taken) });
    location.hash = `#/tulis/${report.id}/1`;
  });
  return button;
}

const given = (taken) => Object.fromEntries(Object.entries(taken).filter(([, value]) => value));

/** Where the officer was last, or the only posting: most reports are of the same village. */
export async function lastUsed(owner) {
  const last = await store.meta(`last:${owner}`);
  const posted = (await store.meta(`choices:${owner}`))?.villages ?? [];
  const village = last?.village ?? (posted.length === 1 ? plain(posted[0]) : null);
  return village ? { village } : {};
}
