// What is pressed and what Wagtail's editor saves by itself come one after the other.
const WAIT_MS = 10_000;
let saving = null; // the form that is on its way
let held = null; // what was pressed meanwhile

function goOn() {
  saving = null;
  if (!held) return;
  const { form, submitter, timer } = held;
  held = null;
  clearTimeout(timer);
  // Wagtail turns a pressed button off, and a button that is off says nothing of what was pressed.
  if (submitter) submitter.disabled = false;
  form.requestSubmit(submitter);
}

document.addEventListener("w-autosave:save", ({ target }) => {
  saving = target;
});
document.addEventListener("w-autosave:error", goOn);
document.addEventListener(
  "submit",
  (event) => {
    if (event.target !== saving) return;
    // The server would know the words before these as somebody else's newer ones.
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(held?.timer);
    held = { form: event.target, submitter: event.submitter, timer: setTimeout(goOn, WAIT_MS) };
  },
  true,
);

// What an autosave wrote is what the form stands on from then on. Wagtail keeps that to itself; the
// form's own fields would still name the version before, and the next press would be told of its
// own words as of somebody else's (stories/admin/newer.py).
document.addEventListener("w-autosave:success", ({ target, detail }) => {
  const { revision_id: id, revision_created_at: madeAt } = detail.data;
  for (const [name, value] of [["loaded_revision_id", id], ["loaded_revision_created_at", madeAt]]) {
    const field = target.elements?.namedItem(name);
    if (field && value) field.value = value;
  }
  goOn();
});
