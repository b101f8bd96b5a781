// A small client of tus 1.0.0 (https://tus.io/protocols/resumable-upload) over fetch, for pages
// and workers: pieces with a checksum each, resumed where the server says, and a receipt over the
// whole file. What the server adds to the protocol is in docs/features/uploads.md.
import { Problem } from "./server.js";
import { base64Of, hexOf } from "./sha256.js";

const UPLOADS = "/api/v1/uploads/";
const VERSION = { "Tus-Resumable": "1.0.0" };
export const PIECE_FIRST = 256 * 1024;
export const PIECE_MAX = 4 * 1024 * 1024;
export const PIECE_MIN = 32 * 1024;
const QUICK_MS = 10_000; // a larger piece is tried only after one that took less
const ASK_FROM_BYTES = 64 * 1024; // below, asking costs more than sending
const TIMEOUT_MIN_MS = 60_000;
const TIMEOUT_MAX_MS = 300_000;
const RECEIPT_WAITS = 30;
const TROUBLES_MAX = 8; // pieces in a row that did not count, though somebody answered

const encoder = new TextEncoder();

function metadataOf(file) {
  const values = {
    id: file.id,
    report: file.report,
    slot: String(file.position),
    kind: file.kind,
    filename: file.name,
    filetype: file.type,
    sha256: file.sha256,
    caption: file.caption,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

function headerOf(values) {
  const pairs = Object.entries(values).map(
    ([key, value]) => `${key} ${base64Of(encoder.encode(value))}`,
  );
  return pairs.join(",");
}

/** The next piece's size after one of `size` that took `tookMs`. */
export const grown = (size, tookMs) =>
  tookMs < QUICK_MS ? Math.min(size * 2, PIECE_MAX) : size;
/** The size to go on with after a piece of `size` failed. */
export const halved = (size) => Math.max(Math.floor(size / 2), PIECE_MIN);

const locationOf = (file) => UPLOADS + file.id;

async function refusal(answer) {
  const document = await answer.json().catch(() => ({}));
  const code = (document.type ?? "").split(":").at(-1);
  return new Problem("refused", { detail: document.detail ?? "", status: answer.status, code });
}

/** For `catch`: bytes that the phone cannot read are gone. */
export function unreadable(error) {
  if (!(error instanceof DOMException)) throw error;
  throw new Problem("refused", { code: "bytes-gone" });
}

/** Raise unless our server answered: a Wi-Fi's own page says "OK" to everything. */
function ours(answer) {
  if (!answer.headers.has("Tus-Resumable")) throw new Problem("offline");
  return answer;
}

/** The receipt when the server has these bytes already, else null. */
async function askFirst(server, file, blob) {
  if (file.size < ASK_FROM_BYTES) return null;
  try {
    const question = { sha256: file.sha256, length: file.size };
    const asked = (await server.api("POST", "uploads/question", question)).document;
    const parts = [Uint8Array.from(asked.nonce.match(/../g), (pair) => parseInt(pair, 16))];
    // Each read by itself: of a blob put together from bytes that the disk lost, Chromium 156 reads
    // for ever, and stands still with all its pages.
    for (const [first, length] of asked.ranges) {
      parts.push(await blob.slice(first, first + length).arrayBuffer().catch(unreadable));
    }
    const proof = await new Blob(parts).arrayBuffer();
    const answered = await server.api("POST", "uploads/proof", {
      question: asked.question,
      proof: hexOf(await crypto.subtle.digest("SHA-256", proof)),
      metadata: metadataOf(file),
    });
    return answered.status === 201 ? answered.document : null;
  } catch (problem) {
    // Asking only saves bytes: whatever is wrong with the file, sending it will tell.
    const isFinal = problem.code === "bytes-gone" || ["offline", "signed-out"].includes(problem.kind);
    if (isFinal) throw problem;
    return null;
  }
}

/** Announce `file`; how many of its bytes the server has. Announced again it is the same file. */
export async function announce(server, file) {
  const answer = ours(
    await server.request("POST", UPLOADS, {
      headers: {
        ...VERSION,
        "Upload-Length": String(file.size),
        "Upload-Metadata": headerOf(metadataOf(file)),
      },
    }),
  );
  if (answer.status !== 201) throw await refusal(answer);
  return Number(answer.headers.get("Upload-Offset") ?? 0);
}

async function offsetOf(server, file) {
  const answer = ours(await server.request("HEAD", locationOf(file), { headers: VERSION }));
  if (answer.status === 404 || answer.status === 410) return announce(server, file);
  if (!answer.ok) throw new Problem("busy", { status: answer.status });
  return Number(answer.headers.get("Upload-Offset"));
}

/**
 * Send what is missing of `blob` and wait for the receipt, which is returned.
 *
 * `note({offset, piece, announced})` is awaited after each step: whatever dies, the next try goes
 * on from there; `note({}, true)` when there is only to wait. What `note` throws ends it.
 * Raises Problem; "refused" is final for this file.
 */
export async function sendFile(server, file, blob, note) {
  if (!file.announced) {
    const known = await askFirst(server, file, blob);
    if (known) return checked(known, file);
  }
  let offset = file.announced ? await offsetOf(server, file) : await announce(server, file);
  let piece = file.piece || PIECE_FIRST;
  let rate = 0; // bytes a millisecond
  let troubles = 0;
  await note({ offset, announced: true });
  while (offset < file.size) {
    const bytes = await blob.slice(offset, offset + piece).arrayBuffer().catch(unreadable);
    const startedAt = performance.now();
    const sent = await sendPiece(server, file, offset, bytes, timeoutOf(bytes.byteLength, rate));
    if (sent.failure) {
      piece = halved(piece);
      await note({ piece });
      throw sent.failure;
    }
    const tookMs = performance.now() - startedAt;
    if (sent.again) {
      piece = halved(piece);
      troubles += 1;
      if (troubles > TROUBLES_MAX) throw new Problem("busy");
    } else {
      rate = bytes.byteLength / Math.max(tookMs, 1);
      piece = grown(piece, tookMs);
      troubles = 0;
    }
    offset = sent.offset;
    await note({ offset, piece });
  }
  return receipt(server, file, note);
}

const timeoutOf = (size, rate) =>
  rate ? Math.min(Math.max((4 * size) / rate, TIMEOUT_MIN_MS), TIMEOUT_MAX_MS) : TIMEOUT_MAX_MS;

/** {offset} after the piece; `again` when it did not count; `failure` when nobody answered. */
async function sendPiece(server, file, offset, bytes, timeoutMs) {
  let answer;
  try {
    const digest = base64Of(await crypto.subtle.digest("SHA-256", bytes));
    answer = ours(
      await server.request("PATCH", locationOf(file), {
        headers: {
          ...VERSION,
          "Content-Type": "application/offset+octet-stream",
          "Upload-Offset": String(offset),
          "Upload-Checksum": `sha256 ${digest}`,
        },
        body: bytes,
        timeoutMs,
      }),
    );
  } catch (failure) {
    return { offset, failure };
  }
  switch (answer.status) {
    case 204:
      return { offset: Number(answer.headers.get("Upload-Offset")) };
    case 404: // too long silent, or another phone's number: from the beginning
    case 410:
    case 408:
    case 409:
    case 423:
    case 460:
      return { offset: await afterTrouble(server, file, answer), again: true };
    default:
      throw await refusal(answer);
  }
}

async function afterTrouble(server, file, answer) {
  if (answer.status === 410 || answer.status === 404) {
    // A file that was refused is gone too, and says why: announcing it again would be in vain.
    const said = await ask(server, file);
    if (said.state === "refused") throw new Problem("refused", { detail: said.reason ?? "" });
  }
  return offsetOf(server, file);
}

async function ask(server, file) {
  const answer = await server.request("GET", locationOf(file), { headers: VERSION });
  if (answer.status === 404 || answer.status === 410) return { state: "gone" };
  if (!answer.ok) throw new Problem("busy", { status: answer.status });
  return answer.json().catch(() => {
    throw new Problem("offline");
  });
}

/** The server's word for the whole file. Raises Problem while there is none. */
async function receipt(server, file, note) {
  for (let waited = 0; waited < RECEIPT_WAITS; waited++) {
    const said = await ask(server, file);
    if (said.sha256 || said.state === "refused") return checked(said, file);
    if (said.state !== "checking") break;
    await note({}, true);
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000 * (waited + 1), 10_000)));
  }
  throw new Problem("busy", { waitMs: 10_000 });
}

function checked(said, file) {
  if (said.state === "refused") throw new Problem("refused", { detail: said.reason ?? "" });
  const same = said.sha256 === file.sha256 && said.length === file.size && said.is_kept !== false;
  if (!same) throw new Problem("refused", { code: "other-bytes" });
  return said;
}
