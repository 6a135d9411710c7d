"""Structured logs without anybody's data: JSON in production, plain lines while developing."""

import re
import sys
import traceback
from typing import Any

import structlog

# A token of a letter's link or a colleague's: 256 bits in the URL-safe alphabet; and the signed ones of a test letter,
# of stopping letters, of confirming an address, of a new password.
TOKEN = re.compile(
    r"(?<![\w-])[\w-]{43}(?![\w-])"
    r"|(?<=/test/)[^/?\s\"']+|(?<=/stop/)[^/?\s\"']+|(?<=/confirm-email/)[^/?\s\"']+|(?<=/reset/key/)[^/?\s\"']+",
    re.ASCII,
)
ADDRESS = re.compile(r"[^\s@<>\"'()\[\]{}:;,/\\=]{1,64}@[^\s@<>\"'()\[\]{}:;,/\\=]{1,255}")
TASK_LOGGER = "celery.app.trace"


def without_secrets(logger: Any, name: str, line: str) -> str:
    """The rendered line with tokens of links and mail addresses blacked out: the last wall, not the first."""
    line = TOKEN.sub("[token]", line)
    return ADDRESS.sub("[address]", line) if "@" in line else line


def where_it_failed(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """An exception as its types and places: its words may quote a row or what somebody typed."""
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        event["exception"] = [_described(one) for one in _chain(fault)]
    event.pop("stack_info", None)
    return event


def named_by_task(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Celery's own word about a task that failed, with the task's name in place of the exception's text."""
    record = event.get("_record")
    if record is not None and record.name == TASK_LOGGER:
        about = getattr(record, "data", None) or {}
        event["event"], event["task"] = "task failed", about.get("name", "unknown")
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configuration(*, json: bool) -> dict[str, Any]:
    """The `LOGGING` setting; both our own lines and the libraries' take one form."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    written = (
        [where_it_failed, structlog.processors.JSONRenderer()]
        if json
        else [structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    named_by_task,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *written,
                    without_secrets,
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # One line for each tick, sent, taken and done, would drown the rest.
            **{name: {"level": "WARNING"} for name in ("celery.beat", "celery.worker.strategy", TASK_LOGGER)},
            # They name the letters that they draw, and so the names in a report.
            **{name: {"level": "ERROR"} for name in ("fpdf", "fontTools", "PIL")},
            # It repeats our own line of a request, with the address in place of the route.
            "django.request": {"level": "ERROR"},
        },
    }


def _chain(fault: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while fault is not None and fault not in found:
        found.append(fault)
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return found


def _described(fault: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(fault.__traceback__)
    kind = type(fault)
    return {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }
