// How much the phone can keep. Asked before something is recorded, never found out after.
const SPARE_BYTES = 60 * 1024 * 1024;

/** Bytes that may still be kept; Infinity where the browser does not say. */
export async function roomLeft() {
  const said = await navigator.storage?.estimate?.();
  if (!said?.quota) return Infinity;
  return Math.max(0, said.quota - said.usage - SPARE_BYTES);
}

/** Ask the browser not to clear what is kept; true when it agreed. */
export async function keepForGood() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
