// The redaction screen of a photo. The number fields and the choices below the picture are what is
// sent; this module only shows them as boxes and writes back, so the form works without it.

import { History } from "./history.js";
import { Stage, fitted } from "./stage.js";
import { Tools, say } from "./tools.js";

const FIELDS = ["x", "y", "width", "height"];
const NEW = { x: 40, y: 35, width: 20, height: 25 };
const round = (box) => Object.fromEntries(FIELDS.map((name) => [name, Math.round(box[name] * 10) / 10]));

class PhotoEditor {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.rows = form.querySelector("[data-redaction-rows]");
    this.template = form.querySelector("[data-redaction-template]");
    this.total = form.querySelector("[name=box-TOTAL_FORMS]");
    this.limit = Number(form.querySelector("[name=box-MAX_NUM_FORMS]").value);
    this.faces = [...form.querySelectorAll("[data-face]")];
    this.stage = new Stage(form.querySelector("[data-redaction-stage]"), {
      draw: (box) => this.add(box),
      change: (id, box, isFinal) => this.change(id, box, isFinal),
      remove: (id) => this.remove(id),
      confirm: (id) => this.confirm(id),
    });
    this.history = new History(this.read(), () => this.refresh());
    this.tools = new Tools(form, this.stage, this.history);
    form.querySelector("[data-redaction-close]")?.removeAttribute("open");
    form.querySelector("[data-redaction-add]").addEventListener("click", () => this.add(NEW));
    form.querySelector("[data-faces-all]")?.addEventListener("click", () => this.confirmAll());
    this.rows.addEventListener("change", () => this.history.set(this.read()));
    this.faces.forEach((face) => {
      face.addEventListener("change", (event) => this.decide(face.dataset.face, event.target.value));
    });
    this.refresh();
  }

  // --- the fields ---

  field(row, name) {
    return row.querySelector(`[name$="-${name}"]`);
  }

  read() {
    const boxes = [];
    this.rows.querySelectorAll("[data-box-row]").forEach((row) => {
      const box = Object.fromEntries(FIELDS.map((name) => [name, Number.parseFloat(this.field(row, name).value)]));
      const usable = FIELDS.every((name) => Number.isFinite(box[name]));
      if (usable && !this.field(row, "DELETE").checked) boxes.push(round(fitted(box)));
    });
    const faces = {};
    this.faces.forEach((face) => {
      faces[face.dataset.face] = face.querySelector("input:checked")?.value ?? "proposed";
    });
    return { boxes, faces };
  }

  write({ boxes, faces }) {
    boxes.forEach((box, index) => {
      const row = this.rows.children[index] ?? this.newRow();
      FIELDS.forEach((name) => { this.field(row, name).value = box[name].toFixed(1); });
      this.field(row, "DELETE").checked = false;
      row.hidden = false;
    });
    [...this.rows.children].slice(boxes.length).forEach((row) => {
      this.field(row, "DELETE").checked = true;
      row.hidden = true;
    });
    this.faces.forEach((face) => {
      face.querySelector(`input[value="${faces[face.dataset.face]}"]`).checked = true;
    });
  }

  newRow() {
    const number = this.rows.children.length;
    const holder = document.createElement("div");
    holder.innerHTML = this.template.innerHTML.replaceAll("__prefix__", String(number));
    const row = holder.querySelector("[data-box-row]");
    row.querySelector("legend").textContent = `${this.words.boxLabel} ${number + 1}`;
    this.rows.append(row);
    this.total.value = String(number + 1);
    return row;
  }

  // --- what can be done ---

  copy() {
    return structuredClone(this.history.state);
  }

  add(box) {
    const state = this.copy();
    if (state.boxes.length >= this.limit) {
      say(this.form, this.words.full);
      return;
    }
    state.boxes.push(round(fitted(box)));
    this.history.set(state);
    this.stage.focus(`box-${state.boxes.length - 1}`);
    say(this.form, this.words.added);
  }

  change(id, box, isFinal) {
    const state = this.copy();
    state.boxes[Number(id.slice(4))] = round(fitted(box));
    this.history.set(state, isFinal);
  }

  remove(id) {
    if (id.startsWith("face-")) {
      this.decide(id.slice(5), "dismissed");
      return;
    }
    const state = this.copy();
    const [gone] = state.boxes.splice(Number(id.slice(4)), 1);
    // A face whose box went is open again.
    this.faces.forEach((face) => {
      if (same(this.boxOf(face), gone)) state.faces[face.dataset.face] = "proposed";
    });
    this.history.set(state);
    this.form.querySelector("[data-redaction-add]").focus();
    say(this.form, this.words.removed);
  }

  confirm(id) {
    const key = id.slice(5);
    this.decide(key, "confirmed");
    // The proposal is gone from the picture: the box in its place has the focus, and keys go on.
    const box = round(this.boxOf(this.faces.find((one) => one.dataset.face === key)));
    this.stage.focus(`box-${this.history.state.boxes.findIndex((one) => same(one, box))}`);
  }

  confirmAll() {
    const open = Object.entries(this.history.state.faces).filter(([, said]) => said === "proposed");
    open.forEach(([key]) => this.decide(key, "confirmed"));
  }

  decide(key, said) {
    const state = this.copy();
    const face = this.faces.find((one) => one.dataset.face === key);
    const box = round(this.boxOf(face));
    const index = state.boxes.findIndex((one) => same(one, box));
    state.faces[key] = said;
    if (said === "confirmed" && index < 0) state.boxes.push(box);
    if (said !== "confirmed" && index >= 0) state.boxes.splice(index, 1);
    this.history.set(state);
    say(this.form, said === "confirmed" ? this.words.confirmed : this.words.dismissed);
  }

  boxOf(face) {
    const [x, y, width, height] = face.dataset.box.split(" ").map(Number);
    return { x, y, width, height };
  }

  // --- what is seen ---

  refresh() {
    const { boxes, faces } = this.history.state;
    this.write(this.history.state);
    const items = boxes.map((box, index) => ({
      id: `box-${index}`, box, kind: "box", label: `${this.words.boxLabel} ${index + 1}`,
    }));
    this.faces.forEach((face) => {
      const said = faces[face.dataset.face];
      if (said === "confirmed") return;
      items.push({
        id: `face-${face.dataset.face}`,
        box: this.boxOf(face),
        kind: said === "dismissed" ? "dismissed" : "face",
        label: face.querySelector("legend").textContent.trim(),
      });
    });
    this.stage.show(items);
    const open = Object.values(faces).filter((said) => said === "proposed").length;
    const count = this.form.querySelector("[data-faces-open]");
    if (count) count.textContent = String(open);
    const all = this.form.querySelector("[data-faces-all]");
    if (all) all.disabled = !open;
    this.tools?.refresh();
  }
}

function same(one, other) {
  return FIELDS.every((name) => Math.abs(one[name] - other[name]) < 0.11);
}

document.querySelectorAll("[data-redaction=photo]").forEach((form) => new PhotoEditor(form));
