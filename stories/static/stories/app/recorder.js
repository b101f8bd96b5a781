// Sound, recorded in the app. What was said is on the phone every few seconds: a call, an empty
// battery or a closed tab loses the last ones only.
import * as store from "./store.js";

const SLICE_MS = 3_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export const canRecord = () =>
  Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);

/** Begin; {id, stop}: `stop` resolves with the whole recording. Rejects when it may not listen. */
export async function record(reportId) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
  const id = `${reportId}/${crypto.randomUUID()}`;
  const type = recorder.mimeType.split(";")[0];
  let number = 0;
  let written = Promise.resolve();
  recorder.ondataavailable = (event) => {
    if (!event.data.size) return;
    const mine = number++;
    written = written.then(() => store.addPart(id, mine, new Blob([event.data], { type })));
  };
  recorder.start(SLICE_MS);
  const stop = async () => {
    await new Promise((resolve) => {
      recorder.onstop = resolve;
      recorder.stop();
    });
    for (const track of stream.getTracks()) track.stop();
    await written;
    return whole(id);
  };
  return { id, stop };
}

/** The recording `id` as far as it was written, or null. */
export async function whole(id) {
  const parts = await store.partsOf(id);
  return parts.length ? new Blob(parts, { type: parts[0].type }) : null;
}

/** Recordings of `reportId` that were cut off: [{id, blob}]. */
export async function cutOff(reportId) {
  const ids = (await store.recordings()).filter((id) => id.startsWith(`${reportId}/`));
  return Promise.all(ids.map(async (id) => ({ id, blob: await whole(id) })));
}
