// A phone that several officers share: who signs out, or comes to sign in, on a page outside the
// app does so for the app too. Beside the form that signs out, and on the page that signs in.
const NAME = "sambang-lapor";
const PATIENCE_MS = 1500;
const form = document.querySelector(`form[action$="/keluar/"]`);

/** `deed(meta, known)` in what the app keeps here; resolves when it is written, at once without an app. */
const inTheApp = (deed) => new Promise((resolve) => {
  const request = indexedDB.open(NAME);
  request.onupgradeneeded = () => request.transaction.abort(); // the app was never here
  request.onerror = resolve;
  request.onsuccess = () => {
    const base = request.result;
    base.onversionchange = () => base.close();
    const transaction = base.transaction(["meta", "known"], "readwrite");
    transaction.oncomplete = transaction.onabort = () => {
      base.close();
      resolve();
    };
    deed(transaction.objectStore("meta"), transaction.objectStore("known"));
  };
});

/** The next one at this phone sees nothing of who was here, and nothing of what the server told. */
const leave = () => inTheApp((meta, known) => {
  meta.get("current").onsuccess = ({ target: { result: was } }) => {
    meta.delete("current");
    meta.delete("leaving");
    if (!was) return;
    meta.put(was.key, "leaving"); // the app may ask the server before this page has told it
    meta.delete(`notices:${was.key}`);
    known.index("owner").getAllKeys(was.key).onsuccess = ({ target: { result: keys } }) => {
      for (const key of keys) known.delete(key);
    };
  };
});

if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([leave().catch(() => {}), late]);
    if (globalThis.BroadcastChannel) new BroadcastChannel(NAME).postMessage({ left: true });
    form.submit();
  });
  // Signed out in the app, without a signal: now the server hears of it.
  inTheApp((meta) => {
    meta.get("leaving").onsuccess = ({ target: { result: who } }) => who && form.requestSubmit();
  });
} else {
  // Nobody is signed in: who is next is known only when the server has answered the app.
  inTheApp((meta) => {
    meta.delete("leaving");
    meta.put(true, "entering");
  });
}
