// Talking to the server with the session of whoever is signed in. Every failure is a `Problem` of
// one of five kinds, so that the outbox knows what to do without reading words.
import { asOfNow, heard } from "./account.js";
import { measured } from "./clock.js";
import { setMeta } from "./store.js";

const API = "/api/v1/";
const SESSION_KEPT_MS = 20 * 60_000;
const TIMEOUT_MS = 60_000;
const SESSION_MS = 20_000; // it comes first: a connection that died unheard is found here
const RETRY_MS = 5_000;
const WAIT_MAX_MS = 6 * 3600_000;

/**
 * kind: "offline" (nothing was answered), "signed-out" (also when somebody else is signed in),
 * "busy" (later, see `waitMs` and `detail`), "refused" (never like this: `detail` says why), "answered" (what
 * it means depends on what was asked).
 */
export class Problem extends Error {
  constructor(kind, { detail = "", code = "", status = 0, waitMs = 0, fields = null } = {}) {
    super(`${kind} ${status} ${detail}`);
    Object.assign(this, { kind, detail, code, status, waitMs, fields });
  }
}

export class Server {
  #session = null;
  #askedAt = -Infinity;

  /** `scope` is where the app lives ("/lapor/", "/en/lapor/"); `owner` is for whom it may act. */
  constructor({ scope, owner = null }) {
    this.scope = scope;
    this.language = scope.startsWith("/en/") ? "en" : "id";
    this.owner = owner;
  }

  /** {user, reason, csrf, offset, departures}: who is signed in, asked when so many had left; side
   * effect: the clock's offset is kept. */
  async session({ fresh = false } = {}) {
    if (!fresh && this.#session && performance.now() - this.#askedAt < SESSION_KEPT_MS) {
      return this.#session;
    }
    const { departures, leaving } = await asOfNow();
    const sentAt = Date.now();
    const answer = await this.#fetch(`${this.scope}sesi/`, { timeoutMs: SESSION_MS });
    if (answer.type === "opaqueredirect") throw new Problem("signed-out", { code: "password" });
    if (answer.status !== 200) throw await this.#later(answer);
    const session = await this.#json(answer);
    const received = Date.now();
    if (leaving) await this.#leave(session, leaving);
    session.departures = departures;
    session.offset = Math.round(session.now + (received - sentAt) / 2 - received);
    await setMeta("clock", measured(session.offset, received));
    this.#session = session;
    this.#askedAt = performance.now();
    return session;
  }

  /** Whoever left this phone without a signal is signed out before anything else is asked. */
  async #leave(session, leaving) {
    if (session.user?.key === leaving) {
      const headers = { "X-CSRFToken": session.csrf };
      const answer = await this.#fetch(this.scope.replace("lapor", "keluar"), { method: "POST", headers });
      if (answer.type !== "opaqueredirect") throw await this.#later(answer);
      session.user = null;
    }
    await heard(leaving);
  }

  /** Ask the API; the answer's JSON. Raises Problem. */
  async api(method, path, body = undefined) {
    const headers = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const answer = await this.request(method, API + path, {
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const document = await this.#json(answer);
    if (answer.ok) return { document, status: answer.status };
    throw new Problem(answer.status === 409 ? "answered" : "refused", {
      detail: document.detail ?? "",
      code: (document.type ?? "").split(":").at(-1),
      status: answer.status,
      fields: document.errors ?? null,
    });
  }

  /** Any answer below 500 that is not about who asks or about waiting. Raises Problem. */
  async request(method, path, { headers = {}, body, timeoutMs } = {}) {
    for (const fresh of [false, true]) {
      const session = await this.session({ fresh });
      if (session.user === null) throw new Problem("signed-out");
      if (this.owner !== null && session.user.key !== this.owner) {
        throw new Problem("signed-out", { code: "other" });
      }
      const answer = await this.#fetch(path, {
        method,
        body,
        timeoutMs,
        headers: { ...headers, "X-CSRFToken": session.csrf },
      });
      if (answer.type === "opaqueredirect") throw new Problem("busy", { waitMs: RETRY_MS });
      // The session may have ended, or begun again, since it was asked for.
      if ((answer.status === 401 || answer.status === 403) && !fresh) continue;
      if (answer.status === 401) throw new Problem("signed-out");
      if (answer.status === 429 || answer.status >= 500) throw await this.#later(answer);
      return answer;
    }
    throw new Problem("signed-out");
  }

  async #fetch(path, { method = "GET", headers = {}, body, timeoutMs = TIMEOUT_MS }) {
    try {
      return await fetch(path, {
        method,
        headers: { ...headers, "Accept-Language": this.language },
        body,
        credentials: "same-origin",
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      throw new Problem("offline");
    }
  }

  async #json(answer) {
    try {
      return await answer.json();
    } catch {
      // Cut in the middle, or the page of a Wi-Fi that wants a password.
      throw new Problem("offline");
    }
  }

  async #later(answer) {
    const seconds = Number(answer.headers.get("Retry-After"));
    const waitMs = seconds > 0 ? Math.min(seconds * 1000, WAIT_MAX_MS) : RETRY_MS;
    // Whoever stands before our server, and is busy in its place, says nothing that can be read.
    const said = await answer.json().catch(() => null);
    return new Problem("busy", { status: answer.status, waitMs, detail: said?.detail ?? "" });
  }
}
