/* The document beside a case, nearer or turned: + and -, 0 to fit, R to turn; Ctrl and the wheel.
   How it is seen stands at the root, so that it stays while parts of the page are swapped. */
"use strict";
(() => {
  const seen = document.documentElement.dataset;
  const steps = ["1", "1.5", "2", "3"];
  const nearer = (by) => {
    const at = steps.indexOf(seen.zoom || "1") + by;
    seen.zoom = steps[Math.min(Math.max(at, 0), steps.length - 1)];
  };
  const acts = {
    in: () => nearer(1),
    out: () => nearer(-1),
    fit: () => { seen.zoom = "1"; seen.turn = "0"; },
    turn: () => { seen.turn = String((Number(seen.turn || 0) + 90) % 360); },
  };
  const keys = { "+": "in", "=": "in", "-": "out", 0: "fit", r: "turn" };
  document.addEventListener("click", (e) => acts[e.target.closest("[data-view]")?.dataset.view]?.());
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || e.defaultPrevented) return;
    if (e.target.closest("select,textarea,input:not([type=checkbox],[type=radio])")) return;
    const act = document.querySelector(".doc .page") && acts[keys[e.key.toLowerCase()]];
    if (!act) return;
    e.preventDefault();
    act();
  });
  document.addEventListener("wheel", (e) => {
    if (!e.ctrlKey || !e.target.closest(".doc")) return;
    e.preventDefault();
    nearer(e.deltaY < 0 ? 1 : -1);
  }, { passive: false });
})();
