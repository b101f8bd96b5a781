// Photos are made small on the phone: a 12-megapixel picture of 5 MB becomes about 400 kB, enough
// for a page, and everything that a camera writes into a file stays behind.
export const SIDE_MAX = 1920;
export const BYTES_WANTED = 400_000;
const QUALITIES = [0.82, 0.72, 0.62, 0.5];
const SIDE_SMALLER = 1440; // for the rare picture that is all leaves and gravel
const THUMB_SIDE = 160;

/**
 * {blob, thumb}: `blob` a JPEG of at most 1,920 px, or null when it need not or cannot be made
 * smaller (an HEIC that this browser does not read goes as it is; the server reads it). `thumb`
 * is a small picture as a data: address, or "".
 */
export async function shrink(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return { blob: null, thumb: "" };
  }
  try {
    const thumb = await thumbOf(bitmap);
    const longest = Math.max(bitmap.width, bitmap.height);
    // A small one is drawn anew too: then what the camera wrote into it is gone.
    let blob = await encode(drawn(bitmap, Math.min(longest, SIDE_MAX)), QUALITIES);
    if (blob?.size > BYTES_WANTED) {
      blob = await encode(drawn(bitmap, Math.min(longest, SIDE_SMALLER)), QUALITIES.slice(1));
    }
    return { blob, thumb };
  } finally {
    bitmap.close();
  }
}

function drawn(bitmap, side) {
  const scale = side / Math.max(bitmap.width, bitmap.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#fff"; // under what is see-through
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const blobOf = (canvas, quality) =>
  new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

async function encode(canvas, qualities) {
  let blob = null;
  for (const quality of qualities) {
    blob = await blobOf(canvas, quality);
    if (blob === null || blob.size <= BYTES_WANTED) break;
  }
  return blob;
}

async function thumbOf(bitmap) {
  const blob = await blobOf(drawn(bitmap, THUMB_SIDE), 0.6);
  return blob ? addressOf(blob) : "";
}

function addressOf(blob) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => resolve("");
    reader.readAsDataURL(blob);
  });
}
