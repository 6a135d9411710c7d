/* Parts of a page that ask for themselves anew: not while nobody looks, and what was opened stays open. */
(() => {
  "use strict";

  const summaries = (part) => [...part.querySelectorAll("details")];
  let open = [];

  document.addEventListener("htmx:beforeRequest", (event) => {
    const trigger = event.target.getAttribute("hx-trigger") || "";
    if (document.hidden && trigger.startsWith("every")) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    open = summaries(event.detail.target).map((one) => one.open);
  });

  document.addEventListener("htmx:load", (event) => {
    summaries(event.target).forEach((one, place) => {
      if (open[place]) one.open = true;
    });
    open = [];
  });
})();
