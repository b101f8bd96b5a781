// The open page of a report, and the one on which it is split: says that it is open, hears at once
// when somebody else takes the report, offers what came meanwhile, and keeps what is being typed.

import { released } from "../cms/js/presses.js";
import { keep } from "./desk-autosave.js";
import { SignedOut, canSend, pageNow, post, postLast, troubleIn } from "./desk-send.js";

const page = document.querySelector("[data-desk-report]");

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
const coming = page.querySelector("[data-desk-coming]");
const fresher = page.querySelector("[data-desk-fresher]");

// What came meanwhile is shown when asked for, part by part: fields that are typed in stay.
const showFresh = async () => {
  const fresh = await pageNow();
  await released();
  const came = [];
  for (const part of page.querySelectorAll("[data-desk-fresh]")) {
    const newer = fresh.querySelector(`[data-desk-fresh="${part.dataset.deskFresh}"]`);
    if (!newer || newer.innerHTML === part.innerHTML) continue;
    came.push(part);
    const ticked = [...part.querySelectorAll("input:checked")].map((box) => box.value);
    part.replaceChildren(...newer.cloneNode(true).childNodes);
    for (const box of part.querySelectorAll("input[type=checkbox]")) {
      box.checked = ticked.includes(box.value);
    }
  }
  page.dataset.version = fresh.dataset.version;
  const hadFocus = fresher.contains(document.activeElement);
  fresher.hidden = true;
  if (!hadFocus || !came.length) return;
  came[0].tabIndex = -1;
  came[0].focus();
};
page.querySelector("[data-desk-show]").addEventListener("click", () => {
  showFresh().catch(() => {}); // no network, or signed out meanwhile: what is here stays
});

const beat = async () => {
  const response = await post(page.dataset.beatUrl, {});
  const now = await response.json();
  if (!response.ok) throw new Error(now.problem);
  await released();
  if (here.textContent !== now.here_text) here.textContent = now.here_text;
  here.hidden = false;
  if (coming.textContent !== now.coming) coming.textContent = now.coming;
  coming.hidden = !now.coming;
  if (String(now.holder) !== page.dataset.holder && now.holder) {
    freeze(page.dataset.taken.replace("{who}", now.holder_name));
  } else if (now.state !== page.dataset.state || String(now.holder) !== page.dataset.holder) {
    freeze(page.dataset.moved.replace("{state}", now.state_text));
  } else if (now.version !== page.dataset.version) {
    fresher.hidden = false;
  }
};

const lost = page.querySelector("[data-desk-lost]");
const tell = troubleIn(lost, lost.dataset.text);

const follow = async () => {
  if (document.visibilityState === "visible") {
    try {
      await beat();
      tell("");
    } catch (error) {
      here.hidden = true; // nobody knows any more: what is said instead stands in its place
      tell(error instanceof SignedOut ? "out" : "lost");
    }
  }
  setTimeout(follow, Number(page.dataset.beatS) * 500);
};

const both = (field, other) => {
  const box = document.createElement("div");
  box.className = "desk-report__other";
  const text = document.createElement("blockquote");
  text.textContent = other;
  box.append(text);
  field.after(box);
};

if (canSend()) {
  follow();
  keep(page, {
    onConflict: (field, answer) => {
      warn(answer.problem);
      both(field, answer.other_text);
    },
    onRefused: freeze,
  });
  addEventListener("pagehide", () => postLast(page.dataset.beatUrl, { leave: "1" }));
}

// Goes below what was typed there; words of the report that nobody touched give way.
const write = (field, text) => {
  const typed = field.value.trim();
  const isUntouched = typed === (field.dataset.original ?? "").trim();
  const between = field.type === "text" ? " " : "\n\n";
  field.value = isUntouched ? text : `${typed}${between}${text}`;
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
