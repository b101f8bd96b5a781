// Draws the areas to hide over the picture. The number fields below stay the truth: this module
// only shows them as boxes and writes back, so the form works the same without it.

const FIELDS = ["x", "y", "width", "height"];
const SMALLEST = 1; // per cent
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

class Redaction {
  constructor(form) {
    this.stage = form.querySelector("[data-redaction-stage]");
    this.rows = form.querySelector("[data-redaction-rows]");
    this.template = form.querySelector("[data-redaction-template]");
    this.total = form.querySelector("[name=box-TOTAL_FORMS]");
    this.limit = Number(form.querySelector("[name=box-MAX_NUM_FORMS]").value);
    this.add = form.querySelector("[data-redaction-add]");
    this.boxes = new Map();
    this.stage.classList.add("is-live");
    this.add.hidden = false;
    form.querySelector("[data-redaction-help]").hidden = false;
    form.querySelector("[data-redaction-close]")?.removeAttribute("open");
    this.add.addEventListener("click", () => {
      this.write(this.row(), { x: 40, y: 35, width: 20, height: 25 })?.focus();
    });
    this.rows.addEventListener("input", (event) => this.show(event.target.closest("[data-box-row]")));
    this.stage.addEventListener("pointerdown", (event) => this.press(event));
    this.rows.querySelectorAll("[data-box-row]").forEach((row) => this.show(row));
  }

  field(row, name) {
    return row.querySelector(`[name$="-${name}"]`);
  }

  read(row) {
    const box = Object.fromEntries(
      FIELDS.map((name) => [name, Number.parseFloat(this.field(row, name).value)]),
    );
    const removed = this.field(row, "DELETE").checked;
    return removed || FIELDS.some((name) => Number.isNaN(box[name])) ? null : box;
  }

  // An unused row, or a new one made from the template; null when there are enough.
  row() {
    const unused = [...this.rows.children].find(
      (row) => !this.field(row, "DELETE").checked && FIELDS.every((n) => !this.field(row, n).value),
    );
    if (unused) return unused;
    const number = Number(this.total.value);
    if (number >= this.limit) return null;
    const holder = document.createElement("div");
    holder.innerHTML = this.template.innerHTML.replaceAll("__prefix__", String(number));
    const row = holder.querySelector("[data-box-row]");
    row.querySelector("legend").textContent = `${this.add.dataset.label} ${number + 1}`;
    this.rows.append(row);
    this.total.value = String(number + 1);
    return row;
  }

  write(row, box) {
    if (!row) return null;
    const width = clamp(box.width, SMALLEST, 100);
    const height = clamp(box.height, SMALLEST, 100);
    const next = { x: clamp(box.x, 0, 100 - width), y: clamp(box.y, 0, 100 - height), width, height };
    FIELDS.forEach((name) => { this.field(row, name).value = next[name].toFixed(1); });
    return this.show(row);
  }

  show(row) {
    if (!row) return null;
    const box = this.read(row);
    let shape = this.boxes.get(row);
    if (!box) {
      shape?.remove();
      this.boxes.delete(row);
      return null;
    }
    if (!shape) {
      shape = document.createElement("button");
      shape.type = "button";
      shape.className = "redaction__box";
      shape.setAttribute("aria-label", row.querySelector("legend").textContent.trim());
      shape.addEventListener("keydown", (event) => this.key(event, row));
      shape.row = row;
      this.stage.append(shape);
      this.boxes.set(row, shape);
    }
    shape.style.left = `${box.x}%`;
    shape.style.top = `${box.y}%`;
    shape.style.width = `${box.width}%`;
    shape.style.height = `${box.height}%`;
    return shape;
  }

  remove(row) {
    this.field(row, "DELETE").checked = true;
    this.show(row);
    this.add.focus();
  }

  key(event, row) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.remove(row);
    } else if (step) {
      event.preventDefault();
      const box = this.read(row);
      const [x, y] = step;
      this.write(row, event.shiftKey
        ? { ...box, width: box.width + x, height: box.height + y }
        : { ...box, x: box.x + x, y: box.y + y });
    }
  }

  at(event) {
    const area = this.stage.getBoundingClientRect();
    return {
      x: clamp(((event.clientX - area.left) / area.width) * 100, 0, 100),
      y: clamp(((event.clientY - area.top) / area.height) * 100, 0, 100),
    };
  }

  press(event) {
    if (event.button !== 0) return;
    const start = this.at(event);
    const shape = event.target.closest(".redaction__box");
    let move;
    if (shape) {
      const box = this.read(shape.row);
      const corner = shape.getBoundingClientRect();
      const resizing = corner.right - event.clientX < 16 && corner.bottom - event.clientY < 16;
      move = (now) => {
        const [dx, dy] = [now.x - start.x, now.y - start.y];
        this.write(shape.row, resizing
          ? { ...box, width: Math.min(box.width + dx, 100 - box.x), height: Math.min(box.height + dy, 100 - box.y) }
          : { ...box, x: box.x + dx, y: box.y + dy });
      };
    } else {
      event.preventDefault();
      let row = null;
      move = (now) => {
        const width = Math.abs(now.x - start.x);
        const height = Math.abs(now.y - start.y);
        if (!row && width < SMALLEST && height < SMALLEST) return;
        row ??= this.row();
        this.write(row, { x: Math.min(now.x, start.x), y: Math.min(now.y, start.y), width, height });
      };
    }
    this.stage.setPointerCapture(event.pointerId);
    const onMove = (next) => move(this.at(next));
    const onEnd = () => {
      this.stage.removeEventListener("pointermove", onMove);
      this.stage.removeEventListener("pointerup", onEnd);
      this.stage.removeEventListener("pointercancel", onEnd);
    };
    this.stage.addEventListener("pointermove", onMove);
    this.stage.addEventListener("pointerup", onEnd);
    this.stage.addEventListener("pointercancel", onEnd);
  }
}

document.querySelectorAll("[data-redaction]").forEach((form) => new Redaction(form));
