// What was done, so that it can be undone. A state is any plain value; it is copied, never shared.

export class History {
  constructor(state, changed) {
    this.past = [];
    this.future = [];
    this.state = structuredClone(state);
    this.saved = JSON.stringify(state);
    this.changed = changed;
  }

  get isDirty() {
    return JSON.stringify(this.state) !== this.saved;
  }

  // A step that can be taken back. Moving a pointer is one step: say isFinal only at its end.
  set(state, isFinal = true) {
    this.before ??= this.state;
    this.state = structuredClone(state);
    if (isFinal) {
      if (JSON.stringify(this.before) !== JSON.stringify(this.state)) {
        this.past.push(this.before);
        this.future = [];
      }
      this.before = null;
    }
    this.changed();
  }

  undo() {
    if (!this.past.length) return;
    this.future.push(this.state);
    this.state = this.past.pop();
    this.changed();
  }

  redo() {
    if (!this.future.length) return;
    this.past.push(this.state);
    this.state = this.future.pop();
    this.changed();
  }
}
