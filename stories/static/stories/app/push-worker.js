// The service worker's part of messages to this phone: shows them, and opens what they are about.
// Loaded for its effects, by `import` in a module worker or by importScripts() in a classic one.
// An open page of that address is brought to the front and gets the message { news: its path }.
// A message is JSON: title, body, path (on this site), tag (a newer one replaces an older).

self.addEventListener("push", (event) => {
  let news = {};
  try {
    news = event.data.json();
  } catch {
    // Not ours, or empty: the browser demands that something is shown all the same.
  }
  const shown = self.registration.showNotification(news.title || "Sambang", {
    body: news.body || "",
    tag: news.tag || "sambang",
    renotify: Boolean(news.tag),
    lang: "id",
    icon: "/static/cms/img/touch.png",
    data: { path: typeof news.path === "string" && news.path.startsWith("/") ? news.path : "/lapor/" },
  });
  const badge = self.navigator.setAppBadge ? self.navigator.setAppBadge().catch(() => {}) : undefined;
  event.waitUntil(Promise.all([shown, badge]));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.path, self.location.origin);
  // "//elsewhere" begins with a slash too.
  if (address.origin !== self.location.origin) return;
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      const there = open.find((client) => new URL(client.url).pathname === address.pathname);
      if (there) {
        there.postMessage({ news: address.pathname }); // what it shows is old
        return there.focus();
      }
      return self.clients.openWindow(address.href);
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
      await fetch("/kabar-ponsel/", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...now.toJSON(), replaces: earlier ? earlier.endpoint : "" }),
      });
    })(),
  );
});
