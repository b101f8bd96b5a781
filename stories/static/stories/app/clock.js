// What time it was when the phone's clock said so. The clock of a phone may be wrong, and may be moved
// between the writing and the sending. No store in here: what is known is handed in.
export const CLOCK_OFF_MS = 2 * 60_000; // less is nobody's business

/** A measurement, to be kept: the server's clock is `offset` before the phone's, which said `at`. */
export const measured = (offset, at) => ({
  offset,
  at,
  origin: performance.timeOrigin,
  tick: performance.now(),
});

/** What the last measurement tells now, to be kept with what is written: {offset, at, isSure}. Sure
 * when it was made by this very page and the clock went on since as time did. */
export function sinceThen(clock) {
  if (!clock) return null;
  const moved = Date.now() - clock.at - (performance.now() - clock.tick);
  const isSure = clock.origin === performance.timeOrigin && Math.abs(moved) <= CLOCK_OFF_MS;
  return { offset: clock.offset, at: clock.at, isSure };
}

/**
 * {at, isSure}: the server's time when the phone's clock said `said`.
 *
 * `then` is what was known at the writing (as of `sinceThen`, or nothing), `now` what is known at
 * sending: {offset, at}. Where the clock was moved in between, the time is the one that lies after
 * the measurement before the writing and not after now; where that decides nothing it is not sure.
 */
export function putRight(said, then, now) {
  const later = said + now.offset;
  const present = now.at + now.offset;
  if (!then || Math.abs(then.offset - now.offset) <= CLOCK_OFF_MS) {
    return { at: Math.min(later, present), isSure: later <= present + CLOCK_OFF_MS };
  }
  const earlier = said + then.offset;
  if (then.isSure) return { at: earlier, isSure: true };
  const past = then.at + then.offset;
  const fits = (at) => at >= past - CLOCK_OFF_MS && at <= present + CLOCK_OFF_MS;
  if (fits(earlier) !== fits(later)) return { at: fits(earlier) ? earlier : later, isSure: true };
  return { at: Math.max(past, Math.min(earlier, present)), isSure: false };
}
