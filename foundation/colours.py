"""Colours that words can be read on. Pure. Contrast as WCAG 2.2 defines it (success criterion 1.4.3)."""

import re
from functools import lru_cache

READABLE = 4.5  # white words on the colour
STEP = 0.96


def is_colour(text: str) -> bool:
    """Whether a text is a colour as CSS takes it: `#rrggbb`."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of white and `#rrggbb`, from 1 to 21."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@lru_cache(maxsize=1024)
def readable(colour: str) -> str:
    """The colour itself where white words on it reach 4.5:1, else the lightest darker one of its hue that does."""
    parts: list[float] = [float(part) for part in _parts(colour)]
    found = colour
    while contrast_with_white(found) < READABLE:
        parts = [part * STEP for part in parts]
        found = "#" + "".join(f"{round(part):02x}" for part in parts)
    return found


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
