// The redaction screen of a film. The lines of numbers and the choices below the film are what is
// sent; this module shows them as boxes that move with time and writes back, so the form works
// without it. An area is a list of marks { t, x, y, width, height }: seconds, and per cent.

import { singleKeysAct } from "../../cms/js/single-keys.js";
import { History } from "./history.js";
import { Stage, fitted } from "./stage.js";
import { Tools, say } from "./tools.js";

const NEW = { x: 40, y: 35, width: 20, height: 25 };
const AREAS_MAX = 50;
const STEP_S = 0.2;
const SHORTEST_S = 0.1;
const PLACES = ["x", "y", "width", "height"];
const tenth = (value) => Math.round(value * 10) / 10;
const moment = (seconds) => Math.round(seconds * 100) / 100;
const places = (mark) => Object.fromEntries(PLACES.map((name) => [name, mark[name]]));
const same = (one, other) => PLACES.every((name) => Math.abs(one[name] - other[name]) < 0.11);

export function clock(seconds) {
  const whole = Math.floor(seconds / 60);
  return `${whole}:${(seconds - whole * 60).toFixed(1).padStart(4, "0").replace(".", ",")}`;
}

// Where an area is at a moment; null while it is not there.
export function areaAt(marks, t) {
  if (!marks.length || t < marks[0].t - 0.001 || t > marks.at(-1).t + 0.001) return null;
  const next = marks.find((mark) => mark.t >= t) ?? marks.at(-1);
  const before = marks[Math.max(0, marks.indexOf(next) - 1)];
  const share = next.t > before.t ? Math.min(1, (t - before.t) / (next.t - before.t)) : 1;
  return Object.fromEntries(
    PLACES.map((name) => [name, before[name] + (next[name] - before[name]) * share]),
  );
}

// "area second left top width height" a line, as a list of areas. Lines that say nothing are left
// to the server, which names them.
export function areasOf(text) {
  const areas = new Map();
  text.split("\n").forEach((line) => {
    const [number, ...rest] = line.replaceAll(",", ".").trim().split(/\s+/);
    const [t, x, y, width, height] = rest.map(Number);
    if (rest.length !== 5 || rest.some((part) => !Number.isFinite(Number(part)))) return;
    if (!areas.has(number)) areas.set(number, []);
    areas.get(number).push({ t, ...fitted({ x, y, width, height }) });
  });
  return [...areas.values()].map((marks) => marks.sort((one, other) => one.t - other.t));
}

export function textOf(areas) {
  return areas.flatMap((marks, index) => marks.map((mark) => [
    index + 1, moment(mark.t), ...PLACES.map((name) => tenth(mark[name]).toFixed(1)),
  ].join(" "))).join("\n");
}

// The marks of an area after it was put at `box` at the moment `t`. An end that only stood where
// the box was before goes with it, so that nobody walks back by themselves.
export function marked(marks, t, box) {
  const before = areaAt(marks, t);
  const kept = marks.filter((mark) => Math.abs(mark.t - t) > 0.04);
  const later = kept.filter((mark) => mark.t > t);
  if (later.length === 1 && before && same(later[0], before)) Object.assign(later[0], places(box));
  kept.push({ t: moment(t), ...places(box) });
  return kept.sort((one, other) => one.t - other.t);
}

class FilmEditor {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.video = form.querySelector("video");
    this.text = form.querySelector("[name=areas]");
    this.faces = [...form.querySelectorAll("[data-track]")];
    this.marksOf = new Map(this.faces.map((face) => [face.dataset.track, areasOf(face.dataset.marks)[0] ?? []]));
    this.parts = Object.fromEntries(
      [...form.querySelectorAll("[data-film]")].map((part) => [part.dataset.film, part]),
    );
    this.selected = 0;
    this.stage = new Stage(form.querySelector("[data-redaction-stage]"), {
      draw: (box) => this.add(box),
      change: (id, box, isFinal) => this.change(id, box, isFinal),
      remove: (id) => this.remove(id),
      confirm: (id) => this.decide(id.slice(5), "confirmed"),
    });
    this.history = new History(this.read(), () => this.refresh());
    this.tools = new Tools(form, this.stage, this.history);
    this.video.removeAttribute("controls");
    form.querySelector("[data-redaction-close]")?.removeAttribute("open");
    form.querySelector("[data-redaction-add]").addEventListener("click", () => this.add(NEW));
    form.querySelector("[data-faces-all]")?.addEventListener("click", () => this.confirmAll());
    this.text.addEventListener("change", () => this.history.set(this.read()));
    this.faces.forEach((face) => {
      face.addEventListener("change", (event) => this.decide(face.dataset.track, event.target.value));
      face.querySelector("[data-track-show]").addEventListener("click", () => this.lookAt(face.dataset.track));
    });
    this.listen();
    this.refresh();
  }

  listen() {
    const { play, back, on, seek, begin, end, unmark, remove } = this.parts;
    play.addEventListener("click", () => this.toggle());
    back.addEventListener("click", () => this.go(this.now - STEP_S));
    on.addEventListener("click", () => this.go(this.now + STEP_S));
    seek.addEventListener("input", () => this.go(Number(seek.value)));
    begin.addEventListener("click", () => this.cut("begin"));
    end.addEventListener("click", () => this.cut("end"));
    unmark.addEventListener("click", () => this.unmark());
    remove.addEventListener("click", () => this.remove(`area-${this.selected}`));
    ["play", "pause", "seeked", "timeupdate", "loadedmetadata"].forEach((name) => {
      this.video.addEventListener(name, () => this.refresh());
    });
    this.video.addEventListener("play", () => this.follow());
    this.form.addEventListener("keydown", (event) => this.key(event));
    this.stage.element.addEventListener("focusin", (event) => {
      const id = event.target.dataset.id ?? "";
      if (id.startsWith("area-")) this.select(Number(id.slice(5)));
    });
  }

  // Boxes must stay on the people while the film runs: four events a second are too few.
  follow() {
    if (this.video.paused) return;
    this.show();
    requestAnimationFrame(() => this.follow());
  }

  key(event) {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey || !singleKeysAct()) return;
    const acts = {
      k: () => this.toggle(),
      ",": () => this.go(this.now - STEP_S),
      ".": () => this.go(this.now + STEP_S),
      "[": () => this.cut("begin"),
      "]": () => this.cut("end"),
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // --- time ---

  get now() {
    return this.video.currentTime;
  }

  get length() {
    return Number(this.parts.seek.max);
  }

  toggle() {
    if (this.video.paused) this.video.play();
    else this.video.pause();
  }

  go(seconds) {
    this.video.pause();
    this.video.currentTime = Math.min(this.length, Math.max(0, seconds));
  }

  // --- the fields ---

  read() {
    const faces = {};
    this.faces.forEach((face) => {
      faces[face.dataset.track] = face.querySelector("input:checked")?.value ?? "proposed";
    });
    return { areas: areasOf(this.text.value), faces };
  }

  write({ areas, faces }) {
    this.text.value = textOf(areas);
    this.faces.forEach((face) => {
      face.querySelector(`input[value="${faces[face.dataset.track]}"]`).checked = true;
    });
  }

  copy() {
    return structuredClone(this.history.state);
  }

  // --- what can be done ---

  add(box) {
    const state = this.copy();
    if (state.areas.length >= AREAS_MAX) {
      say(this.form, this.words.full);
      return;
    }
    this.video.pause();
    const begin = moment(Math.min(this.now, this.length - SHORTEST_S));
    const place = fitted(box);
    state.areas.push([{ t: begin, ...place }, { t: moment(this.length), ...place }]);
    this.selected = state.areas.length - 1;
    this.history.set(state);
    this.stage.focus(`area-${this.selected}`);
    say(this.form, this.words.added);
  }

  change(id, box, isFinal) {
    this.video.pause();
    const state = this.copy();
    const index = Number(id.slice(5));
    this.selected = index;
    state.areas[index] = marked(state.areas[index], this.now, fitted(box));
    this.history.set(state, isFinal);
  }

  remove(id) {
    if (id.startsWith("face-")) {
      this.decide(id.slice(5), "dismissed");
      return;
    }
    const state = this.copy();
    if (!state.areas.splice(Number(id.slice(5)), 1).length) return;
    this.selected = Math.max(0, this.selected - 1);
    this.history.set(state);
    this.form.querySelector("[data-redaction-add]").focus();
    say(this.form, this.words.removed);
  }

  // The selected area begins or ends at this moment; where it was not there yet it is drawn out.
  cut(side) {
    const state = this.copy();
    const marks = state.areas[this.selected];
    if (!marks) {
      say(this.form, this.words.none);
      return;
    }
    const isBegin = side === "begin";
    const t = moment(this.now);
    const nearest = isBegin ? marks[0] : marks.at(-1);
    const place = areaAt(marks, t) ?? (isBegin === t < nearest.t ? nearest : null);
    const kept = marks.filter((mark) => (isBegin ? mark.t > t + 0.04 : mark.t < t - 0.04));
    if (!place || !kept.length) return;
    kept.push({ t, ...places(place) });
    state.areas[this.selected] = kept.sort((one, other) => one.t - other.t);
    this.history.set(state);
    say(this.form, isBegin ? this.words.begun : this.words.ended);
  }

  // Take away the mark at this moment; the first and the last are an area's beginning and end.
  unmark() {
    const state = this.copy();
    const marks = state.areas[this.selected] ?? [];
    const inner = marks.slice(1, -1).filter((mark) => Math.abs(mark.t - this.now) < STEP_S / 2);
    if (!inner.length) return;
    state.areas[this.selected] = marks.filter((mark) => !inner.includes(mark));
    this.history.set(state);
  }

  decide(key, said) {
    const state = this.copy();
    state.faces[key] = said;
    this.history.set(state);
    say(this.form, said === "confirmed" ? this.words.confirmed : this.words.dismissed);
  }

  confirmAll() {
    const state = this.copy();
    Object.keys(state.faces).forEach((key) => {
      if (state.faces[key] === "proposed") state.faces[key] = "confirmed";
    });
    this.history.set(state);
    say(this.form, this.words.confirmed);
  }

  lookAt(key) {
    const marks = this.marksOf.get(key);
    // Not the very beginning: that was drawn out to before the face was seen.
    this.go(marks.length > 2 ? marks[1].t : (marks[0].t + marks.at(-1).t) / 2);
    this.video.addEventListener("seeked", () => this.stage.focus(`face-${key}`), { once: true });
    this.stage.element.scrollIntoView({ block: "nearest" });
  }

  select(index) {
    if (index === this.selected) return;
    this.selected = index;
    this.list();
  }

  // --- what is seen ---

  refresh() {
    this.write(this.history.state);
    this.show();
    this.list();
    const open = Object.values(this.history.state.faces).filter((said) => said === "proposed").length;
    const count = this.form.querySelector("[data-faces-open]");
    if (count) count.textContent = String(open);
    const all = this.form.querySelector("[data-faces-all]");
    if (all) all.disabled = !open;
    const { play } = this.parts;
    play.textContent = this.video.paused ? play.dataset.paused : play.dataset.playing;
    this.tools?.refresh();
  }

  show() {
    const { areas, faces } = this.history.state;
    const items = [];
    areas.forEach((marks, index) => {
      const box = areaAt(marks, this.now);
      if (box) items.push({ id: `area-${index}`, box, kind: "box", label: `${this.words.boxLabel} ${index + 1}` });
    });
    this.faces.forEach((face) => {
      const key = face.dataset.track;
      const box = areaAt(this.marksOf.get(key), this.now);
      const kind = { proposed: "face", confirmed: "confirmed", dismissed: "dismissed" }[faces[key]];
      if (box) items.push({ id: `face-${key}`, box, kind, label: face.querySelector("legend").textContent.trim() });
    });
    this.stage.show(items);
    if (document.activeElement !== this.parts.seek || !this.video.paused) this.parts.seek.value = String(this.now);
    this.parts.seek.setAttribute("aria-valuetext", clock(this.now));
    this.parts.clock.textContent = clock(this.now);
  }

  list() {
    const { areas } = this.history.state;
    const { list } = this.parts;
    while (list.children.length > areas.length) list.lastElementChild.remove();
    areas.forEach((marks, index) => {
      const button = list.children[index]?.firstElementChild ?? this.newEntry(index);
      button.textContent = `${this.words.boxLabel} ${index + 1} · ${clock(marks[0].t)}–${clock(marks.at(-1).t)}`;
      button.setAttribute("aria-pressed", String(index === this.selected));
    });
    ["begin", "end", "unmark", "remove"].forEach((name) => { this.parts[name].disabled = !areas.length; });
  }

  newEntry(index) {
    const entry = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.addEventListener("click", () => {
      this.selected = index;
      const marks = this.history.state.areas[index];
      if (!areaAt(marks, this.now)) this.go(marks[0].t);
      this.refresh();
      this.stage.focus(`area-${index}`);
    });
    entry.append(button);
    this.parts.list.append(entry);
    return button;
  }
}

document.querySelectorAll("[data-redaction=film]").forEach((form) => new FilmEditor(form));
