"""Letters for pictures and PDFs: DejaVu Sans, of which Latin, Greek, Cyrillic, Hebrew, Arabic and signs are kept."""

from pathlib import Path

HERE = Path(__file__).parent
REGULAR = HERE / "DejaVuSans.ttf"
BOLD = HERE / "DejaVuSans-Bold.ttf"
