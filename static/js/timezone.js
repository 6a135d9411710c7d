"use strict";
// Fills in the time zone that the browser knows; without a script the field stays as the server filled it.
for (const field of document.querySelectorAll("[data-timezone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && (!field.value || field.value === "UTC")) field.value = zone;
}
