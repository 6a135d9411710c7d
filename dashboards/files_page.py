"""What the page "Your files" is given."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.models import Business
from customers.importing_words import time_left
from dashboards import answers_file
from dashboards.answers_file import MOST
from dashboards.models import Export, ExportState
from dashboards.presenters import periods
from dashboards.queries.exports import KEPT, files_of, kept_until
from foundation import writing
from metrics.businesses import calendar_of

NAMES = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF"}
STANDS_STILL = timedelta(minutes=5)
FAILED = "It could not be made, though it was tried several times. What is made of it is kept: you can try again."
WITHDRAWN = "Deleted: a customer who may have stood in it was forgotten. Ask for it again, and it is made without them."


def context(request: MemberRequest) -> dict[str, Any]:
    """Context of `dashboards/files.html` and of its living part."""
    now = timezone.now()
    found = [line(request.business, file, now) for file in files_of(request.business, request.user.id, now)]
    return {"files": found, "making": sum(one["making"] for one in found), "days": KEPT.days}


def line(business: Business, file: Export, now: datetime) -> dict[str, Any]:
    """One file in words."""
    zone = calendar_of(business).zone
    total = min(file.found or 0, MOST.get(file.form, file.found or 0))
    making = file.state == ExportState.MAKING
    return {
        "id": file.id,
        "name": name(file),
        "what": what(business, file, now),
        "when": f"Asked for {periods.moment(file.asked_at, now, zone)}",
        "making": making,
        "ready": file.state == ExportState.READY,
        "done": file.done,
        "total": total if making and file.form != "pdf" else 0,
        "left": time_left(file.done, total, file.began_at, now),
        "failed": file.state == ExportState.FAILED,
        "still": making and now - (file.moved_at or file.asked_at) > STANDS_STILL,
        "size": size(file.size),
        "until": until(kept_until(file), zone),
    }


def name(file: Export) -> str:
    """CSV file of answers."""
    return f"{NAMES[file.form]} file of answers"


def facts(file: Export, zone: ZoneInfo) -> str:
    """1,344 answers, 69 KB, kept until 25 November 2026."""
    answers = f"{writing.count(file.done)} answer{'' if file.done == 1 else 's'}"
    return f"{answers}, {size(file.size)}, {until(kept_until(file), zone)}."


def what(business: Business, file: Export, now: datetime) -> str:
    """Which answers: as the page's sentence says it, once they are counted."""
    if file.state == ExportState.WITHDRAWN:
        return WITHDRAWN
    if file.state == ExportState.FAILED:
        return FAILED
    if file.found is None:
        return ""
    wanted = answers_file.wanted(file.form, file.asked, file.dimensions)
    words = answers_file.in_words(business, wanted.chosen, max(file.found, file.done), now)
    is_cut = file.state == ExportState.READY and file.done < file.found
    return f"{words} It holds the newest {writing.count(file.done)}." if is_cut else words


def until(at: datetime, zone: ZoneInfo) -> str:
    """kept until 25 November 2026."""
    return f"kept until {writing.full_day(at.astimezone(zone).date())}"


def size(of: int) -> str:
    """340 KB; 12 MB."""
    kilobytes = max(1, round(of / 1000))
    return f"{writing.count(kilobytes)} KB" if kilobytes < 1000 else f"{writing.count(round(of / 1_000_000))} MB"
