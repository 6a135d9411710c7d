/* What has the focus: its name, its place in the page, and whether a person can see that it has it. */
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const middle = document.elementFromPoint(box.x + Math.min(box.width, innerWidth) / 2, box.y + Math.min(box.height, 40) / 2);
  const label = [...(one.labels ?? [])].map((label) => label.innerText).join(" ");
  const group = one.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  return {
    name: (one.getAttribute("aria-label") || label || one.innerText || one.value || one.title || "").replace(/\s+/g, " ").trim(),
    group,
    tag: one.tagName.toLowerCase() + (one.type ? `:${one.type}` : ""),
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: Boolean(middle) && !(one.contains(middle) || middle.contains(one)),
  };
}
