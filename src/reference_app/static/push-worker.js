// Shows that there is news, and leads to the room. It answers for no page, and keeps nothing.
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch { /* nothing of ours: the browser wants to see a message all the same */ }
  const { title = "", body = "", lang = "", tag = "", link = "" } = said;
  event.waitUntil(self.registration.showNotification(title, { body, lang, tag, renotify: tag !== "", data: { link } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const there = new URL(event.notification.data?.link || "..", self.registration.scope);
  if (there.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = pages.find((page) => page.url.split(/[?#]/)[0] === there.href);
    await (open ? open.focus() : self.clients.openWindow(there.href));
  })());
});
