/* Parts of a page that are asked for anew: not while nobody looks; what was opened stays open, what was typed stays too. */
(() => {
  "use strict";

  const written = (part) => [...part.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
  const summaries = (part) => [...part.querySelectorAll("details")];
  let open = [];

  document.addEventListener("htmx:beforeRequest", (event) => {
    const trigger = event.target.getAttribute("hx-trigger") || "";
    if (document.hidden && trigger.startsWith("every")) event.preventDefault();
  });

  document.addEventListener("htmx:confirm", (event) => {
    const { elt, target } = event.detail;
    if (elt.dataset.replaces && written(target) && !window.confirm(elt.dataset.replaces)) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    open = summaries(event.detail.target).map((one) => one.open);
  });

  document.addEventListener("htmx:load", (event) => {
    summaries(event.target).forEach((one, place) => {
      if (open[place]) one.open = true;
    });
    open = [];
    /* What was typed before the page could hear it is heard now. */
    event.target.querySelectorAll('[hx-trigger^="input"]').forEach((part) => {
      if (written(part)) part.dispatchEvent(new Event("input"));
    });
  });
})();
