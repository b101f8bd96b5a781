// Everything that an officer made and the server has not confirmed, in IndexedDB. Nothing is sent
// before it is written here, and nothing is removed before the server's receipt.
//
// reports: {id, owner, status, …words…}      files: {id, report, owner, kind, …how far…}
// blobs: the bytes of a file, apart from it: a note of progress must not copy a film
// parts: pieces of a recording that is under way      known: what the server last said of reports
// meta: who is here (see `account.js`), the server's clock, settings
const NAME = "sambang-lapor";
const VERSION = 1;
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const base = request.result;
      base.createObjectStore("meta");
      base.createObjectStore("blobs");
      base.createObjectStore("parts");
      base.createObjectStore("reports", { keyPath: "id" }).createIndex("owner", "owner");
      const files = base.createObjectStore("files", { keyPath: "id" });
      files.createIndex("owner", "owner");
      files.createIndex("report", "report");
      base.createObjectStore("known", { keyPath: ["owner", "id"] }).createIndex("owner", "owner");
    };
    request.onsuccess = () => {
      // Another tab has a newer app: let go, so that it can change the shape.
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => {
      opened = null;
      reject(request.error);
    };
  });
  return opened;
}

/** Whether the app was ever here. */
export const isThere = async () =>
  !indexedDB.databases || (await indexedDB.databases()).some(({ name }) => name === NAME);

export const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Do `deed` with the named stores; resolves with its value once everything is on the disk. */
export async function transact(names, mode, deed) {
  const base = await open();
  const transaction = base.transaction(names, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  done.catch(() => {}); // whoever waits for the deed hears of it first
  let value;
  try {
    value = await deed(...names.map((name) => transaction.objectStore(name)));
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // over already
    }
    throw error;
  }
  await done;
  return value;
}

const read = (name, deed) => transact([name], "readonly", (store) => result(deed(store)));
const write = (name, deed) => transact([name], "readwrite", (store) => result(deed(store)));

export const meta = (key) => read("meta", (store) => store.get(key));
export const setMeta = (key, value) => write("meta", (store) => store.put(value, key));

export const report = (id) => read("reports", (store) => store.get(id));
export const reportsOf = (owner) => read("reports", (store) => store.index("owner").getAll(owner));
export const putReport = (value) => write("reports", (store) => store.put(value));
export const filesOf = async (id) =>
  (await read("files", (store) => store.index("report").getAll(id))).sort(byPosition);
/** The ids of the reports of `owner` with photos that are as they were chosen. */
export const withChosen = async (owner) => {
  const files = await read("files", (store) => store.index("owner").getAll(owner));
  return new Set(files.filter(({ status }) => status === "chosen").map(({ report }) => report));
};
/** The files of all these reports. */
export const filesOfAll = (reports) =>
  Promise.all(reports.map(({ id }) => filesOf(id))).then((found) => found.flat());
export const file = (id) => read("files", (store) => store.get(id));
export const blob = (id) => read("blobs", (store) => store.get(id));

const byPosition = (one, other) => one.position - other.position;

/** Change one row by `change`, which may be called again; undefined when there is none. */
function changeIn(name, id, change) {
  return transact([name], "readwrite", async (store) => {
    const row = await result(store.get(id));
    if (row === undefined) return undefined;
    const changed = { ...row, ...change(row) };
    await result(store.put(changed));
    return changed;
  });
}
export const changeReport = (id, change) => changeIn("reports", id, change);
export const changeFile = (id, change) => changeIn("files", id, change);

/** A file and its bytes, both or neither; the pieces of `recording`, which it is made of, go. */
export const addFile = (row, bytes, recording) =>
  transact(["files", "blobs", "parts"], "readwrite", async (files, blobs, parts) => {
    await result(blobs.put(bytes, row.id));
    await result(files.put(row));
    if (recording) await result(parts.delete(piecesOf(recording)));
  });

/** Instead of what was chosen as the file `id`, `bytes`, or what is there when that is null, with
 * `change` of its row; undefined when the officer threw it away meanwhile. */
export const settleFile = (id, bytes, change) =>
  transact(["files", "blobs"], "readwrite", async (files, blobs) => {
    const row = await result(files.get(id));
    if (row?.status !== "chosen") return undefined;
    if (bytes) await result(blobs.put(bytes, id));
    const settled = { ...row, ...change };
    await result(files.put(settled));
    return settled;
  });

export const removeFile = (id) =>
  transact(["files", "blobs"], "readwrite", async (files, blobs) => {
    await result(files.delete(id));
    await result(blobs.delete(id));
  });

/** The server has it: its bytes make room. */
export const freeBytes = (id) => write("blobs", (store) => store.delete(id));

export const removeReport = (id) =>
  transact(["reports", "files", "blobs", "parts"], "readwrite", async (reports, files, blobs, parts) => {
    for (const key of await result(files.index("report").getAllKeys(id))) {
      await result(files.delete(key));
      await result(blobs.delete(key));
    }
    // Recordings are named after their report: "<id>/<another id>".
    await result(parts.delete(IDBKeyRange.bound([`${id}/`], [`${id}0`])));
    await result(reports.delete(id));
  });

/** Remove those of `reports` that were sent whole: one with a file that was refused stays. */
export async function removeSent(reports) {
  for (const { id, status } of reports) {
    const isWhole = (await filesOf(id)).every((file) => file.status === "received");
    if (status === "sent" && isWhole) await removeReport(id);
  }
}

/** How many reports of others wait on this phone. */
export const othersWaiting = async (owner) => {
  const all = await read("reports", (store) => store.getAll());
  return all.filter((one) => one.owner !== owner && one.status === "queued").length;
};

export const knownOf = (owner) => read("known", (store) => store.index("owner").getAll(owner));
export const known = (owner, id) => read("known", (store) => store.get([owner, id]));

export const forgetKnown = (rows) =>
  transact(["known"], "readwrite", async (store) => {
    for (const { owner, id } of rows) await result(store.delete([owner, id]));
  });

/** A piece of the recording `id`: what was said is safe while it is being said. */
export const addPart = (id, number, bytes) =>
  write("parts", (store) => store.put(bytes, [id, number]));
const piecesOf = (id) => IDBKeyRange.bound([id, 0], [id, Infinity]);
export const partsOf = (id) => read("parts", (store) => store.getAll(piecesOf(id)));
export const removeParts = (id) => write("parts", (store) => store.delete(piecesOf(id)));
/** The ids of recordings that have pieces. */
export const recordings = async () =>
  [...new Set((await read("parts", (store) => store.getAllKeys())).map(([id]) => id))];
