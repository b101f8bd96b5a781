// Sound, recorded in the app. What was said is on the phone every few seconds: a call, an empty
// battery or a closed tab loses the last ones only.
import * as store from "./store.js";

const SLICE_MS = 3_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export const canRecord = () =>
  Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);

/**
 * Begin; {id, stop, ended}. `ended` resolves with {isFull} once nobody listens any more and what was
 * said is written: after `stop`, which may be called again, or because the phone is full or the
 * microphone was taken away. Rejects when it may not listen.
 */
export async function record(reportId) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
  const id = `${reportId}/${crypto.randomUUID()}`;
  const type = recorder.mimeType.split(";")[0];
  let number = 0;
  let isFull = false;
  let written = Promise.resolve();
  const stop = () => recorder.state !== "inactive" && recorder.stop();
  const add = async (data) => {
    if (isFull) return; // behind a gap nothing can be heard
    try {
      await store.addPart(id, number++, new Blob([data], { type }));
    } catch {
      isFull = true;
      stop();
    }
  };
  recorder.ondataavailable = ({ data }) => {
    if (data.size) written = written.then(() => add(data));
  };
  const ended = new Promise((resolve) => {
    recorder.onstop = resolve;
  }).then(async () => {
    for (const track of stream.getTracks()) track.stop();
    await written;
    return { isFull };
  });
  navigator.locks.request(id, () => ended); // other tabs leave it alone while it runs
  recorder.start(SLICE_MS);
  return { id, stop, ended };
}

/** Recordings of `reportId` that nobody makes any more, and `own`, which just ended: [{id, blob}]. */
export async function cutOff(reportId, own) {
  const running = new Set((await navigator.locks.query()).held.map(({ name }) => name));
  const ids = (await store.recordings()).filter(
    (id) => id.startsWith(`${reportId}/`) && (id === own || !running.has(id)),
  );
  return Promise.all(ids.map(async (id) => ({ id, blob: await whole(id) })));
}

/** What was said, up to the first piece that the phone does not give back: behind a gap nothing can
 * be heard. (Read one by one: see `askFirst` in tus.js.) */
async function whole(id) {
  const parts = await store.partsOf(id);
  const read = [];
  try {
    for (const part of parts) read.push(await part.arrayBuffer());
  } catch {
    // the gap
  }
  return new Blob(read, { type: parts[0].type });
}
