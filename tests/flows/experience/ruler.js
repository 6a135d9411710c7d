/* What is too wide, too small to read, too small to hit, there twice, or lies over something else. */
async (smallest) => {
  const found = [];
  const html = document.documentElement;
  const says = (one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") || ""}"> ${(one.innerText || one.value || "").slice(0, 50)}`;
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(".hidden, .skip, iframe");

  const edges = (one) => { // what cuts it off
    for (let up = one; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowY !== "visible") return up.getBoundingClientRect();
    }
    return {left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity};
  };
  const clipped = (one) => one && (getComputedStyle(one).clipPath !== "none" || clipped(one.parentElement)); // for ears alone

  const tooWide = () => html.scrollWidth > html.clientWidth;
  if (tooWide()) await new Promise((go) => setTimeout(go, 400)); // a chart is drawn anew a moment after a turn
  if (tooWide()) {
    const out = [...document.body.querySelectorAll("*")].filter((one) => shown(one) && one.getBoundingClientRect().right > html.clientWidth + 1);
    found.push(`sideways: ${html.scrollWidth} px in ${html.clientWidth}: ${out.slice(-2).map(says).join(" | ")}`);
  }

  const lines = []; // what each piece of text covers, a little less than its lines are high
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(one) || one.closest("script, style, noscript")) continue;
    const scale = one instanceof SVGElement ? one.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(one).fontSize) * scale;
    if (size < smallest) found.push(`small text: ${size} px: ${says(one)}`);
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const box of range.getClientRects()) {
      const less = box.height / 4, rim = edges(one);
      const line = {one, left: Math.max(box.left, rim.left), right: Math.min(box.right, rim.right), top: box.top + less, bottom: box.bottom - less};
      if (line.bottom > rim.top && line.top < rim.bottom) lines.push(line);
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((upper, i) => {
    for (let j = i + 1; j < lines.length && lines[j].top < upper.bottom - 2; j++) {
      const across = Math.min(upper.right, lines[j].right) - Math.max(upper.left, lines[j].left);
      if (upper.one !== lines[j].one && across > 2 && !clipped(upper.one) && !clipped(lines[j].one)) found.push(`one over the other: ${says(upper.one)} and ${says(lines[j].one)}`);
    }
  });
  if (window.smallestInk < smallest) found.push(`small text: ${window.smallestInk} px in a chart`);

  const tall = "button, .button, select, textarea, summary, nav a, .buttons > a, .split > a, .row > a, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit])";
  for (const one of document.querySelectorAll(tall)) {
    const box = one.getBoundingClientRect();
    if (shown(one) && (box.height < 43.5 || box.width < 43.5)) {
      found.push(`tap: ${Math.round(box.width)} x ${Math.round(box.height)} px: ${says(one)}`);
    }
  }
  for (const one of document.querySelectorAll("input[type=checkbox], input[type=radio]")) {
    const label = one.labels[0];
    if (label && shown(label) && label.getBoundingClientRect().height < 43) found.push(`tap: ${says(label)}`);
  }

  const primary = [...document.querySelectorAll(".button.primary")].filter(shown);
  if (primary.length > 1) found.push(`${primary.length} primary buttons: ${primary.map(says).join(" | ")}`);
  const heads = [...document.querySelectorAll("h1")].filter(shown);
  if (heads.length !== 1) found.push(`${heads.length} first headings`);
  if (!document.title.trim()) found.push("no title");
  return found;
}
