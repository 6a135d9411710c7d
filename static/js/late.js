/* Loads the scripts that the parts of a page need, once its words are on the screen: nobody waits for them to read. */
(() => {
  "use strict";

  const { charts, live, near } = document.currentScript.dataset; // addresses, in the order in which they run

  function load(addresses) {
    for (const address of addresses.split(" ")) {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      document.head.append(script);
    }
  }

  const loaded = new Promise((resolve) => {
    if (document.readyState === "complete") resolve();
    else addEventListener("load", resolve, { once: true });
  });

  const painted = new Promise((resolve) => {
    const tells = window.PerformanceObserver?.supportedEntryTypes?.includes("paint");
    if (tells) new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
    else resolve();
  });

  Promise.all([loaded, painted]).then(() => {
    load(near);
    if (document.querySelector("[hx-get], [hx-post]")) load(live);
    if (document.querySelector("[data-chart]")) load(charts);
  });
})();
