// Takes the service worker back: in the place of `worker.js`, it removes all that this site has kept in
// the visitor's browser, then itself. `cargo xtask build --without-offline` puts it there; on a host, a
// copy of this file over `worker.js` does the same. Browsers ask for it at the next visit.
"use strict";

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  const prefix = `sightline ${new URL(registration.scope).pathname} `;
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  await Promise.all(names.map((name) => caches.delete(name)));
  await registration.unregister();
}
