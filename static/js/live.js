/* Parts of a page that are asked for anew: not while nobody looks; what was opened stays open, what was typed stays too; and the menu. */
(() => {
  "use strict";

  const summaries = (part) => [...part.querySelectorAll("details")];
  let open = [];

  document.addEventListener("htmx:beforeRequest", (event) => {
    const trigger = event.target.getAttribute("hx-trigger") || "";
    if (document.hidden && trigger.startsWith("every")) event.preventDefault();
  });

  document.addEventListener("htmx:confirm", (event) => {
    const { elt, target } = event.detail;
    const typed = () => [...target.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
    if (elt.dataset.replaces && typed() && !window.confirm(elt.dataset.replaces)) event.preventDefault();
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

  /* What takes a while says so until the next page comes; back on this one, it is over. */
  document.addEventListener("submit", (event) => {
    event.target.querySelector(".busy")?.removeAttribute("hidden");
  });

  addEventListener("pageshow", () => {
    document.querySelectorAll(".busy").forEach((one) => (one.hidden = true));
  });

  /* An open menu goes when one looks elsewhere: by Escape, which leads back to it, or by a press beside it. */
  const menus = () => document.querySelectorAll(".nav-more[open], .nav-small[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((one) => {
      if (one.contains(document.activeElement)) one.querySelector("summary").focus();
      one.open = false;
    });
  });

  document.addEventListener("click", (event) => {
    menus().forEach((one) => {
      if (!one.contains(event.target)) one.open = false;
    });
  });
})();
