"""Reports of errors to a Sentry server, where `SENTRY_DSN` names one: what failed and where, and nobody's data."""

from typing import TYPE_CHECKING, Any

from trustapp.logs import TOKEN

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT_OF_A_REQUEST = ("method", "url")


def report_to(dsn: str) -> None:
    """Send unhandled errors to `dsn` (empty: to nobody), without bodies, cookies, variables or links' tokens."""
    if dsn:
        import sentry_sdk  # a fifth of a command's start, for those only who have such a server

        sentry_sdk.init(
            dsn=dsn,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            before_send=scrubbed,
        )


def scrubbed(event: "Event", hint: "Hint") -> "Event | None":
    """The report without anything that a person typed or that lets somebody answer in their place."""
    event.pop("user", None)
    request: Any = event.get("request")
    if request:
        kept: dict[str, object] = {
            key: TOKEN.sub("[token]", str(request[key])) for key in KEPT_OF_A_REQUEST if key in request
        }
        event["request"] = kept
    for failure in event.get("exception", {}).get("values", []):
        failure["value"] = ""  # a database's message quotes the row
    return event
