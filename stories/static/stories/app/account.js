// Whose phone it is now, for all tabs, the worker and the pages outside the app alike. It stands in
// the store, and every step is one transaction: no two tabs see one half done, or undo each other's.
//
//   state             current  leaving   next
//   nobody            -        -         settle: here
//   here              X        -         leave: left, heard; settle: here (X, also signed out; Y)
//   left              -        X         heard: nobody (the server ended X's session, or had none)
//
// `departures` counts: what was asked of the server before somebody left says nothing of who is
// here now. `entering` says that somebody went to sign in: who, only the server knows.
//
// What the server told of reports is kept for whoever is here, and goes when they go; what an
// officer made stays, hidden until the same one signs in again.
import { meta, result, transact } from "./store.js";

const notices = (owner) => `notices:${owner}`;
const departuresIn = async (base) => (await result(base.get("departures"))) ?? 0;

/** {key, name, …} of who is here; undefined when nobody is. */
export const whoIsHere = () => meta("current");

/** What a question to the server has to know: {departures, leaving}, as of now. */
export const asOfNow = () =>
  transact(["meta"], "readonly", async (base) => ({
    departures: await departuresIn(base),
    leaving: await result(base.get("leaving")),
  }));

/** Who is here after the server's answer `user` (null: nobody is signed in) to a question of
 * `departures`; undefined when somebody left since. A session that ended sends nobody away. */
export const settle = (user, departures) =>
  transact(["meta"], "readwrite", async (base) => {
    if ((await departuresIn(base)) !== departures) return undefined;
    const before = (await result(base.get("current"))) ?? null;
    // Written only when it is another: a phone without room can still be started.
    if (!user || JSON.stringify(user) === JSON.stringify(before)) return before;
    await result(base.put(user, "current"));
    return user;
  });

/** Nobody is here any more, and the server is to hear of it before it is asked anything else. */
export const leave = () =>
  transact(["meta", "known"], "readwrite", async (base, known) => {
    await result(base.put((await departuresIn(base)) + 1, "departures"));
    const was = await result(base.get("current"));
    if (!was) return;
    await result(base.put(was.key, "leaving"));
    await result(base.delete("current"));
    await result(base.delete(notices(was.key)));
    for (const key of await result(known.index("owner").getAllKeys(was.key))) {
      await result(known.delete(key));
    }
  });

/** The server knows that `who` left. */
export const heard = (who) =>
  transact(["meta"], "readwrite", async (base) => {
    if ((await result(base.get("leaving"))) === who) await result(base.delete("leaving"));
  });

/** Somebody is about to sign in: nobody is signed in, as the server says. */
export const enter = () =>
  transact(["meta"], "readwrite", async (base) => {
    await result(base.delete("leaving"));
    await result(base.put(true, "entering"));
  });

/** Whether somebody went to sign in since this was asked last. */
export const hasEntered = () =>
  transact(["meta"], "readwrite", async (base) => {
    const is = Boolean(await result(base.get("entering")));
    if (is) await result(base.delete("entering"));
    return is;
  });

/** Do `deed` with the named stores when `owner` is the one who is here. */
const whileHere = (owner, names, deed) =>
  transact(["meta", ...names], "readwrite", async (base, ...stores) => {
    const is = (await result(base.get("current")))?.key === owner;
    return is ? deed(base, ...stores) : undefined;
  });

/** Keep what the server said of these reports, beside what was known; not an answer that was overtaken. */
export const keepKnown = (owner, documents) =>
  whileHere(owner, ["known"], async (_, known) => {
    for (const document of documents) {
      const before = await result(known.get([owner, document.id]));
      const isOld = Date.parse(document.changed_at) < Date.parse(before?.changed_at);
      if (!isOld) await result(known.put({ ...before, ...document, owner }));
    }
  });

export const noticesOf = (owner) => meta(notices(owner));
export const keepNotices = (owner, rows) =>
  whileHere(owner, [], (base) => result(base.put(rows, notices(owner))));
