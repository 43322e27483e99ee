/* The worker: the kept page when there is no connection, and findings sent when there is one again. */
"use strict";
(() => {
  const { CACHE, places } = self.Visits;
  const PATIENCE = 6000; // milliseconds for a connection that is there and brings nothing
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));

  const late = () => new Promise((_, failed) => { setTimeout(() => failed(new Error("late")), PATIENCE); });
  const kept = async (request) => {
    await self.Visits.expire();
    return (await self.caches.match(request, { cacheName: CACHE, ignoreVary: true })) || Response.error();
  };
  self.addEventListener("fetch", (e) => {
    const { request } = e;
    const { origin, pathname } = new URL(request.url);
    const page = request.mode === "navigate" && pathname === places.page;
    if (request.method !== "GET" || origin !== self.location.origin || !(page || pathname.startsWith(places.statics))) return;
    e.respondWith(Promise.race([fetch(request), late()]).catch(() => kept(request)));
  });
  self.addEventListener("sync", (e) => {
    if (e.tag !== "visits") return;
    e.waitUntil(self.Visits.sendAll().then((why) => { if (why === "away") throw new Error(why); }));
  });
})();
