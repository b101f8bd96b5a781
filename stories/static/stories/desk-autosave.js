// Keeps what is being typed: a second after the last key, again and again with growing pauses while
// the server cannot be reached, at once when it can, and when the page is left. What it says below
// the field is true at any moment: nothing of a text that was typed on since.

import { SignedOut, post, postLast, signedOutWords } from "./desk-send.js";

const TYPED_MS = 1000;
const PAUSE_MS = 2000;
const PAUSE_MOST_MS = 60000;

class Kept {
  constructor(field, { note, url, seen, onConflict, onRefused }) {
    Object.assign(this, { field, note, url, seen, onConflict, onRefused });
    this.saved = field.value; // what the server has
    this.sending = null; // the text that is under way
    this.failures = 0;
    this.timer = 0;
    field.addEventListener("input", () => {
      if (!this.failures) this.say("");
      this.later(TYPED_MS);
    });
    // The step itself carries the words, unless it can hardly arrive.
    field.form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.isSubmitted = !this.isInDanger();
    });
  }

  get isUnsaved() {
    return this.field.value !== this.saved && !this.isSubmitted;
  }

  // Whether leaving now could lose words: not those that are sent with the page's last breath.
  isInDanger() {
    const isHeld = this.sending !== null && this.sending !== this.field.value;
    const isLost = this.isEnded || this.failures > 0 || !navigator.onLine;
    return this.isUnsaved && (isHeld || isLost);
  }

  values(text) {
    const { deskAutosave: field, version } = this.field.dataset;
    return { field, text, version, seen: this.seen };
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), ms);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.sending !== null || this.isEnded || !this.isUnsaved) return;
    this.sending = this.field.value;
    try {
      await this.send(this.sending);
      this.failures = 0;
      if (this.isUnsaved && !this.isAsked) this.later(TYPED_MS);
    } catch (error) {
      this.say("unsaved", error instanceof SignedOut);
      this.later(Math.min(PAUSE_MS * 2 ** this.failures, PAUSE_MOST_MS));
      this.failures += 1;
    } finally {
      this.sending = null;
    }
  }

  async send(text) {
    const response = await post(this.url, this.values(text));
    const answer = await response.json();
    if (response.status >= 500) throw new Error(response.status);
    if (answer.version) this.field.dataset.version = answer.version;
    // Two texts stand side by side: the next key says that this one is meant.
    this.isAsked = answer.other_text !== undefined;
    if (this.isAsked) {
      this.onConflict(this.field, answer);
      return;
    }
    if (answer.version) this.saved = text;
    if (response.ok) {
      if (this.field.value === text) this.say("saved");
    } else {
      this.isEnded = !answer.version;
      this.onRefused(answer.problem);
    }
  }

  say(what, isSignedOut = false) {
    const key = isSignedOut ? "unsavedOut" : what;
    if (this.said === key) return; // a reader for the blind says it once
    this.said = key;
    this.note.classList.toggle("is-unsaved", what === "unsaved");
    this.note.textContent = this.note.dataset[key] ?? "";
    if (isSignedOut) this.note.append(" ", signedOutWords());
  }
}

// Follows every field of ``page`` that is marked. ``onConflict(field, answer)``: written in another
// window too; ``onRefused(problem)``: nothing more can be sent from here.
export const keep = (page, { onConflict, onRefused }) => {
  const all = [...page.querySelectorAll("[data-desk-autosave]")].map(
    (field) =>
      new Kept(field, {
        note: page.querySelector(`[data-desk-saved="${field.dataset.deskAutosave}"]`),
        url: page.dataset.autosaveUrl,
        seen: page.dataset.seen ?? "",
        onConflict,
        onRefused,
      }),
  );
  const again = () => {
    for (const one of all) if (one.failures) one.save();
  };
  addEventListener("online", again);
  addEventListener("focus", again);
  addEventListener("beforeunload", (event) => {
    if (all.some((one) => one.isInDanger())) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    for (const one of all) if (one.isUnsaved) postLast(one.url, one.values(one.field.value));
  });
  addEventListener("pageshow", () => {
    for (const one of all) one.isSubmitted = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") again();
    else for (const one of all) one.save();
  });
};
