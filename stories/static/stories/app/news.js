// What became of the reports: asked of the server, kept for when there is no signal, and counted
// on the app's icon when something changed that the officer has not looked at.
import { keepKnown } from "./account.js";
import * as store from "./store.js";

const LISTED = 30;
export const OFFICERS_TURN = ["returned", "draft"];

/** Whether all of the report is known as it stands: the list tells of changes, and knows less. */
export const isWhole = (row) => Boolean(row) && row.whole === row.changed_at;

/** Ask for the newest reports, and for all of those that the officer will write on where there may
 * be no signal; a Map of them by id. Older ones are forgotten. Problem when nobody answers. */
export async function refresh(server, owner) {
  const known = await store.knownOf(owner);
  const before = new Map(known.map((row) => [row.id, row]));
  const rows = new Map();
  const ask = async (narrowed) => {
    const { document } = await server.api("GET", `reports/?limit=${LISTED}${narrowed}`);
    for (const row of document.reports) rows.set(row.id, row);
    return document.next;
  };
  if (await ask("")) for (const state of OFFICERS_TURN) await ask(`&state=${state}`);
  await store.forgetKnown(known.filter(({ id }) => !rows.has(id)));
  await keepKnown(
    owner,
    [...rows.values()].map((row) => {
      // What is met for the first time is no news.
      return before.get(row.id)?.seenState ? row : { ...row, seenState: row.state };
    }),
  );
  await badge(owner);
  for (const { id, state } of rows.values()) {
    if (OFFICERS_TURN.includes(state) && !isWhole(await store.known(owner, id))) {
      await fetchOne(server, owner, id);
    }
  }
  return rows;
}

/** The whole of one report, kept. */
export async function fetchOne(server, owner, id) {
  const { document } = await server.api("GET", `reports/${id}/`);
  await keepKnown(owner, [{ ...document, whole: document.changed_at }]);
  return document;
}

/** What may be chosen in a form, kept per officer. */
export async function fetchChoices(server, owner) {
  const { document } = await server.api("GET", "reports/choices/");
  await store.setMeta(`choices:${owner}`, document);
  return document;
}

export const isNews = (row) => row.seenState !== undefined && row.seenState !== row.state;

export async function markSeen(owner, id) {
  const row = await store.known(owner, id);
  if (!row || row.seenState === row.state) return;
  await keepKnown(owner, [{ id, seenState: row.state }]);
  await badge(owner);
}

async function badge(owner) {
  if (!navigator.setAppBadge) return;
  const news = (await store.knownOf(owner)).filter(isNews).length;
  await (news ? navigator.setAppBadge(news) : navigator.clearAppBadge()).catch(() => {});
}
