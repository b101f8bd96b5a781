// The open page of a report: says that it is open, hears at once when somebody else takes the
// report, and saves what is being typed.

const page = document.querySelector("[data-desk-report]");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const TYPED_MS = 1000;

const post = (url, values) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
};

const banner = page.querySelector("[data-desk-banner]");
const warn = (text) => {
  banner.querySelector("[data-desk-banner-text]").textContent = text;
  banner.hidden = false;
};

// What the page shows no longer holds: it stays readable, and nothing of it can be sent.
const freeze = (text) => {
  warn(text);
  for (const button of page.querySelectorAll("[data-desk-steps] button")) button.disabled = true;
  for (const field of page.querySelectorAll("[data-desk-autosave]")) field.readOnly = true;
};

const here = page.querySelector("[data-desk-here]");
const beat = async () => {
  const response = await post(page.dataset.beatUrl, {});
  if (!response.ok) return;
  const now = await response.json();
  here.textContent = now.here_text;
  here.hidden = !now.here_text;
  if (String(now.holder) !== page.dataset.holder && now.holder) {
    freeze(page.dataset.taken.replace("{who}", now.holder_name));
  } else if (now.state !== page.dataset.state || String(now.holder) !== page.dataset.holder) {
    freeze(page.dataset.moved.replace("{state}", now.state_text));
  }
};

const follow = async () => {
  if (document.visibilityState === "visible") await beat().catch(() => {});
  setTimeout(follow, Number(page.dataset.beatS) * 500);
};

if (token) {
  follow();
  addEventListener("pagehide", () => {
    const body = new FormData();
    body.set("leave", "1");
    body.set("csrfmiddlewaretoken", token);
    navigator.sendBeacon(page.dataset.beatUrl, body);
  });
}

// --- Autosave -------------------------------------------------------------------------------------

const both = (field, other) => {
  const box = document.createElement("div");
  box.className = "desk-report__other";
  const text = document.createElement("blockquote");
  text.textContent = other;
  box.append(text);
  field.after(box);
};

const save = async (field) => {
  const response = await post(page.dataset.autosaveUrl, {
    field: field.dataset.deskAutosave,
    text: field.value,
    version: field.dataset.version,
  });
  const answer = await response.json();
  if (answer.version) field.dataset.version = answer.version;
  const note = page.querySelector(`[data-desk-saved="${field.dataset.deskAutosave}"]`);
  if (response.ok) note.textContent = note.dataset.text;
  else if (answer.other_text !== undefined) {
    warn(answer.problem);
    both(field, answer.other_text);
  } else freeze(answer.problem);
};

for (const field of page.querySelectorAll("[data-desk-autosave]")) {
  let timer = 0;
  let saving = Promise.resolve();
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      saving = saving.then(() => save(field)).catch(() => {});
    }, TYPED_MS);
  };
  field.addEventListener("input", later);
  field.form.addEventListener("submit", () => clearTimeout(timer));
}

const write = (field, text) => {
  field.value = field.value.trim() ? `${field.value.trim()}\n\n${text}` : text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
};

// --- The library of notes ---------------------------------------------------------------------------

const notes = page.querySelector("[data-desk-notes]");
notes?.addEventListener("submit", (event) => {
  event.preventDefault();
  const option = notes.elements.note.selectedOptions[0];
  const field = page.querySelector("[data-desk-return]");
  if (!option?.dataset.text || field.readOnly) return;
  write(field, option.dataset.text);
  const used = document.createElement("input");
  used.type = "hidden";
  used.name = "from_note";
  used.value = option.value;
  field.form.append(used);
});

for (const button of page.querySelectorAll("[data-desk-use]")) {
  const field = page.querySelector(`[data-desk-autosave="${button.dataset.deskUse}"]`);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.closest("details")?.setAttribute("open", "");
    write(field, button.dataset.text);
  });
}
