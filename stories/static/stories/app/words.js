// The sentences that the page brought along, and numbers as people read them.
export const words = JSON.parse(document.getElementById("words").textContent);

/** `text` with each {name} filled in. */
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

const number = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 });
const when = new Intl.DateTimeFormat(words.locale, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

export const count = (value) => number.format(value);

export function size(bytes) {
  if (!Number.isFinite(bytes)) return "–";
  const [unit, divisor] = bytes >= 1e9 ? ["GB", 1e9] : bytes >= 1e6 ? ["MB", 1e6] : ["kB", 1e3];
  return `${number.format(bytes / divisor)} ${unit}`;
}

export const moment = (value) => (value ? when.format(new Date(value)) : "");

/** A length of time in its largest unit: "3 hari". */
export function span(ms) {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000));
  if (minutes < 90) return fill(words.units.minute, { n: minutes });
  const hours = Math.round(minutes / 60);
  if (hours < 36) return fill(words.units.hour, { n: hours });
  return fill(words.units.day, { n: Math.round(hours / 24) });
}

export const clock = (ms) => {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};
