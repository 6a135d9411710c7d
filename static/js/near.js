/* What every page has: the menu, and what says that a press takes a while. Without it both still work. */
(() => {
  "use strict";

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
