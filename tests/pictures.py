"""A sheet of every page of the demo, to be looked at: `python -m tests.pictures ADDRESS FILE` beside `bin/up --demo`.

Each kind of page once, as its links lead to it, on a phone, a tablet and a computer, in the light and in the dark.
"""

import base64
import io
import os
import sys
from urllib.parse import urlsplit

import django
from PIL import Image
from playwright.sync_api import Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustapp.settings")
django.setup()

from django.urls import Resolver404, resolve  # noqa: E402 # Django is set up first

from tests.flows.conftest import CHROMIUM  # noqa: E402
from tests.flows.experience.eye import draw_all  # noqa: E402
from trustapp.demo.make import PASSWORD, SLUG  # noqa: E402

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
SHARE = 0.15  # of a page's size on the sheet
TALLEST = 1800  # px of a page that are shown
FIRST = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
SKIPPED = (".csv", ".xlsx", ".pdf", ".png", "/logout/")  # files, and what ends the session


def kind_of(address: str) -> str:
    """Which page of the product an address is; "" where it is none."""
    try:
        return str(resolve(urlsplit(address).path).view_name)
    except Resolver404:
        return ""


def sign_in(page: Page) -> None:
    """As the demo's owner."""
    page.goto("/accounts/login/")
    page.get_by_label("Your e-mail").fill(f"owner@{SLUG}.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def all_pages(page: Page) -> list[str]:
    """One address of each kind, found by following links."""
    found: dict[str, str] = dict.fromkeys(map(kind_of, (*FIRST, "/")), "")
    waiting = [f"/b/{SLUG}/", f"/b/{SLUG}/settings/", "/accounts/email/", "/businesses/?all"]
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address) or address
        if kind in found or urlsplit(address).path.endswith(SKIPPED):
            continue
        answer = page.goto(address)
        if not answer or "text/html" not in answer.headers["content-type"]:
            continue
        found[kind] = address
        waiting += [
            link for one in page.locator("a[href^='/'], a[href^='?']").all() if (link := one.get_attribute("href"))
        ]
        waiting = [one if one.startswith("/") else urlsplit(address).path + one for one in waiting]
    return [address for address in found.values() if address]


def pictures(page: Page, address: str) -> str:
    """A page six times, as a row of the sheet."""
    row = []
    page.goto(address)
    draw_all(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            page.wait_for_timeout(200)  # a chart is drawn anew
            whole = Image.open(io.BytesIO(page.screenshot(full_page=True)))
            shot = whole.crop((0, 0, whole.width, min(whole.height, TALLEST)))
            small = shot.resize((round(shot.width * SHARE), round(shot.height * SHARE)), Image.Resampling.LANCZOS)
            packed = io.BytesIO()
            small.save(packed, "PNG")
            row.append(f'<img src="data:image/png;base64,{base64.b64encode(packed.getvalue()).decode()}">')
    return f"<figure><figcaption>{kind_of(address) or address}</figcaption>{''.join(row)}</figure>"


STYLE = """
body { margin: 12px; background: #ccd; font: 13px system-ui; display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
figure { margin: 0; display: flex; flex-wrap: wrap; align-items: start; align-content: start; gap: 4px; }
figcaption { width: 100%; font-weight: bold; }
"""


def main(base: str, out: str) -> None:
    """Make the sheet."""
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        stranger, page = (browser.new_context(base_url=base).new_page() for _ in range(2))
        rows = [pictures(stranger, address) for address in FIRST]
        sign_in(page)
        rows += [pictures(page, address) for address in all_pages(page)]
        page.set_viewport_size({"width": 1520, "height": 800})
        page.goto("about:blank")
        page.set_content(f"<!DOCTYPE html><style>{STYLE}</style>{''.join(rows)}")
        sheet = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
        sheet.quantize(96).save(out, optimize=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
