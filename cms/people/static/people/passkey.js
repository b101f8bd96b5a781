// Passkeys in the browser: one button a [data-passkey] block, which says what it is for ("sign-in",
// "confirm" or "register") and where to ask. Hidden until it is known that it can work.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function post(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(said.detail || String(answer.status)), { confirm: said.confirm });
  return said;
}

const named = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

function create(options) {
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
}

function get(options) {
  return navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  });
}

function asJson(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const found = Object.fromEntries(parts.filter((name) => response[name]).map((name) => [name, text(response[name])]));
  if (response.getTransports) found.transports = response.getTransports();
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: found };
}

async function press(block) {
  const { passkeyBegin, passkeyFinish, passkeyNext, passkey: purpose } = block.dataset;
  const options = await post(passkeyBegin, {});
  const made = await (purpose === "register" ? create(options) : get(options));
  const said = await post(passkeyFinish, { credential: asJson(made), next: passkeyNext || "" });
  if (purpose === "register") location.reload();
  else location.assign(said.next);
}

function explain(error, words) {
  if (error instanceof TypeError) return words.saidOffline;
  if (error.name === "InvalidStateError") return words.saidKnown;
  if (error.name === "NotAllowedError" || error.name === "AbortError") return words.saidCancelled;
  return error.message;
}

for (const block of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const button = block.querySelector("[data-passkey-press]"), said = block.querySelector("[data-passkey-said]");
  if (!window.isSecureContext || location.origin !== block.dataset.passkeyOrigin) {
    // Only where somebody looks for it is it worth a word.
    if (block.dataset.passkey !== "register") continue;
    button.hidden = true;
    said.textContent = `${block.dataset.saidElsewhere} ${block.dataset.passkeyOrigin}`;
  }
  block.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    try {
      await press(block);
    } catch (error) {
      if (error.confirm) location.assign(error.confirm);
      said.textContent = explain(error, block.dataset);
      button.disabled = false;
    }
  });
}
