// The form in three steps. Every touch is written to the phone before the next one.
import { CLOCK_OFF_MS, putRight } from "../clock.js";
import { bar, list, make, part, write } from "../dom.js";
import { keepExample, queue } from "../draft.js";
import { fetchChoices } from "../news.js";
import { keepForGood } from "../room.js";
import { Problem } from "../server.js";
import * as store from "../store.js";
import { collect, problemsOf, runOf, stateOf, stopTaking, takeUp } from "../taking.js";
import { fill, span, words } from "../words.js";
import { placeStep } from "./form-place.js";
import { filesStep } from "./form-files.js";
import { villageStep } from "./form-village.js";

const LAST = 3;
const PAUSE_MS = 250; // between a letter and its writing

export async function form(app, target, id, step) {
  const report = await store.report(id);
  if (!report || report.owner !== app.owner || report.status !== "draft") {
    location.replace(report ? `#/laporan/${id}` : "#/");
    return;
  }
  const choices = await choicesOf(app);
  if (!choices) {
    app.outside(target, words.outside.title, words.form.choicesMissing);
    return;
  }
  const screen = make("form");
  const draft = new Draft(report, screen);
  if (step > 1 && report.isBare) await draft.set(() => ({})); // photos and recordings come here
  frame(app, screen, draft, step);
  await takeUp(app.owner);
  const steps = { 1: first, 2: filesStep, 3: third };
  await steps[step](app, screen, draft, choices);
  showProblems(screen, draft.report.reason?.fields ?? {});
  app.leaving = (forGood) => Promise.all([forGood && draft.silence?.(), draft.flush()]);
  target.replaceChildren(screen);
  if (app.moved) part(screen, "text=heading").focus();
}

async function choicesOf(app) {
  const kept = await store.meta(`choices:${app.owner}`);
  if (kept) return kept;
  try {
    return await fetchChoices(app.server, app.owner);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return null;
  }
}

/** The report under the pen: what was said is known at once and written soon, in its order. */
class Draft {
  #timer = 0;
  #waiting = {};
  #written = Promise.resolve();

  /** Ends a recording that runs on this screen; resolves when it is a file. */
  silence = null;

  constructor(report, screen) {
    this.report = report;
    this.screen = screen;
    // What may be lost with the page is written when the page is about to go.
    this.screen.addEventListener("change", () => this.flush());
  }

  get words() {
    return this.report.words;
  }

  /** Write these words soon. */
  say(change) {
    Object.assign(this.#waiting, change);
    this.report = { ...this.report, words: { ...this.report.words, ...change } };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE_MS);
  }

  /** Write what waits; resolves when all that was said before is on the phone. */
  flush() {
    clearTimeout(this.#timer);
    const change = this.#waiting;
    this.#waiting = {};
    if (!Object.keys(change).length) return this.#written;
    return this.set((row) => ({ words: { ...row.words, ...change } }));
  }

  /** Change the report itself; says when the phone refuses. */
  set(change) {
    this.#written = this.#written.then(async () => {
      try {
        const row = await store.changeReport(this.report.id, (before) => ({
          ...change(before),
          isBare: false,
          changedAt: Date.now(),
        }));
        // What was said in the meantime is newer than what was just written.
        if (row) this.report = { ...row, words: { ...row.words, ...this.#waiting } };
        part(this.screen, "saved").textContent = words.form.saved;
      } catch {
        part(this.screen, "saved").textContent = words.form.unsaved;
      }
    });
    return this.#written;
  }
}

function frame(app, screen, draft, step) {
  const { id } = draft.report;
  write(screen, { step: fill(words.form.step, { n: step }), heading: words.steps[step - 1] });
  bar(screen, step, LAST);
  for (const section of screen.querySelectorAll("[data-step]")) {
    section.hidden = section.dataset.step !== String(step);
  }
  const back = part(screen, "back");
  back.textContent = words.form.back;
  back.href = step > 1 ? `#/tulis/${id}/${step - 1}` : "#/";
  const last = draft.report.isReturned ? words.form.again : words.form.send;
  part(screen, "next").textContent = step < LAST ? words.form.next : last;
  screen.addEventListener("submit", async (event) => {
    event.preventDefault();
    await draft.flush();
    if (step < LAST) location.hash = `#/tulis/${id}/${step + 1}`;
    else await send(app, screen, draft);
  });
  part(screen, "discard").addEventListener("click", async () => {
    if (!confirm(words.form.discard)) return;
    app.leaving = null;
    await stopTaking(id);
    await store.removeReport(id);
    location.hash = "#/";
  });
  part(screen, "save-template").addEventListener("click", async (event) => {
    await draft.flush();
    const name = prompt(words.form.templateName, draft.words.title.slice(0, 40))?.trim();
    if (!name) return;
    await keepExample(app.owner, name.slice(0, 60), draft.words);
    event.target.textContent = words.form.templateSaved;
  });
  part(screen, "extra").hidden = step !== LAST;
}

function radios(screen, name, choices, chosen, pick) {
  list(screen, name, choices.map(({ value, label, hint = "" }) => {
    const chip = write(make("chip"), { name: label, hint });
    const input = chip.querySelector("input");
    Object.assign(input, { name, value, checked: value === chosen });
    input.addEventListener("change", () => pick(value));
    return chip;
  }));
}

async function first(app, screen, draft, choices) {
  const activities = choices.activities.map(({ slug, name }) => ({ value: slug, label: name }));
  radios(screen, "activities", activities, draft.words.activity, (activity) => draft.say({ activity }));
  await villageStep(app, screen, draft, choices);
  const clock = await store.meta("clock");
  const offset = clock && Math.abs(clock.offset) > CLOCK_OFF_MS ? clock.offset : 0;
  const when = part(screen, "when");
  const { at } = putRight(draft.words.happenedAt, draft.report.clock, { offset, at: Date.now() });
  const earlier = draft.words.happenedTyped;
  when.value = localTime(draft.words, at);
  const now = new Date().toLocaleTimeString(words.locale, { timeZoneName: "short" });
  write(screen, { zone: now.split(" ").at(-1) }); // "WIB"
  // Read as it is shown, in the phone's zone; an emptied field changes nothing.
  when.addEventListener("input", () =>
    draft.say({ happenedTyped: when.value ? new Date(when.value).toISOString() : earlier }));
  when.addEventListener("blur", () => {
    when.value ||= localTime(draft.words, at);
  });
  const hint = part(screen, "clock");
  hint.hidden = !offset;
  hint.textContent = fill(words.form.clockOff, { off: span(offset) });
  placeStep(screen, draft);
}

/** What the field shows: what was typed, else the phone's time put right as far as that is known. */
function localTime({ happenedTyped }, at) {
  if (happenedTyped && !/(Z|[+-]\d\d:\d\d)$/.test(happenedTyped)) return happenedTyped.slice(0, 16);
  const moment = new Date(happenedTyped || at);
  if (Number.isNaN(moment.getTime())) return "";
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function third(app, screen, draft, choices) {
  const marks = choices.protect_marks.map(({ value, name }) => ({ value, label: name }));
  const select = screen.querySelector("[data-words=programme]");
  const none = new Option(words.form.noProgramme, "");
  select.replaceChildren(none, ...choices.programmes.map(({ slug, name }) => new Option(name, slug)));
  for (const field of screen.querySelectorAll("[data-words]")) {
    const name = field.dataset.words;
    field.value = draft.words[name];
    field.addEventListener("input", () => {
      field.closest(".field").classList.remove("field--error");
      draft.say({ [name]: field.value });
    });
  }
  radios(screen, "marks", marks, draft.words.protectMark, (protectMark) => draft.say({ protectMark }));
  const consent = part(screen, "consent");
  consent.checked = draft.words.hasConsent;
  consent.addEventListener("change", () => draft.say({ hasConsent: consent.checked }));
}

/** The report as the desk needs it, or the fields that are missing with a sentence each. */
export function missing({ activity, village, title, text }, limits) {
  const problems = {};
  const [titleLength, textLength] = [title.trim().length, text.trim().length];
  if (!activity) problems.activity = words.need.activity;
  if (!village) problems.village = words.need.village;
  if (!titleLength) problems.title = words.need.title;
  else if (titleLength > limits.title_max) {
    problems.title = fill(words.need.titleLong, { count: titleLength, max: limits.title_max });
  }
  if (textLength < limits.text_min) problems.text = fill(words.need.text, { min: limits.text_min });
  else if (textLength > limits.text_max) {
    problems.text = fill(words.need.textLong, { count: textLength, max: limits.text_max });
  }
  return problems;
}

const STEP_OF = { activity: 1, village: 1, happened_at: 1, place: 1, media: 2 };

function showProblems(screen, problems) {
  const box = part(screen, "problems");
  const id = location.hash.split("/")[2];
  const items = Object.entries(problems).map(([name, sentence]) => {
    const item = document.createElement("li");
    const field = screen.querySelector(`[data-field="${name}"]`);
    field?.classList.add("field--error");
    const link = document.createElement("a");
    link.textContent = sentence;
    link.href = `#/tulis/${id}/${STEP_OF[name.split(".")[0]] ?? LAST}`;
    item.append(link);
    return item;
  });
  box.hidden = !items.length;
  box.querySelector("ul").replaceChildren(...items);
  return items.length;
}

/** Wait for the photos that are still being made small; false when the officer left meanwhile, or has
 * to read first which of them could not be taken. */
async function allTaken(screen, id) {
  const button = part(screen, "next");
  const label = button.textContent;
  for (let run = runOf(id); run && !run.isOver; run = runOf(id)) {
    button.disabled = true;
    const say = async () => {
      button.textContent = stateOf(run);
    };
    run.watch = say;
    await say();
    await run.ended;
  }
  Object.assign(button, { disabled: false, textContent: label });
  if (!screen.isConnected) return false;
  const problems = problemsOf(id);
  return !showProblems(screen, problems.length ? { media: problems.join(" ") } : {});
}

async function send(app, screen, draft) {
  const choices = await choicesOf(app);
  for (const field of screen.querySelectorAll(".field--error")) field.classList.remove("field--error");
  const problems = missing(draft.words, choices.limits);
  if (showProblems(screen, problems)) {
    part(screen, "problems").scrollIntoView();
    return;
  }
  if (!(await allTaken(screen, draft.report.id))) return;
  const unheard = await collect(draft.report, choices.limits.media_max);
  if (unheard.length && !confirm(words.form.unheard)) return;
  for (const recording of unheard) await store.removeParts(recording);
  const { village, activity } = draft.words;
  await store.setMeta(`last:${app.owner}`, { village, activity });
  app.leaving = null;
  await queue(draft.report.id);
  keepForGood().catch(() => {});
  location.hash = `#/laporan/${draft.report.id}`;
  app.send({ isNew: true });
}
