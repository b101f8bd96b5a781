// The buttons around a stage that photo and film share: undo, redo, zoom, drawing or moving about.

import { singleKeysAct } from "../../cms/js/single-keys.js";

const ZOOMS = [1, 1.5, 2, 3, 4];

export class Tools {
  // root holds the buttons ([data-tool=…]) and the scrolling frame around the stage.
  constructor(root, stage, history) {
    this.root = root;
    this.stage = stage;
    this.history = history;
    this.frame = root.querySelector("[data-redaction-frame]");
    this.zoom = 0;
    const actions = {
      undo: () => history.undo(),
      redo: () => history.redo(),
      in: () => this.setZoom(this.zoom + 1),
      out: () => this.setZoom(this.zoom - 1),
      draw: () => this.setDrawing(!stage.drawing),
    };
    for (const [name, act] of Object.entries(actions)) {
      this.button(name).addEventListener("click", act);
    }
    root.addEventListener("keydown", (event) => this.key(event));
    root.querySelectorAll("[data-redaction-live]").forEach((part) => { part.hidden = false; });
    // With a finger the first thing one wants is to scroll, not to draw by accident.
    this.setDrawing(!window.matchMedia("(pointer: coarse)").matches);
    this.setZoom(0);
    window.addEventListener("beforeunload", (event) => {
      if (history.isDirty && !this.isSending) event.preventDefault();
    });
    root.closest("form").addEventListener("submit", () => { this.isSending = true; });
  }

  button(name) {
    return this.root.querySelector(`[data-tool="${name}"]`);
  }

  refresh() {
    this.button("undo").disabled = !this.history.past.length;
    this.button("redo").disabled = !this.history.future.length;
  }

  setDrawing(drawing) {
    this.stage.setDrawing(drawing);
    this.button("draw").setAttribute("aria-pressed", String(drawing));
  }

  setZoom(step) {
    const old = ZOOMS[this.zoom];
    this.zoom = Math.min(ZOOMS.length - 1, Math.max(0, step));
    const now = ZOOMS[this.zoom];
    const middle = [
      (this.frame.scrollLeft + this.frame.clientWidth / 2) / old,
      (this.frame.scrollTop + this.frame.clientHeight / 2) / old,
    ];
    this.stage.element.style.inlineSize = now === 1 ? "" : `${now * 100}%`;
    this.frame.scrollTo(
      middle[0] * now - this.frame.clientWidth / 2,
      middle[1] * now - this.frame.clientHeight / 2,
    );
    this.button("out").disabled = this.zoom === 0;
    this.button("in").disabled = this.zoom === ZOOMS.length - 1;
    this.root.querySelector("[data-zoom]").textContent = `${now * 100} %`;
  }

  key(event) {
    if (event.target.closest("input, select, textarea")) return;
    if (!(event.ctrlKey || event.metaKey || singleKeysAct())) return;
    const held = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    let act = null;
    if (held && key === "z") act = () => (event.shiftKey ? this.history.redo() : this.history.undo());
    else if (held && key === "y") act = () => this.history.redo();
    else if (!held && (key === "+" || key === "=")) act = () => this.setZoom(this.zoom + 1);
    else if (!held && key === "-") act = () => this.setZoom(this.zoom - 1);
    if (!act) return;
    event.preventDefault();
    act();
  }
}

// Says in words what happened, for those who do not see the picture.
export function say(root, words) {
  root.querySelector("[data-redaction-said]").textContent = words;
}
