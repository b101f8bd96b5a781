// Rectangles over a picture: drawn, moved and resized with mouse, finger or keys. It knows nothing
// of forms or time: whoever owns the rectangles hands them to show() and hears what was done.
// Positions are per cent of the picture, left/top/width/height.

export const SMALLEST = 1;
const CORNERS = ["nw", "ne", "sw", "se"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export function fitted(box) {
  const width = clamp(box.width, SMALLEST, 100);
  const height = clamp(box.height, SMALLEST, 100);
  return { x: clamp(box.x, 0, 100 - width), y: clamp(box.y, 0, 100 - height), width, height };
}

export class Stage {
  // heard: { draw(box), change(id, box, isFinal), remove(id), confirm(id) }
  constructor(element, heard) {
    this.element = element;
    this.heard = heard;
    this.shapes = new Map();
    this.drawing = true;
    element.classList.add("is-live");
    element.addEventListener("pointerdown", (event) => this.press(event));
    element.addEventListener("click", (event) => this.tap(event));
  }

  setDrawing(drawing) {
    this.drawing = drawing;
    this.element.classList.toggle("is-panning", !drawing);
  }

  // items: [{ id, box, kind: "box" | "face" | "dismissed", label }]
  show(items) {
    const wanted = new Set(items.map((item) => item.id));
    for (const [id, shape] of this.shapes) {
      if (!wanted.has(id)) {
        shape.remove();
        this.shapes.delete(id);
      }
    }
    items.forEach((item) => this.draw(item));
  }

  draw({ id, box, kind, label }) {
    let shape = this.shapes.get(id);
    if (!shape) {
      shape = document.createElement("button");
      shape.type = "button";
      shape.dataset.id = id;
      shape.addEventListener("keydown", (event) => this.key(event, id));
      for (const corner of CORNERS) {
        const handle = document.createElement("span");
        handle.className = "redaction__handle";
        handle.dataset.corner = corner;
        shape.append(handle);
      }
      this.element.append(shape);
      this.shapes.set(id, shape);
    }
    shape.box = box;
    shape.kind = kind;
    shape.className = `redaction__box is-${kind}`;
    shape.setAttribute("aria-label", label);
    shape.style.left = `${box.x}%`;
    shape.style.top = `${box.y}%`;
    shape.style.width = `${box.width}%`;
    shape.style.height = `${box.height}%`;
  }

  focus(id) {
    this.shapes.get(id)?.focus({ preventScroll: true });
  }

  key(event, id) {
    const { box, kind } = this.shapes.get(id);
    const arrow = ARROWS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.heard.remove(id);
    } else if (event.key === "Enter" && kind !== "box") {
      event.preventDefault();
      this.heard.confirm(id);
    } else if (arrow && kind === "box") {
      event.preventDefault();
      const step = event.ctrlKey || event.metaKey ? 5 : 1;
      const [x, y] = arrow.map((part) => part * step);
      this.heard.change(
        id,
        event.shiftKey
          ? { ...box, width: Math.min(box.width + x, 100 - box.x), height: Math.min(box.height + y, 100 - box.y) }
          : { ...box, x: box.x + x, y: box.y + y },
        true,
      );
    }
  }

  at(event) {
    const area = this.element.getBoundingClientRect();
    return {
      x: clamp(((event.clientX - area.left) / area.width) * 100, 0, 100),
      y: clamp(((event.clientY - area.top) / area.height) * 100, 0, 100),
    };
  }

  press(event) {
    if (event.button !== 0) return;
    const shape = event.target.closest(".redaction__box");
    const isFace = Boolean(shape) && shape.kind !== "box";
    if ((!shape || isFace) && !this.drawing) return;
    event.preventDefault();
    const start = this.at(event);
    const move = shape && !isFace
      ? this.moving(shape, start, event.target.dataset.corner)
      : this.outlining(start, shape?.dataset.id);
    if (shape) shape.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    const onMove = (next) => move(this.at(next), false);
    const onEnd = (next) => {
      if (next.type === "pointerup") move(this.at(next), true);
      this.element.removeEventListener("pointermove", onMove);
      this.element.removeEventListener("pointerup", onEnd);
      this.element.removeEventListener("pointercancel", onEnd);
    };
    this.element.addEventListener("pointermove", onMove);
    this.element.addEventListener("pointerup", onEnd);
    this.element.addEventListener("pointercancel", onEnd);
  }

  moving(shape, start, corner) {
    const { id } = shape.dataset;
    const box = { ...shape.box };
    let moved = false;
    return (now, isFinal) => {
      const [dx, dy] = [now.x - start.x, now.y - start.y];
      moved ||= Math.abs(dx) + Math.abs(dy) > 0.2;
      if (!moved) return;
      this.heard.change(id, corner ? resized(box, corner, dx, dy) : { ...box, x: box.x + dx, y: box.y + dy }, isFinal);
    };
  }

  // While nothing is drawn a finger moves the picture, and what it only touches is a face to hide.
  tap(event) {
    const shape = event.target.closest(".redaction__box");
    if (shape && shape.kind !== "box" && !this.drawing) this.heard.confirm(shape.dataset.id);
  }

  // A box may begin on the proposed face `beneath`; pressed without a move, that face is hidden.
  outlining(start, beneath) {
    const ghost = document.createElement("span");
    ghost.className = "redaction__ghost";
    return (now, isFinal) => {
      const box = {
        x: Math.min(now.x, start.x),
        y: Math.min(now.y, start.y),
        width: Math.abs(now.x - start.x),
        height: Math.abs(now.y - start.y),
      };
      if (isFinal) {
        ghost.remove();
        if (box.width >= SMALLEST && box.height >= SMALLEST) this.heard.draw(box);
        else if (beneath && box.width < SMALLEST && box.height < SMALLEST) this.heard.confirm(beneath);
        return;
      }
      if (!ghost.isConnected) this.element.append(ghost);
      ghost.style.left = `${box.x}%`;
      ghost.style.top = `${box.y}%`;
      ghost.style.width = `${box.width}%`;
      ghost.style.height = `${box.height}%`;
    };
  }
}

function resized(box, corner, dx, dy) {
  let [left, top, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height];
  if (corner.includes("w")) left = clamp(left + dx, 0, right - SMALLEST);
  if (corner.includes("e")) right = clamp(right + dx, left + SMALLEST, 100);
  if (corner.includes("n")) top = clamp(top + dy, 0, bottom - SMALLEST);
  if (corner.includes("s")) bottom = clamp(bottom + dy, top + SMALLEST, 100);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
