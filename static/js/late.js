/* Loads the scripts that the parts of a page need, once its words are on the screen: nobody waits for them to read. */
(() => {
  "use strict";

  const { charts, live, near } = document.currentScript.dataset; // addresses, in the order in which they run

  function load(addresses) {
    const settled = addresses.split(" ").map((address) => {
      const script = Object.assign(document.createElement("script"), { src: address, async: false });
      document.head.append(script);
      return new Promise((resolve) => (script.onload = script.onerror = resolve));
    });
    return Promise.all(settled);
  }

  /* A press on a link that is not live yet waits until it is: the plain link would not ask before it takes words away. */
  function holdPresses() {
    let pressed;
    const hold = (event) => {
      const link = event.target.closest("a[hx-get]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      pressed = link;
    };
    document.addEventListener("click", hold);
    return () => {
      document.removeEventListener("click", hold);
      pressed?.click();
    };
  }

  const letGo = holdPresses();

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
    if (document.querySelector("[hx-get], [hx-post]")) load(live).then(letGo);
    if (document.querySelector("[data-chart]")) load(charts);
  });
})();
