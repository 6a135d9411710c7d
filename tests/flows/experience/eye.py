"""What is wrong with a page, by axe and by the ruler: in both colours, at both widths and at 200 % zoom."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page

HERE = Path(__file__).parent
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
FINDINGS, RULER, INK = ((HERE / name).read_text() for name in ("findings.js", "ruler.js", "ink.js"))
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {"runOnly": AA, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
NARROW, ZOOMED, WIDE = 320, 640, 1280  # 640 is what a window of 1280 leaves at 200 %
HEIGHT = 640
SMALLEST_TEXT = 14  # px


class Eye:
    """A tab that is looked at. What is wrong stands in `found`: address and how it was looked at → findings."""

    def __init__(self, context: BrowserContext) -> None:
        context.set_default_timeout(10_000)
        context.add_init_script(INK)
        self.page: Page = context.new_page()
        self.found: dict[str, list[str]] = {}
        self.seen: list[str] = []

    def open(self, address: str, *, status: int = 200, colours: bool = False) -> None:
        """Open an address, which has to answer with `status`, and look at it."""
        answer = self.page.goto(address)
        if answer and answer.status != status:
            self.found[address] = [f"status {answer.status} instead of {status}"]
        self.look(address, colours=colours)

    def look(self, name: str, *, colours: bool = False) -> None:
        """Look at what is open: every rule on a light phone and on a wide dark screen, the ruler at 200 % too.

        `colours` looks at them the other way round as well: dark on the phone, light on the wide screen.
        """
        self.seen.append(name)
        draw_all(self.page)
        self.page.evaluate(AXE)
        self._note(name, NARROW, "light", ALL_RULES)
        if colours:
            self._note(name, NARROW, "dark", COLOURS)
            self._note(name, WIDE, "light", COLOURS)
        self._note(name, ZOOMED, "dark", None)
        self._note(name, WIDE, "dark", ALL_RULES)
        self._set(NARROW, "light")

    def _note(self, name: str, width: int, scheme: Any, rules: dict[str, Any] | None) -> None:
        self._set(width, scheme)
        found: list[str] = self.page.evaluate(FINDINGS, rules) if rules else []
        if rules is not COLOURS:
            found += self.page.evaluate(RULER, SMALLEST_TEXT)
        if found:
            self.found[f"{name} at {width}, {scheme}"] = found

    def _set(self, width: int, scheme: Any) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=scheme)


def draw_all(page: Page) -> None:
    """Go past every chart, since each is drawn when it comes near; back at the top."""
    for figure in page.locator("figure[data-chart]").all():
        figure.scroll_into_view_if_needed()
        figure.and_(page.locator(".undrawn, :has(canvas)")).wait_for(state="attached")
    page.evaluate("scrollTo(0, 0)")


def told(eye: Eye) -> str:
    """What was found, a line each."""
    return "\n".join(f"{where}\n    " + "\n    ".join(lines) for where, lines in eye.found.items())
