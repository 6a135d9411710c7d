"""Files to be taken away: a report in one of three forms, and the chart as a picture."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

from dashboards.exports.report import Report
from foundation.writing import STANDARD, written_as

# Loaded when first asked for: a page does not carry what fpdf2, openpyxl and Pillow bring.
PDF, SHEETS, PNG, LAYOUT = (
    "dashboards.exports.pdf",
    "dashboards.exports.sheets",
    "dashboards.drawing.png",
    "dashboards.drawing.layout",
)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}


def written_in(form: str) -> AbstractContextManager[None]:
    """How a file writes days and numbers: CSV, which programs read, in the standard way."""
    return written_as(STANDARD) if form == "csv" else nullcontext()


def report_file(report: Report, form: str, name: str, now: datetime) -> HttpResponse:
    """The report as `csv`, `xlsx` or `pdf`, to be saved."""
    return file(written(report, form, now), form, name)


def written(report: Report, form: str, now: datetime) -> bytes:
    """The report as `csv`, `xlsx` or `pdf`."""
    match form:
        case "csv":
            content: bytes = import_module(SHEETS).as_csv(report)
        case "xlsx":
            content = import_module(SHEETS).as_xlsx(report)
        case _:
            content = import_module(PDF).as_pdf(report, now)
    return content


def picture(spec: Mapping[str, Any]) -> bytes:
    """A chart as PNG."""
    painter = import_module(PNG)
    painted: bytes = painter.png(import_module(LAYOUT).lay_out(spec, painter.width_of))
    return painted


def file(content: bytes, form: str, name: str) -> HttpResponse:
    """An answer that is saved and not opened; `name` is ours alone, made of slugs, keys and days."""
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = disposition(form, name)
    return response


def stream(pieces: Iterator[bytes], size: int, form: str, name: str) -> StreamingHttpResponse:
    """Such an answer piece by piece; one that breaks off is shorter than it said, so that nobody takes it for whole."""
    response = StreamingHttpResponse(pieces, content_type=TYPES[form])
    response["Content-Disposition"] = disposition(form, name)
    response["Content-Length"] = str(size)
    return response


def disposition(form: str, name: str) -> str:
    """What a browser calls the file that it saves."""
    return f'attachment; filename="{name}.{form}"'


def name_of(slug: str, what: str, on: date) -> str:
    """kornblume-nps-2026-11-18."""
    return f"{slug}-{what}-{on.isoformat()}"
