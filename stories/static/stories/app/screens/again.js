// What an officer may do about a file that the server refused: send it again, or throw it away; and
// take another one where its bytes are gone.
import { part, write } from "../dom.js";
import { reopen } from "../draft.js";
import * as store from "../store.js";
import { take } from "../taking.js";
import { fill, words } from "../words.js";

/** Offer it in the `row` of `file`; `done()` is called after something was done. */
export function offerAgain(row, file, done) {
  if (file.status !== "refused") return;
  const isGone = file.reason?.code === "bytes-gone";
  part(row, "again-box").hidden = false;
  part(row, "again").hidden = isGone;
  part(row, "pick-label").hidden = !isGone;
  part(row, "again").addEventListener("click", async () => {
    const fresh = { sentAs: crypto.randomUUID(), sha256: null, offset: 0, announced: false, piece: 0 };
    await store.changeFile(file.id, () => ({ ...fresh, status: "waiting", reason: null }));
    await reopen(file.report);
    done();
  });
  part(row, "pick").addEventListener("change", async ({ target }) => {
    const report = await store.report(file.report);
    const taken = await take(report, target.files[0], { original: file.wifiOnly, most: Infinity, meant: file.kind });
    if (taken.problem) {
      write(row, { note: fill(words.take[taken.problem], { name: taken.name }) });
      return;
    }
    const { position, caption } = file;
    await store.changeFile(taken.id, () => ({ position, caption }));
    await store.removeFile(file.id);
    await reopen(file.report);
    done();
  });
  part(row, "drop").addEventListener("click", async () => {
    if (!confirm(words.say.dropFile)) return;
    await store.removeFile(file.id);
    done();
  });
}
