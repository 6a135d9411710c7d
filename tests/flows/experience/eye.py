"""What is wrong with a page, by axe and by the ruler: in both colours, at both widths and at 200 % zoom."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page, Response

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {"runOnly": AA, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
NARROW, ZOOMED, WIDE = 320, 640, 1280  # 640 is what a window of 1280 leaves at 200 %
HEIGHT = 640
SMALLEST_TEXT = 14  # px

# Runs before the page's own scripts: notes the smallest letters that a chart writes.
WATCH_INK = """
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (...words) {
  window.smallestInk = Math.min(window.smallestInk ?? Infinity, parseFloat(this.font.match(/([\\d.]+)px/)[1]));
  return write.apply(this, words);
};
"""
RUN_AXE = """
async (options) => {
  const found = await axe.run(document, {...options, resultTypes: ["violations"], iframes: false, elementRef: false});
  return found.violations.flatMap((rule) =>
    rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.html.slice(0, 160)} (${node.any.map((one) => one.message).join("; ")})`));
}
"""
RULER = """
(smallest) => {
  const found = [];
  const html = document.documentElement;
  const says = (one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") || ""}"> ${(one.innerText || one.value || "").slice(0, 50)}`;
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(".hidden, .skip, iframe");

  if (html.scrollWidth > html.clientWidth) {
    const out = [...document.body.querySelectorAll("*")].filter((one) => shown(one) && one.getBoundingClientRect().right > html.clientWidth + 1);
    found.push(`sideways: ${html.scrollWidth} px in ${html.clientWidth}: ${out.slice(-2).map(says).join(" | ")}`);
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(one) || one.closest("script, style, noscript")) continue;
    const scale = one instanceof SVGElement ? one.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(one).fontSize) * scale;
    if (size < smallest) found.push(`small text: ${size} px: ${says(one)}`);
  }
  if (window.smallestInk < smallest) found.push(`small text: ${window.smallestInk} px in a chart`);

  const tall = "button, .button, select, textarea, summary, nav a, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit])";
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
"""


class Eye:
    """A tab that is looked at. What is wrong stands in `found`: address and how it was looked at → findings."""

    def __init__(self, context: BrowserContext) -> None:
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH_INK)
        self.page: Page = context.new_page()
        self.found: dict[str, list[str]] = {}
        self.seen: list[str] = []

    def open(self, address: str, *, status: int | None = 200) -> Response | None:
        """Open an address and look at it; it has to answer with `status`, or anything where that is None."""
        answer = self.page.goto(address)
        if answer and status is not None and answer.status != status:
            self.found[address] = [f"status {answer.status} instead of {status}"]
        self.look(address)
        return answer

    def look(self, name: str) -> None:
        """Look at what is open: every rule at both widths, colours in both schemes, the ruler at three widths."""
        self.seen.append(name)
        self.page.evaluate(AXE)
        self._note(name, NARROW, "light", ALL_RULES)
        self._note(name, NARROW, "dark", COLOURS)
        self._note(name, ZOOMED, "dark", None)
        self._note(name, WIDE, "dark", ALL_RULES)
        self._note(name, WIDE, "light", COLOURS)
        self._set(NARROW, "light")

    def _note(self, name: str, width: int, scheme: Any, rules: dict[str, Any] | None) -> None:
        self._set(width, scheme)
        found: list[str] = self.page.evaluate(RUN_AXE, rules) if rules else []
        if rules is not COLOURS:
            found += self.page.evaluate(RULER, SMALLEST_TEXT)
        if found:
            self.found[f"{name} at {width}, {scheme}"] = found

    def _set(self, width: int, scheme: Any) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=scheme)


def told(eye: Eye) -> str:
    """What was found, a line each."""
    return "\n".join(f"{where}\n    " + "\n    ".join(lines) for where, lines in eye.found.items())
