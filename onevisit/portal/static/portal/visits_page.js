/* Today's visits: every form writes into the device first; a line says what waits and when was sent. */
"use strict";
(() => {
  const { CACHE, all, put, drop, told, tell, news, places } = window.Visits;
  const root = document.getElementById("visits");
  const words = root.dataset;
  const who = words.who;
  const LONGEST = 1600; // pixels of the longer side of a photograph
  const forms = [...root.querySelectorAll("form[data-case]")];
  const one = (name, from = root) => from.querySelector(`[data-${name}]`);
  const said = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
  const made = () => crypto.randomUUID?.() || "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const el = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

  /* Entries by case, in memory as in the device; what is written goes there stroke by stroke. */
  const held = new Map();
  const fresh = (form) => ({ id: made(), case: form.dataset.case, title: form.dataset.title, who, written: form.elements.written.value, state: "draft", photos: [] });
  const entryOf = (form) => {
    if (!held.has(form.dataset.case)) held.set(form.dataset.case, fresh(form));
    form.dataset.drawn = held.get(form.dataset.case).id;
    return held.get(form.dataset.case);
  };
  const keepEntry = async (entry) => {
    try { await put({ ...entry, changed: Date.now() }); } catch { alarm(words.full); }
  };
  /* The list of points: what is ticked by the name of its control, as the form sends it. */
  const lists = (form) => [...form.querySelectorAll("[name^=mark]")];
  const ticked = (form) => Object.fromEntries(lists(form).filter((e) => e.type !== "radio" || e.checked).map((e) => [e.name, e.value]));
  const unticked = (form) => lists(form).filter((e) => e.type !== "radio").find((note) => {
    const mark = form.elements[note.name.replace("_note", "")].value;
    return !mark || (mark !== "ok" && !note.value.trim());
  });
  const typed = (form) => {
    const entry = entryOf(form);
    Object.assign(entry, { points: ticked(form), verdict: form.elements.verdict.value, mend_by: form.elements.mend_by.value, note: form.elements.note.value });
    return keepEntry(entry);
  };
  const alarm = (text) => { one("alarm").textContent = text; };
  const hinder = (why) => { one("line").textContent = why ? words[why] : ""; };

  /* A photograph: upright, smaller, without what the camera wrote into it. */
  const reduced = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
    return { name: `${file.name.replace(/\.[^.]*$/, "")}.jpg`, type: "image/jpeg", bytes: await blob.arrayBuffer() };
  };
  const taken = async (form) => {
    const input = form.elements.photos, entry = entryOf(form), most = Number(words.most);
    for (const file of input.files) {
      if (entry.photos.length >= most) { alarm(said(words.many, { most })); break; }
      try { entry.photos.push(await reduced(file)); } catch { alarm(said(words.unread, { name: file.name })); }
    }
    input.value = "";
    await typed(form);
    drawPhotos(form);
  };
  const drawPhotos = (form) => {
    const entry = held.get(form.dataset.case);
    one("photos", form).replaceChildren(...(entry?.photos || []).map((photo, n) => {
      const line = el("li", "");
      const picture = el("img", "", { src: URL.createObjectURL(new Blob([photo.bytes], { type: photo.type })), alt: photo.name });
      const off = el("button", words.remove, { type: "button", className: "btn", ariaLabel: `${words.remove} ${photo.name}` });
      off.addEventListener("click", async () => { entry.photos.splice(n, 1); await keepEntry(entry); drawPhotos(form); });
      line.append(picture, off);
      return line;
    }));
  };

  /* What became of an entry, and what can be done about it. */
  const exported = (entry) => {
    const page = document.implementation.createHTMLDocument(entry.title);
    const points = Object.entries(entry.points || {}).filter(([, value]) => value).map(([name, value]) => `${name.split("-")[1] - -1}. ${words[`mark_${value}`] || value}`);
    const rows = [entry.title, words[`is_${entry.verdict}`], entry.mend_by, entry.note, ...points, entry.noted, entry.told, entry.id];
    page.body.append(...rows.filter(Boolean).map((text) => el("p", text)));
    for (const photo of entry.photos) {
      const bytes = new Uint8Array(photo.bytes);
      let text = "";
      for (let n = 0; n < bytes.length; n += 32768) text += String.fromCharCode(...bytes.subarray(n, n + 32768));
      page.body.append(el("img", "", { src: `data:${photo.type};base64,${btoa(text)}`, width: 800 }));
    }
    const file = new Blob([`<!doctype html><meta charset="utf-8">${page.documentElement.outerHTML}`], { type: "text/html" });
    const link = el("a", "", { href: URL.createObjectURL(file), download: `${entry.title}.html` });
    link.click();
  };
  const button = (text, doing, kind = "btn") => {
    const made = el("button", text, { type: "button", className: kind });
    made.addEventListener("click", doing);
    return made;
  };
  const again = (entry, written) => async () => {
    await put({ ...entry, id: made(), written, state: "waiting", changed: Date.now() });
    await drop(entry.id);
    send();
  };
  const back = (entry) => async () => {
    /* A new id: should the first have arrived with its answer lost, the two are shown side by side. */
    await put({ ...entry, id: made(), state: "draft", changed: Date.now() });
    await drop(entry.id);
    draw();
  };
  const gone = (entry) => async () => { await drop(entry.id); draw(); };
  const side = (head, verdict, note) => {
    const box = el("div", "", { className: "finding" });
    box.append(el("b", head), el("p", verdict), el("p", note));
    return box;
  };
  const doings = {
    waiting: (e) => [el("p", words.stored), button(words.mend, back(e))],
    wrong: (e) => [el("p", e.told, { className: "note bad" }), button(words.mend, back(e))],
    refused: (e) => [el("p", e.told, { className: "note bad" }), el("p", words.refused), button(words.export, () => exported(e)), button(words.delete, gone(e), "btn bad")],
    conflict: (e) => {
      const sides = el("div", "", { className: "sides" });
      sides.append(side(`${e.theirs.who} ${e.theirs.when}`, e.theirs.verdict, e.theirs.note), side(words.yours, words[`is_${e.verdict}`], e.note || ""));
      const more = e.again ? [button(words.again, again(e, e.written), "btn pri")] : [el("p", words.over)];
      return [el("p", e.told, { className: "note wait" }), sides, ...more, button(words.export, () => exported(e)), button(words.delete, gone(e), "btn bad")];
    },
  };
  const drawForm = (form, entry) => {
    const writing = !entry || entry.state === "draft";
    form.hidden = !writing || "received" in form.dataset;
    one("entry", form.closest("article")).replaceChildren(...("received" in form.dataset ? [el("p", words.received, { className: "note ok" })] : writing ? [] : doings[entry.state](entry)));
    if (!entry || !writing || form.dataset.drawn === entry.id) return;
    form.dataset.drawn = entry.id;
    form.elements.verdict.value = entry.verdict || "";
    form.elements.mend_by.value = entry.mend_by || "";
    form.elements.note.value = entry.note || "";
    lists(form).forEach((e) => {
      const had = entry.points?.[e.name] || "";
      if (e.type === "radio") e.checked = e.value === had; else e.value = had;
    });
    drawPhotos(form);
  };
  const draw = async () => {
    const entries = await all(), mine = entries.filter((e) => e.who === who);
    const before = new Map(held);
    held.clear();
    for (const entry of mine) {
      const had = before.get(entry.case); // what is being typed is newer than what was read
      held.set(entry.case, entry.state === "draft" && had?.id === entry.id ? had : entry);
    }
    for (const form of forms) {
      const had = before.get(form.dataset.case), has = held.get(form.dataset.case);
      if (had?.state === "waiting" && !has) form.dataset.received = "";
      drawForm(form, has);
    }
    const known = new Set(forms.map((form) => form.dataset.case));
    const orphans = mine.filter((e) => !known.has(e.case) && e.state !== "draft");
    one("orphans").replaceChildren(...orphans.map((e) => {
      const box = el("section", "", { className: "box" }), inside = el("div", "", { className: "in" });
      inside.append(el("h2", e.title), el("p", [words[`is_${e.verdict}`], e.note].filter(Boolean).join(" ")), ...doings[e.state](e));
      box.append(inside);
      return box;
    }));
    const waiting = mine.filter((e) => e.state === "waiting").length, last = await told("sent");
    localStorage.setItem("unsent", String(mine.filter((e) => e.state !== "draft").length || ""));
    one("waiting").textContent = waiting ? said(words.waiting, { n: waiting }) : words.none;
    one("last").textContent = last ? said(words.last, { time: clock(last) }) : "";
    one("strangers").textContent = entries.length > mine.length ? said(words.strangers, { n: entries.length - mine.length }) : "";
    one("send").hidden = !waiting;
  };

  /* Sending: at once, when the connection comes back, by the button; by the worker where it can. */
  let tries = 0;
  const send = async () => {
    await draw();
    if (one("send").hidden) return;
    const mine = ++tries, why = await window.Visits.sendAll();
    if (mine === tries) hinder(why); // an older try that failed late has nothing to say
    await draw();
    if (!why) await keep(); // if that fails the page kept before still stands
  };
  const handed = async (form) => {
    const { verdict, note, mend_by } = form.elements;
    const open = unticked(form), bad = Object.values(ticked(form)).includes("bad");
    if (open) { alarm(said(words.point, { n: Number(open.name.split("-")[1]) + 1 })); form.querySelector(`[name="${open.name.replace("_note", "")}"]`).focus(); return; }
    if (bad && verdict.value === "passed") { alarm(words.against); form.querySelector("[name=verdict]").focus(); return; }
    if (!bad && verdict.value !== "passed" && !note.value.trim()) { alarm(words.note); note.focus(); return; }
    if (verdict.value === "mend" && !mend_by.value) { alarm(words.day); mend_by.focus(); return; }
    alarm("");
    await typed(form);
    const entry = entryOf(form);
    await put({ ...entry, state: "waiting", noted: new Date().toISOString(), changed: Date.now() });
    const ready = await navigator.serviceWorker?.getRegistration(places.page);
    await ready?.sync?.register("visits").catch(() => {});
    await send();
  };

  /* The page with its styles and scripts, for later; only what has just come from the house. What
     stands in the way: "" | "away". */
  const keep = async () => {
    if (!window.caches) return "";
    const urls = [...document.querySelectorAll("link[rel=stylesheet],link[rel=icon],script[src]")].map((e) => e.href || e.src);
    try {
      const page = await fetch(places.page, { redirect: "error", cache: "no-store" });
      const got = await Promise.all(urls.map(async (url) => [url, await fetch(url)]));
      if (![page, ...got.map(([, answer]) => answer)].every((answer) => answer.ok)) return "";
      const store = await caches.open(CACHE);
      for (const old of await store.keys()) await store.delete(old);
      await Promise.all([store.put(places.page, page), ...got.map(([url, answer]) => store.put(url, answer))]);
      await tell("kept", Date.now());
      root.dataset.kept = "1";
      return "";
    } catch { return "away"; }
  };

  forms.forEach((form) => {
    form.addEventListener("input", (e) => { if (e.target.name !== "photos") typed(form); });
    form.elements.photos.addEventListener("change", () => taken(form));
    form.addEventListener("submit", (e) => { e.preventDefault(); handed(form); });
  });
  /* A notice does not outlive what it says: not every connection that comes back is announced. */
  const look = async () => { hinder(await keep()); await send(); };
  const stands = () => { if (!document.hidden && one("line").textContent) look(); };
  document.addEventListener("visibilitychange", stands);
  setInterval(stands, 20000);
  one("send").addEventListener("click", send);
  window.addEventListener("online", () => { hinder(""); send(); });
  window.addEventListener("offline", () => hinder("away"));
  news.onmessage = ({ data }) => { hinder(data); draw(); };
  (async () => {
    await window.Visits.expire();
    one("state").hidden = false;
    await draw();
    await navigator.serviceWorker?.register(words.worker, { scope: places.page }).catch(() => {});
    await look();
  })();
})();
