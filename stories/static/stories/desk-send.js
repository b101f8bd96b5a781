// Sends what happens on the open page of a report, and has the words for whoever was signed out,
// there and on the list. Somebody who signed in again in another tab goes
// on here: the new session's token is fetched and put into every form of the page.

const page = document.querySelector("[data-desk-report]");
const WITHIN_MS = 15000;
const FORM_TOKENS = "[name=csrfmiddlewaretoken]";
const isJson = (response) => response.headers.get("Content-Type")?.startsWith("application/json");

// Nobody, or somebody else, is signed in by now.
export class SignedOut extends Error {}

export const canSend = () => Boolean(document.querySelector(FORM_TOKENS));

const send = (url, values, options) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  body.set("csrfmiddlewaretoken", document.querySelector(FORM_TOKENS).value);
  return fetch(url, { method: "POST", body, ...options });
};

// The part of this page that is about the report, as the server shows it now to the same person.
// Asked for at its own address: this page may be the answer to a step, which nobody can ask for.
export const pageNow = async () => {
  const response = await fetch(page.dataset.pageUrl, {
    cache: "no-store",
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  if (response.redirected) throw new SignedOut();
  if (!response.ok) throw new Error(response.status);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const same = fresh.querySelector("[data-desk-report]");
  if (same?.dataset.user !== page.dataset.user) throw new SignedOut();
  return same;
};

const renewToken = async () => {
  const fresh = await pageNow();
  const token = fresh.ownerDocument.querySelector(FORM_TOKENS).value;
  for (const field of document.querySelectorAll(FORM_TOKENS)) field.value = token;
};

// The server's answer, good or bad. Throws SignedOut, or Error when none of ours came.
export const post = async (url, values) => {
  const attempt = () => send(url, values, { signal: AbortSignal.timeout(WITHIN_MS) });
  let response = await attempt();
  if (response.status === 403 && !isJson(response)) {
    await renewToken();
    response = await attempt();
  }
  if (response.redirected) throw new SignedOut();
  if (!isJson(response)) throw new Error(response.status);
  return response;
};

// While the page goes away: nobody waits for an answer.
export const postLast = (url, values) => {
  send(url, values, { keepalive: true }).catch(() => {});
};

// What says in ``lost`` that nothing is heard ("lost", in the words of ``text``), or that one is
// signed out ("out"), and goes when it is over (""): said once, not at every look that fails.
export const troubleIn = (lost, text) => {
  let trouble = "";
  return (what) => {
    if (what === trouble) return;
    trouble = what;
    lost.hidden = !what;
    if (what === "out") lost.replaceChildren(signedOutWords());
    else lost.textContent = what ? text : "";
  };
};

// "You are no longer signed in", with a way back that leaves this page as it is.
export const signedOutWords = () =>
  document.querySelector("[data-desk-signed-out]").content.cloneNode(true);
