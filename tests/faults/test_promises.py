"""`docs/promises.md` names tests that exist."""

import re

from django.conf import settings

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_a_promise_names_exists() -> None:
    named = NAMED.findall((settings.BASE_DIR / "docs" / "promises.md").read_text())
    assert len(named) > 30
    for path, name in named:
        file = settings.BASE_DIR / path
        assert file.exists(), path
        assert not name or f"def {name}(" in file.read_text(), f"{path}::{name}"
