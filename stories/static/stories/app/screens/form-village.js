// Which village: one's own postings and the last one used are one tap away, any other is searched.
import { released } from "../../../cms/js/presses.js";
import { list, make, part, write } from "../dom.js";
import * as store from "../store.js";
import { words } from "../words.js";

const WAIT_MS = 300;
const MIN_LETTERS = 2;

export async function villageStep(app, screen, draft, choices) {
  const last = (await store.meta(`last:${app.owner}`))?.village;
  const offered = choices.villages.map((village) => ({ ...village, hint: words.form.posted }));
  add(offered, last, words.form.lastUsed);
  add(offered, draft.words.village, "");
  const only = offered.length === 1 ? offered[0] : null;
  if (!draft.words.village && only) draft.say({ village: plain(only) });
  list(screen, "villages", offered.map((village) => chip(draft, village)));
  const input = part(screen, "find");
  const status = part(screen, "find-status");
  const chips = new Map(); // of what was found, by code
  const show = (found) => {
    const others = found.filter(({ code }) => !offered.some((village) => village.code === code));
    for (const { code, name, line } of others) {
      if (!chips.has(code)) chips.set(code, chip(draft, { code, name, place_line: line, hint: "" }));
    }
    const chosen = chips.get(draft.words.village?.code);
    list(screen, "found", [...new Set([chosen, ...others.map(({ code }) => chips.get(code))])].filter(Boolean));
  };
  let timer = 0;
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const query = input.value.trim();
      if (query.length < MIN_LETTERS) {
        status.textContent = "";
        show([]);
        return;
      }
      const found = await search(query, app.user.unit_path);
      await released();
      if (query !== input.value.trim()) return; // asked something else meanwhile
      status.textContent = words.form[found === null ? "findOffline" : found.length ? "found" : "none"];
      show(found ?? []);
    }, WAIT_MS);
  });
}

/** Villages of that name, those near the officer's unit first; null when nobody answers. */
async function search(query, unitPath) {
  const asked = new URLSearchParams({ q: query, ...(unitPath && { satuan: unitPath }) });
  try {
    const answer = await fetch(`/wilayah/cari/?${asked}`, { credentials: "same-origin" });
    return answer.ok ? (await answer.json()).results : answer.status === 422 ? [] : null;
  } catch {
    return null;
  }
}

function add(offered, village, hint) {
  if (village && !offered.some(({ code }) => code === village.code)) offered.push({ ...village, hint });
}

/** A village as a draft keeps it. */
export const plain = ({ code, name, place_line }) => ({ code, name, place_line });

function chip(draft, village) {
  const one = write(make("chip"), { name: village.hint === words.form.posted ? village.name : village.place_line, hint: village.hint });
  const input = one.querySelector("input");
  Object.assign(input, { name: "village", value: village.code, checked: draft.words.village?.code === village.code });
  input.addEventListener("change", () => draft.say({ village: plain(village) }));
  return one;
}
