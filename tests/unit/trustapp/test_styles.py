"""One style file for every page, joined from those that people write."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from trustapp import styles

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_every_style_but_that_of_paper_is_joined() -> None:
    assert {path.stem for path in styles.SOURCES.glob("*.css")} == {*styles.PARTS, "print"}


def test_the_joined_file_is_its_parts_in_order(tmp_path: Path) -> None:
    styles.join(tmp_path)
    joined = (tmp_path / styles.JOINED).read_text()
    places = [joined.index((styles.SOURCES / f"{name}.css").read_text()) for name in styles.PARTS]
    assert places == sorted(places)


def test_a_changed_part_is_in_the_next_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in styles.PARTS:
        (tmp_path / f"{name}.css").write_text(f".{name} {{ color: red; }}")
    monkeypatch.setattr(styles, "SOURCES", tmp_path)
    monkeypatch.setattr(styles.JoinedStyles, "storage", type(styles.JoinedStyles.storage)(location=tmp_path / "out"))
    finder = styles.JoinedStyles()
    assert ".tables { color: red; }" in Path(finder.find(styles.JOINED)).read_text()
    (tmp_path / "tables.css").write_text(".tables { color: blue; }")
    assert ".tables { color: blue; }" in Path(finder.find(styles.JOINED)).read_text()
    assert [path.name for path in (tmp_path / "out" / "css").iterdir()] == ["all.css"]


def test_developing_and_collecting_find_it() -> None:
    assert finders.find(styles.JOINED)
    assert finders.find("css/nothing.css") is None
    collected = {path for finder in finders.get_finders() for path, _ in finder.list([])}
    assert styles.JOINED in collected


def test_a_page_asks_for_one_style_file_before_it_shows(client: Client, db: None) -> None:
    html = client.get("/accounts/login/").content.decode()
    assert [line for line in html.splitlines() if 'rel="stylesheet"' in line and "print" not in line] == [
        '    <link rel="stylesheet" href="/static/css/all.css">'
    ]


def test_no_page_names_a_part() -> None:
    parts = [f"css/{name}.css" for name in styles.PARTS]
    assert not [
        (path.name, part) for path in TEMPLATES.rglob("*.html") for part in parts if f"'{part}'" in path.read_text()
    ]
