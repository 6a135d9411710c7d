"""What is usual where a business is: how things are written, and when a week begins. A first guess, at sign-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH

from foundation.writing import STANDARD

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
WRITTEN: Mapping[str, str] = {  # after the Unicode CLDR; "close" is a percent sign without a space before it
    "month_first": "US CA PH PR GU",
    "half_days": "AU NZ IN PK BD LK SG MY EG SA AE JO KW QA OM BH",
    "comma": "DE AT LU ES DK RO HR SI MK",
    "comma_close": "NL BE IT GR IS RS BA TR BR AR CL CO EC PY UY VE BO ID VN",
    "space": "FR CZ SK FI SE NO LT",
    "space_close": "PT PL UA BG HU LV EE",
    "apostrophe": "CH LI",
}
BEGINS: Mapping[int, str] = {
    SUNDAY: "US CA MX PR GU PH BR CO PE VE JP KR TW HK TH IL IN SA",
    SATURDAY: "EG DZ LY IQ JO KW QA OM BH SY YE",
}


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual somewhere."""

    writing: str
    week_start: int


def usual(timezone: str) -> Usual:
    """What is usual in the country of a time zone; as in Europe's English where it is not known."""
    country = countries().get(timezone, "")
    writing = next((key for key, codes in WRITTEN.items() if country and country in codes.split()), STANDARD)
    begins = next((day for day, codes in BEGINS.items() if country and country in codes.split()), MONDAY)
    return Usual(writing, begins)


@cache
def countries() -> Mapping[str, str]:
    """The country of each time zone, from the table beside the zones; empty where a system has none."""
    table = next((path for path in (Path(folder) / "zone.tab" for folder in TZPATH) if path.is_file()), None)
    if table is None:
        return {}
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}
