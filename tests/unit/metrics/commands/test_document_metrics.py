"""The page that says what each metric means."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from metrics.measures import MEASURES


def test_the_page_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("document_metrics")
    page = Path(settings.BASE_DIR) / "docs" / "metrics.md"
    assert capsys.readouterr().out == page.read_text(encoding="utf-8")


def test_the_page_has_a_chapter_for_every_metric(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("document_metrics")
    page = capsys.readouterr().out
    assert [key for key in MEASURES if f"## `{key}`" not in page] == []
    assert "registered trademarks" in page
