// One report: how far it is on its way, and what became of it.
import { list, make, part, write } from "../dom.js";
import { begin, mend, reusable, takeBack, wordsOf } from "../draft.js";
import { fetchOne, isWhole, markSeen } from "../news.js";
import { isAside, isPartly, isServers } from "../outbox.js";
import { Problem } from "../server.js";
import * as store from "../store.js";
import { count, fill, moment, size, span, words } from "../words.js";
import { offerAgain } from "./again.js";
import { isAtDesk, showProgress, showTag } from "./home.js";

/** Draw `id`; asks the server for news once when `ask` is set. What `isShown` stays when forgotten. */
export async function report(app, target, id, { ask = true, isShown = false } = {}) {
  const draw = async () => {
    if (app.screen !== `laporan/${id}`) return;
    const [here, files, known] = await Promise.all([
      store.report(id),
      store.filesOf(id),
      store.known(app.owner, id),
    ]);
    const mine = here?.owner === app.owner ? here : undefined;
    if (!mine && !known) {
      if (!isShown && (!ask || !app.online())) app.outside(target, words.outside.missing);
      return;
    }
    target.replaceChildren(screenOf(app, mine, files, known));
  };
  await draw();
  if (!ask) return;
  try {
    await fetchOne(app.server, app.owner, id);
    await markSeen(app.owner, id);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
  }
  await report(app, target, id, { ask: false });
}

function screenOf(app, here, files, known) {
  const screen = make("report");
  const waiting = here && !isServers(here);
  const title = waiting ? here.words.title : (known?.title ?? here.words.title);
  const isNewest = !waiting && isWhole(known) && !isAtDesk(here);
  write(screen, {
    title: title || words.say.untitled,
    facts: [known?.activity?.name, known?.village?.place_line ?? here?.words.village?.place_line].filter(Boolean).join(" · "),
    now: nowOf(here, files, known),
    text: (isNewest ? known.text : (here?.words.text ?? known?.text)) ?? "",
  });
  showTag(part(screen, "tag"), here, files, known);
  if (here) showProgress(screen, here, files);
  showFiles(app, screen, files, known);
  showSteps(screen, known);
  showStory(screen, known);
  const praise = known?.commendations ?? [];
  part(screen, "praise").hidden = !praise.length;
  list(screen, "praise", praise.map((said) => write(make("praise"), said)));
  showMending(app, part(screen, "coaching"), !waiting && known?.state === "returned", known);
  showMending(app, part(screen, "draft"), !waiting && known?.state === "draft", known);
  showRefusal(screen, here, known);
  const copy = part(screen, "copy");
  copy.hidden = !(here || known.text); // the list alone knows no text
  copy.addEventListener("click", async () => {
    const from = isNewest || !here ? wordsOf(known) : here.words;
    const { id } = await begin(app.owner, reusable(from));
    location.hash = `#/tulis/${id}/1`;
  });
  const full = part(screen, "full");
  full.href = `${words.scope}${here?.id ?? known.id}/`;
  full.hidden = !known;
  const unqueue = part(screen, "unqueue");
  // Once posted it may be at the desk, unless the server fails at it.
  const mayHold = (row) => row?.status === "queued" && !row.wordsSent && (!row.posted || isAside(row));
  unqueue.hidden = !mayHold(here);
  unqueue.addEventListener("click", async () => {
    // Not when the words go out in this very moment: then it may be the desk's.
    const after = await store.changeReport(here.id, (row) => (mayHold(row) ? { status: "draft" } : {}));
    if (after.status === "draft") location.hash = `#/tulis/${here.id}/1`;
  });
  return screen;
}

function nowOf(here, files, known) {
  const said = [];
  const isServersWord = (!here || isServers(here)) && isWhole(known);
  if (here?.status === "queued") {
    if (isServersWord && known.state !== "submitted") said.push(known.what_now);
    said.push(here.wordsSent ? words.say.nowFiles : words.say.nowQueued);
  } else if (isServersWord || here?.status === "sent") {
    if (here && isPartly(here, files)) said.push(words.say.sentExcept);
    if (isServersWord) said.push(known.what_now);
    else if (!said.length) said.push(words.say.nowSent);
  }
  if (here?.clockOff) said.push(fill(words.say.clockMended, { off: span(here.clockOff) }));
  return said.join(" ");
}

function showFiles(app, screen, files, known) {
  const rows = files.map((file) => {
    const row = fileRow(file);
    offerAgain(row, file, () => app.send({ isNew: true }).then(app.redraw));
    return row;
  });
  if (!files.length) rows.push(...(known?.media ?? []).map(mediaRow));
  part(screen, "files").hidden = !rows.length;
  list(screen, "files", rows);
}

/** One file, to look at: shared with the form, which adds what may be changed. */
export function fileRow(file) {
  const row = showFile(make("file"), file);
  part(row, "caption").hidden = part(row, "caption-label").hidden = true;
  part(row, "remove").hidden = true;
  return row;
}

/** What `file` is and how far, in its `row`. */
export function showFile(row, file) {
  const why = file.reason && (file.reason.detail || words.say[{ "bytes-gone": "bytesGone", "other-bytes": "otherBytes" }[file.reason.code]] || "");
  const how = { received: words.say.received, chosen: words.say.chosen }[file.status] ?? "";
  write(row, {
    kind: words.kinds[file.kind],
    size: [size(file.size), how].filter(Boolean).join(" · "),
    note: file.status === "refused" ? fill(words.say.fileRefused, { why }) : isAside(file) ? why : "",
  });
  const image = part(row, "thumb");
  if (file.thumb) image.src = file.thumb;
  image.hidden = !file.thumb;
  part(row, `icon-${file.kind}`).hidden = Boolean(file.thumb);
  return row;
}

function mediaRow(medium) {
  const row = fileRow({ kind: medium.kind, size: medium.byte_count, status: "received", thumb: "" });
  if (medium.failure) write(row, { note: fill(words.say.fileRefused, { why: medium.failure }) });
  return row;
}

function showSteps(screen, known) {
  const steps = known?.steps ?? [];
  part(screen, "steps").hidden = !steps.length;
  list(screen, "steps", steps.map((step, index) => {
    const row = make("step");
    const isLast = index === steps.length - 1;
    row.classList.add(isLast ? "steps__step--now" : "steps__step--done");
    if (isLast) row.setAttribute("aria-current", "step");
    part(row, "done").hidden = isLast;
    return write(row, { title: step.text, when: moment(step.at), note: step.note });
  }));
}

function showStory(screen, known) {
  const note = part(screen, "note");
  note.hidden = !known?.desk_note;
  write(note, { note: known?.desk_note ?? "" });
  const box = part(screen, "story");
  box.hidden = !known?.story_url;
  if (box.hidden) return;
  part(box, "story-link").href = new URL(known.story_url).pathname;
  part(box, "changes-link").href = `${words.scope}${known.id}/#perubahan`;
  write(box, { reads: known.reads ? fill(words.say.reads, { n: count(known.reads) }) : words.say.published });
}

/** What the server holds and the officer may change: what came back, and drafts of the plain form. */
function showMending(app, box, isOpen, known) {
  box.hidden = !isOpen;
  if (box.hidden) return;
  // What is known of an earlier time must not come back over what the desk has now.
  const whole = isWhole(known);
  part(box, "unread").hidden = whole;
  const button = part(box, "mend");
  button.hidden = !whole;
  if (!whole) return;
  write(box, { coaching: known.steps.findLast((step) => step.note)?.note ?? "" });
  button.addEventListener("click", async () => {
    await mend(app.owner, known);
    location.hash = `#/tulis/${known.id}/${known.state === "draft" ? 1 : 3}`;
  });
}

function showRefusal(screen, here, known) {
  const box = part(screen, "refused");
  const isLate = isAtDesk(here);
  box.hidden = !(isLate || here?.status === "refused");
  if (box.hidden) return;
  const { detail, code, fields } = here.reason;
  write(box, { refused: code === "clock" ? words.say.clockMoved : detail });
  if (code === "clock") write(box, { refusedTitle: words.say.clockTitle });
  const button = part(box, "mend");
  button.hidden = isLate;
  if (isLate) write(box, { refusedTitle: words.say.atDesk, next: words.say.atDeskNext });
  button.addEventListener("click", async () => {
    await takeBack(here, fields?.seen_submitted_at ? known : null);
    location.hash = `#/tulis/${here.id}/1`;
  });
}
