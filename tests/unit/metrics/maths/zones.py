"""Time zones whose clocks are awkward in different ways: half-hour changes, odd offsets, and none at all."""

from zoneinfo import ZoneInfo

ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kolkata", "America/St_Johns")
]
BERLIN, LORD_HOWE, CHATHAM, KOLKATA, ST_JOHNS = ZONES
