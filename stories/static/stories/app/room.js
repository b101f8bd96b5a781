// How much the phone can keep. Asked before something is recorded, never found out after.
const SPARE_BYTES = 60 * 1024 * 1024;
const LOOKS = 5;

/**
 * Bytes that may still be kept, counted up to `most`; Infinity where the browser says nothing.
 *
 * What a browser reports is no measure: Chrome, since 138, adds up to 10 GiB to what is used,
 * whatever the disk has (so that no site sees a private window). So room is taken and let go of
 * again, which writes nothing: https://chromestatus.com/feature/4977371751645184
 */
export async function roomLeft(most) {
  const said = await navigator.storage?.estimate?.();
  const reported = said?.quota ? said.quota - said.usage - SPARE_BYTES : Infinity;
  const asked = Math.max(0, Math.min(reported, most));
  if (!canTake()) return reported === Infinity ? Infinity : asked;
  if (asked === 0 || (await takes(asked + SPARE_BYTES))) return asked;
  let [fits, fails] = [0, asked + SPARE_BYTES];
  for (let look = 0; look < LOOKS; look += 1) {
    const middle = Math.round((fits + fails) / 2);
    if (await takes(middle)) fits = middle;
    else fails = middle;
  }
  return Math.max(0, fits - SPARE_BYTES);
}

const canTake = () =>
  Boolean(navigator.storage?.getDirectory) && "createWritable" in (globalThis.FileSystemFileHandle?.prototype ?? {});

/** Whether a file of so many bytes would be let grow. */
async function takes(bytes) {
  let file;
  try {
    const folder = await navigator.storage.getDirectory();
    file = await (await folder.getFileHandle("room", { create: true })).createWritable();
    await file.truncate(bytes);
    return true;
  } catch (error) {
    return error.name !== "QuotaExceededError"; // nothing was learned: what is reported stands
  } finally {
    await file?.abort().catch(() => {});
  }
}

/** Ask the browser not to clear what is kept; true when it agreed. */
export async function keepForGood() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
