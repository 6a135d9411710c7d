"""Checked values with their sources, kept beside the project rather than in it.

Tests carry the values that matter as literals; where the file is at hand one more test compares against it.
"""

import json
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT.parent / "shared" / "data" / "reference.json"


def reference() -> dict[str, Any] | None:
    """The whole file, or None where it is not beside this checkout."""
    if not REFERENCE.exists():
        return None
    values: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return values
