"""A person who has no mouse: everything by Tab, Enter, Space, arrows and letters."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 90
FIRST_STOP = "Skip to the content"  # which follows the last
FOCUS = (Path(__file__).parent / "focus.js").read_text()


class Keyboard:
    """Fingers on the keys of a page. Each stop has to show where the focus is, and to lie below the one before."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = page.keyboard
        self.stops = 0

    def here(self) -> dict[str, Any] | None:
        """What has the focus, or None."""
        found: dict[str, Any] | None = self.page.evaluate(FOCUS)
        return found

    def reach(self, name: str, tag: str = "", *, group: str = "") -> None:
        """Press Tab until the focus is on what has this name. Raises AssertionError where it never gets there."""
        before: dict[str, Any] | None = None
        names: list[str] = []
        for _ in range(MOST_STOPS):
            self.keys.press("Tab")
            stop = self.here()
            self.stops += 1
            if stop is None:
                continue
            self._check(stop, None if stop["name"] == FIRST_STOP else before)
            names.append(stop["name"][:30])
            if name in stop["name"] and stop["tag"].startswith(tag) and group in stop["group"]:
                return
            before = stop
        raise AssertionError(f"Tab never reaches '{name}', only {names}")

    def press(self, name: str, tag: str = "") -> None:
        """Get to a button or a link and press Enter; the page that follows is there."""
        self.reach(name, tag)
        with self.page.expect_navigation():
            self.keys.press("Enter")

    def fill(self, name: str, words: str) -> None:
        """Get to a field and type in place of what stands there."""
        self.reach(name)
        self.keys.press("Control+A")
        self.keys.type(words)

    @staticmethod
    def _check(stop: dict[str, Any], before: dict[str, Any] | None) -> None:
        what = f"{stop['tag']} '{stop['name'][:60]}'"
        assert stop["name"], f"{what} has no name"
        assert stop["ringed"], f"{what} does not show that it has the focus"
        assert stop["inView"], f"{what} has the focus out of sight"
        assert not stop["covered"], f"{what} has the focus beneath something else"
        if before:
            assert stop["bottom"] > before["top"], f"{what} lies above '{before['name'][:60]}', which came before"

    def skip_to_the_content(self) -> None:
        """The first stop of a page leads past its menu."""
        self.keys.press("Tab")
        stop = self.here()
        assert stop
        assert stop["name"] == FIRST_STOP
        self.keys.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main"

    def go(self, place: str) -> None:
        """To a place of the menu."""
        self.press(place, "a")

    def choose(self, name: str, option: str) -> None:
        """Choose in a list by its first letters."""
        self.reach(name, "select")
        self.keys.type(option)

    def tick(self, group: str, steps: int) -> None:
        """Choose one of several, so many below the first."""
        self.reach("", "input:radio", group=group)
        self.keys.press("Space")
        for _ in range(steps):
            self.keys.press("ArrowDown")


class Thumb:
    """A person with a phone, or with a window that shows everything at double size: everything by touch."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def skip_to_the_content(self) -> None:
        """Nobody needs to."""

    def press(self, name: str, tag: str = "") -> None:
        """Touch a button or a link; the page that follows is no wider than the window."""
        role: Any = {"a": "link", "button": "button"}[tag]
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).first.tap()
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.evaluate("innerWidth"), f"{self.page.url} is {width} px wide"

    def fill(self, name: str, words: str) -> None:
        """Touch a field and type."""
        field = self.page.get_by_label(name, exact=False).first
        field.tap()
        field.fill(words)

    def go(self, place: str) -> None:
        """To a place of the menu, which is folded."""
        self.page.locator(".nav-small > summary").tap()
        self.press(place, "a")

    def choose(self, name: str, option: str) -> None:
        """Choose in a list."""
        self.page.get_by_label(name).select_option(label=option)

    def tick(self, group: str, steps: int) -> None:
        """Choose one of several."""
        self.page.get_by_role("group", name=group).get_by_role("radio").nth(steps).tap()
