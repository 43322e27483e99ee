/* 踏勘随身页: what page and worker share. Findings lie in IndexedDB until the house has them; each
   bears an id made here, so that sending one twice writes it once. */
"use strict";
self.Visits = (() => {
  const places = self.VISITS || { ...document.getElementById("visits").dataset };
  const CACHE = "visits";
  const DAY = 24 * 60 * 60 * 1000;
  const news = "BroadcastChannel" in self ? new BroadcastChannel("visits") : { postMessage() {} };

  /* The database: "entries" by id; "meta": when the page was kept and for whom, the last sending. */
  const settled = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const opened = () => {
    const request = indexedDB.open("visits", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entries", { keyPath: "id" });
      request.result.createObjectStore("meta");
    };
    return settled(request);
  };
  const within = async (store, mode, doing) => {
    const base = await opened();
    try { return await settled(doing(base.transaction(store, mode).objectStore(store))); } finally { base.close(); }
  };
  const all = () => within("entries", "readonly", (s) => s.getAll());
  const put = (entry) => within("entries", "readwrite", (s) => s.put(entry));
  const drop = (id) => within("entries", "readwrite", (s) => s.delete(id));
  const told = (key) => within("meta", "readonly", (s) => s.get(key));
  const tell = (key, value) => within("meta", "readwrite", (s) => s.put(value, key));

  /* Where and what the visits of a day are stays no longer than a day; findings never sent, a week. */
  const wipe = async () => { await self.caches?.delete(CACHE); await tell("kept", 0); };
  const expire = async () => {
    const kept = await told("kept");
    if (kept && Date.now() - kept > DAY) await wipe();
    for (const entry of await all()) if (Date.now() - entry.changed > 7 * DAY) await drop(entry.id);
  };

  /* One finding. True: the house has answered for it; false: another time. */
  const sent = async (entry, token) => {
    const body = new FormData();
    for (const name of ["id", "case", "verdict", "mend_by", "note", "written", "noted"]) body.append(name, entry[name] ?? "");
    for (const [name, value] of Object.entries(entry.points || {})) body.append(name, value);
    for (const photo of entry.photos) body.append("photos", new Blob([photo.bytes], { type: photo.type }), photo.name);
    const answer = await fetch(places.send, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual" });
    if (answer.status === 200) { await drop(entry.id); return true; }
    if (answer.status !== 409 && answer.status !== 422) return false;
    await put({ ...entry, ...(await answer.json()), changed: Date.now() });
    return true;
  };
  const tried = async (waiting) => {
    try {
      const known = await fetch(places.token, { redirect: "manual", cache: "no-store" });
      if (!known.ok) return known.status >= 500 ? "away" : "login";
      const { who, token } = await known.json();
      const mine = waiting.filter((e) => e.who === who);
      for (const entry of mine) {
        if (await sent(entry, token)) await tell("sent", Date.now());
      }
      return mine.length ? "" : "login";
    } catch {
      return "away";
    }
  };
  /* All that wait, of whoever is signed in; one sender at a time. Says what stands in the way:
     "" | "away" (no connection) | "login", to whoever asked and to every page that is open: what
     one of them was told of its own try is over when another has sent. Throws nothing. */
  const sendAll = async () => {
    const waiting = (await all()).filter((e) => e.state === "waiting");
    if (!waiting.length) return "";
    const why = await tried(waiting);
    news.postMessage(why);
    return why;
  };
  const alone = () => (navigator.locks ? navigator.locks.request("visits", sendAll) : sendAll());

  return { CACHE, DAY, places, news, all, put, drop, told, tell, wipe, expire, sendAll: alone };
})();
