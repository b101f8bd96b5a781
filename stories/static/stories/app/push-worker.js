// The service worker's part of messages to this phone: shows them, and opens what they are about.
// Loaded for its effects, by `import` in a module worker or by importScripts() in a classic one.
// Open pages get the message { news: path } when it arrives. A press brings the page of that
// address to the front, or the app, which shows a report itself and gets { news: path, open: id }.
// A message is JSON: title, body, lang, path (on this site), tag (a newer one replaces an older).

const scope = new URL(self.registration.scope).pathname;
const appPath = `${scope}app/`;
/** The id of the report whose own page `path` is, in any language; undefined for other pages. */
const reportAt = (path) => path.match(/^(?:\/en)?\/lapor\/([0-9a-f-]{36})\/$/)?.[1];
const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

async function tell(path) {
  for (const client of await windows()) client.postMessage({ news: path });
}

self.addEventListener("push", (event) => {
  let news = {};
  try {
    news = event.data.json();
  } catch {
    // Not ours, or empty: the browser demands that something is shown all the same.
  }
  const path = typeof news.path === "string" && news.path.startsWith("/") ? news.path : scope;
  const shown = self.registration.showNotification(news.title || "Sambang", {
    body: news.body || "",
    tag: news.tag || "sambang",
    renotify: Boolean(news.tag),
    lang: news.lang || "id",
    icon: "/static/cms/img/touch.png",
    data: { path },
  });
  const badge = self.navigator.setAppBadge ? self.navigator.setAppBadge().catch(() => {}) : undefined;
  event.waitUntil(Promise.all([shown, badge, tell(path)]));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.path, self.location.origin);
  // "//elsewhere" begins with a slash too.
  if (address.origin !== self.location.origin) return;
  event.waitUntil(
    (async () => {
      const open = await windows();
      const at = (path) => open.find((client) => new URL(client.url).pathname === path);
      const report = reportAt(address.pathname);
      const there = at(address.pathname) ?? (report && at(appPath));
      if (there) {
        there.postMessage({ news: address.pathname, open: report }); // what it shows is old
        return there.focus();
      }
      return self.clients.openWindow(report ? `${appPath}#/laporan/${report}` : address.href);
    })(),
  );
});

// The browser changed the address by itself: tell the server, which knows it by the earlier one.
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(
    (async () => {
      const earlier = event.oldSubscription;
      const options = earlier && { userVisibleOnly: true, applicationServerKey: earlier.options.applicationServerKey };
      const now = event.newSubscription || (options && (await self.registration.pushManager.subscribe(options)));
      if (!now) return;
      await fetch(scope.replace("lapor", "kabar-ponsel"), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...now.toJSON(), replaces: earlier ? earlier.endpoint : "" }),
      });
    })(),
  );
});
