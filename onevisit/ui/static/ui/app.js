/* What the pages gain where scripts run. Everything here has a plain way without it. */
"use strict";
(() => {
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  const cookie = (name) => name && document.cookie.split("; ").find((c) => c.startsWith(name + "="))?.slice(name.length + 1);
  const token = () => cookie(root.dataset.csrfCookie) || find("[name=csrfmiddlewaretoken]")?.value || "";

  /* Requests by htmx: token, errors where messages go, a stale token is renewed once. */
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.headers["X-CSRFToken"] = token();
    if (detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = token();
  });
  document.addEventListener("htmx:beforeSwap", (e) => {
    const { xhr, requestConfig: sent } = e.detail;
    const elt = sent.elt;
    if (xhr.status === 304) e.detail.shouldSwap = false;
    if (xhr.status < 400 || xhr.status === 422) return;
    if (xhr.getResponseHeader("X-CSRF-Stale") && !elt.dataset.retried) {
      elt.dataset.retried = "1";
      e.detail.shouldSwap = false;
      setTimeout(() => window.htmx.ajax(sent.verb, sent.path, { source: elt, target: sent.target }).finally(() => delete elt.dataset.retried));
    } else if (!xhr.getResponseHeader("HX-Retarget")) {
      e.detail.shouldSwap = false;
      say(root.dataset.failed);
    } else if (elt.matches("[data-autosave]")) {
      e.detail.shouldSwap = false;
    }
  });
  document.addEventListener("htmx:sendError", (e) => { if (!e.target.matches("[data-autosave],[data-mark]")) say(root.dataset.offline); });
  const say = (text) => {
    const box = find("#messages");
    if (!box || !text) return;
    const note = document.createElement("p");
    note.className = "note bad";
    note.textContent = text;
    box.replaceChildren(note);
  };

  /* A part that asks again by itself (data-mark: its ETag): only while looked at, swapped only when it changed. */
  document.addEventListener("htmx:beforeRequest", (e) => { if (e.target.dataset.mark && document.hidden) e.preventDefault(); });
  document.addEventListener("htmx:configRequest", ({ detail }) => { if (detail.elt.dataset.mark) detail.headers["If-None-Match"] = detail.elt.dataset.mark; });
  document.addEventListener("htmx:afterRequest", ({ detail }) => { const mark = detail.elt.dataset.mark && detail.xhr.getResponseHeader("ETag"); if (mark) detail.elt.dataset.mark = mark; });

  /* Autosave: <form data-autosave> and a line that says how it stands. */
  const saved = (form, state) => {
    const line = form && find("[data-autosave-status]", form.dataset.status ? find(form.dataset.status) : form.closest("main") || document);
    if (!line) return;
    const at = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
    line.dataset.state = state;
    line.textContent = (line.dataset[state] || "").replace("{time}", at);
  };
  const autosaving = (e) => e.target.closest?.("form[data-autosave]");
  const typed = new WeakMap(), sending = new WeakMap(), kept = new WeakMap(); // how many strokes, by form
  document.addEventListener("input", (e) => { const form = autosaving(e); if (form) typed.set(form, (typed.get(form) || 0) + 1); });
  document.addEventListener("htmx:beforeRequest", (e) => {
    const form = autosaving(e);
    if (form) sending.set(form, typed.get(form) || 0);
    saved(form, "saving");
  });
  document.addEventListener("htmx:afterRequest", (e) => {
    const form = autosaving(e);
    if (!form) return;
    if (e.detail.successful) kept.set(form, sending.get(form));
    form.dataset.unsaved = e.detail.successful ? "" : "1";
    if (!form.dataset.retried || e.detail.successful) saved(form, e.detail.successful ? "saved" : "failed");
  });
  /* Who goes on answering before the reply is there: that reply is out of date, the next one brings all. */
  document.addEventListener("input", (e) => { const form = e.target.closest?.("form[data-latest]"); if (form) window.htmx.trigger(form, "htmx:abort"); });
  /* Who leaves before the pause after typing is over loses nothing: what is not kept yet goes along. */
  window.addEventListener("pagehide", () => document.querySelectorAll("form[data-autosave]").forEach((form) => {
    if (form.dataset.sent || (typed.get(form) || 0) <= (kept.get(form) || 0)) return;
    const headers = { "HX-Request": "true", "X-CSRFToken": token() };
    fetch(form.getAttribute("hx-post"), { method: "POST", body: new FormData(form), headers, keepalive: true });
  }));
  window.addEventListener("online", () => document.querySelectorAll("form[data-unsaved='1']").forEach((form) => window.htmx.trigger(form, "autosave")));

  /* What begins something (data-keep: its name) has no draft on the server yet: what is typed stays in this browser until it is begun. */
  const keeping = () => document.querySelectorAll("form[data-keep]");
  const boxes = (form) => [...form.elements].filter((box) => box.name && !["hidden", "submit", "button", "password", "file"].includes(box.type));
  const ticked = (box) => box.type === "checkbox" || box.type === "radio";
  const shelf = (form) => `kept:${form.dataset.keep}`;
  document.addEventListener("input", (e) => {
    const form = e.target.closest?.("form[data-keep]");
    if (form) localStorage.setItem(shelf(form), JSON.stringify(boxes(form).map((box) => [box.id, ticked(box) ? box.checked : box.value])));
  });
  keeping().forEach((form) => {
    const held = !("answered" in form.dataset) && localStorage.getItem(shelf(form));
    if (!held) return;
    for (const [id, value] of JSON.parse(held)) {
      const box = boxes(form).find((each) => each.id === id);
      if (box) box[ticked(box) ? "checked" : "value"] = value;
    }
    find("[data-kept]", form).hidden = false;
  });
  document.addEventListener("reset", (e) => {
    if (!e.target.matches("form[data-keep]")) return;
    localStorage.removeItem(shelf(e.target));
    find("[data-kept]", e.target).hidden = true;
  });
  const begun = new URLSearchParams(location.search).get("begun");
  if (begun) Object.keys(localStorage).filter((key) => key.startsWith(`kept:${begun}:`)).forEach((key) => localStorage.removeItem(key));

  /* A form is sent once; its token is fresh; coming back makes it usable again. */
  document.addEventListener("submit", (e) => {
    const form = e.target;
    const stale = find("[name=csrfmiddlewaretoken]", form);
    if (stale && cookie(root.dataset.csrfCookie)) stale.value = cookie(root.dataset.csrfCookie);
    if (unsent(form)) { e.preventDefault(); return; }
    if (e.defaultPrevented || form.method !== "post" || "many" in form.dataset) return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => buttons(form).forEach((b) => { b.setAttribute("aria-disabled", "true"); }));
  });
  /* Who leaves takes along what is kept here and was never sent: that is said once before. */
  const unsent = (form) => {
    const waits = form.matches("[data-leaving]") && localStorage.getItem("unsent");
    if (!waits || form.dataset.leaving) return false;
    form.dataset.leaving = "told";
    say(root.dataset.unsent.replace("{n}", waits));
    return true;
  };
  const buttons = (form) => [...form.elements].filter((b) => b.type === "submit");
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    buttons(form).forEach((b) => b.removeAttribute("aria-disabled"));
  }));

  /* Files: say which one was taken; send at once where the form asks for it. */
  document.addEventListener("change", (e) => {
    const input = e.target;
    if (input.type !== "file" || !input.files.length) return;
    const line = find("[data-file-name]", input.closest(".file") || input.form || document);
    if (line) line.textContent = [...input.files].map((f) => `${f.name} (${(f.size / 1048576).toFixed(1)} MB)`).join("，");
    if ("submitOnPick" in input.dataset) input.form.requestSubmit();
  });

  /* Keys: data-key="F8" presses, clicks or focuses; rows of [data-rows] take arrows, space and data-row-key. */
  const rows = (list) => [...list.querySelectorAll("[data-row]")];
  const mark = (list, row) => {
    rows(list).forEach((r) => { r.classList.toggle("focus", r === row); r.tabIndex = r === row ? 0 : -1; });
    row.focus();
  };
  const inRows = (e) => {
    const list = e.target.closest?.("[data-rows]");
    const row = e.target.closest?.("[data-row]");
    const move = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!list || !row || (move && e.target.matches("select,textarea,input:not([type=checkbox])"))) return false;
    const next = move && rows(list)[rows(list).indexOf(row) + move];
    if (next) { mark(list, next); return true; }
    if (e.target !== row || e.ctrlKey || e.altKey || e.metaKey) return false;
    const name = e.key === " " ? "Space" : e.key.toLowerCase();
    const act = find(`[data-row-key="${CSS.escape(name)}"]`, row);
    act?.click();
    return Boolean(act);
  };
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((d) => { d.open = false; find("summary", d).focus(); });
    if (e.isComposing || e.repeat && e.key.startsWith("F")) return;
    if (inRows(e)) { e.preventDefault(); return; }
    const key = (e.ctrlKey ? "Ctrl+" : "") + (e.altKey ? "Alt+" : "") + (e.key.length === 1 ? e.key.toUpperCase() : e.key);
    if (key.length === 1) return;
    const target = find(`[data-key="${CSS.escape(key)}" i]:not([disabled],[aria-disabled=true])`);
    if (!target) return;
    e.preventDefault();
    if (!target.matches("input:not([type=checkbox]),select,textarea,[data-key-focus]")) target.click();
    if (target.matches("input,select,textarea,[data-key-focus]")) target.focus();
  });
  document.addEventListener("click", (e) => document.querySelectorAll("details.menu[open]").forEach((d) => { if (!d.contains(e.target)) d.open = false; }));
  document.addEventListener("click", (e) => { if (e.target.closest("[data-print]")) window.print(); });
  /* What is fetched into #paper is printed, and gone again. */
  document.addEventListener("htmx:afterSettle", (e) => { if (e.target.id === "paper") window.print(); });
  window.addEventListener("afterprint", () => find("#paper")?.replaceChildren());

  /* Stopwatches: seconds so far stand in data-elapsed. */
  setInterval(() => document.querySelectorAll("[data-elapsed]").forEach((watch) => {
    watch.dataset.began ||= String(Date.now() - 1000 * Number(watch.dataset.elapsed));
    const seconds = Math.floor((Date.now() - Number(watch.dataset.began)) / 1000);
    watch.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }), 1000);

  /* A form that came back with errors: begin at the summary. */
  find("[data-focus]")?.focus();
})();
