// Steps for many reports: a few at a time, with progress; what worked stays, what did not says why.

const AT_ONCE = 5;
const ANSWER_WITHIN_MS = 30000;
const form = document.querySelector("[data-desk-bulk]");
const picks = () => [...document.querySelectorAll("[data-desk-pick]")];
const picked = () => picks().filter((box) => box.checked && !box.disabled);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (found, name) => values[name] ?? found);

const show = () => {
  const count = picked().length;
  form.classList.toggle("is-active", count > 0);
  form.querySelector("[data-desk-count]").textContent = count
    ? fill(form.dataset.count, { n: count })
    : "";
};

const outcome = form?.querySelector("[data-desk-outcome]");
const bar = form?.querySelector("[data-desk-progress]");
const words = form?.querySelector("[data-desk-progress-text]");
const failures = form?.querySelector("[data-desk-failures]");

const fail = (title, problem) => {
  const item = document.createElement("li");
  item.textContent = title ? `${title}: ${problem}` : problem;
  failures.append(item);
};

const send = async (step, ids) => {
  const body = new FormData(form);
  body.delete("report");
  body.set("step", step);
  for (const id of ids) body.append("report", id);
  const response = await fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.redirected || response.headers.get("Content-Type") !== "application/json") {
    throw new Error(response.status);
  }
  return response.json();
};

// A note that was typed for many, and is not sent yet.
const isTyped = () => [...form.querySelectorAll("textarea")].some((field) => field.value.trim());

const run = async (step, ids) => {
  let done = 0;
  let failed = 0;
  failures.replaceChildren();
  outcome.hidden = false;
  bar.max = ids.length;
  bar.value = 0;
  form.inert = true;
  try {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const answer = await send(step, ids.slice(start, start + AT_ONCE));
      if (answer.problem) {
        fail("", answer.problem);
        failed = ids.length - done;
        break;
      }
      for (const one of answer.outcomes) {
        if (one.problem) {
          failed += 1;
          fail(one.title, one.problem);
        } else {
          done += 1;
          const box = document.getElementById(`p-${one.id}`);
          if (box) box.checked = false;
        }
      }
      bar.value = done + failed;
      words.textContent = fill(form.dataset.progress, { done: done + failed, all: ids.length });
    }
    words.textContent = fill(form.dataset.summary, { done, failed });
    const note = form.elements[`note_${step}`];
    if (note && !failed) note.value = "";
  } catch {
    words.textContent = fill(form.dataset.broken, { done: done + failed, all: ids.length });
  }
  form.inert = false;
  show();
  document.dispatchEvent(new CustomEvent("desk:look"));
};

if (form) {
  let leaves = false;
  addEventListener("beforeunload", (event) => {
    if (!leaves && isTyped()) event.preventDefault();
  });
  for (const all of document.querySelectorAll("[data-desk-pick-all]")) {
    const part = all.closest("[data-desk-column], [data-desk-list]");
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of picks()) {
        if (part.contains(box) && !box.disabled) box.checked = all.checked;
      }
      show();
    });
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-desk-pick]")) show();
  });
  document.addEventListener("desk:rows", show);
  document.addEventListener("desk:claim", (event) => run("claim", [event.detail]));
  form.addEventListener("submit", (event) => {
    const step = event.submitter?.value;
    // A merger leads to its story: the page itself goes there.
    if (step === "merge") {
      leaves = true;
      return;
    }
    event.preventDefault();
    const ids = picked().map((box) => box.value);
    if (ids.length) run(step, ids);
  });
  form.classList.add("has-script");
  show();
}
