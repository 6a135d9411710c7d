"""Structured logs: JSON in production, plain lines while developing."""

import re
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

# A token of a letter's link or a colleague's: 256 bits in the URL-safe alphabet; and the signed ones of a test letter,
# of confirming an address, of a new password.
TOKEN = re.compile(
    r"(?<![\w-])[\w-]{43}(?![\w-])"
    r"|(?<=/test/)[^/?\s\"']+|(?<=/confirm-email/)[^/?\s\"']+|(?<=/reset/key/)[^/?\s\"']+",
    re.ASCII,
)


def without_tokens(logger: Any, name: str, line: str) -> str:
    """The rendered line with every link's token blacked out: a log gives nobody the right to answer."""
    return TOKEN.sub("[token]", line)


def configuration(*, json: bool) -> dict[str, Any]:
    """The `LOGGING` setting; both our own lines and the libraries' take one form."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                    without_tokens,
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        # One line for each tick, sent, taken and done, would drown the rest.
        "loggers": {
            name: {"level": "WARNING"} for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace")
        },
    }
