// Keeps the score that a letter's link chose, once a person has touched the visible page at least five seconds after it
// loaded. It is provisional until Send is pressed. Loaded only where the business lets one click do.
"use strict";
(() => {
  const url = document.currentScript.dataset.url;
  const loaded = performance.now();
  let kept = "";
  const keep = (event) => {
    const chosen = document.querySelector("input[name=score]:checked");
    const early = performance.now() - loaded < 5000;
    if (!event.isTrusted || early || document.visibilityState !== "visible" || !chosen || chosen.value === kept) return;
    kept = chosen.value;
    fetch(url, { method: "POST", body: new FormData(chosen.form), keepalive: true });
  };
  for (const kind of ["pointerdown", "keydown", "touchstart", "change"]) {
    addEventListener(kind, keep, { capture: true, passive: true });
  }
})();
