"""What a report of an error holds, and what it never does."""

from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from trustapp.errors import report_to

TOKEN = "A" * 43


class Kept(Transport):
    """A transport that keeps what would be sent."""

    sent: list[Any]

    def capture_envelope(self, envelope: Any) -> None:
        """Keep it."""
        Kept.sent.append(envelope.get_event())


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Reports of errors, caught before they leave."""
    Kept.sent = []
    start = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: start(**options, transport=Kept))
    report_to("http://key@127.0.0.1/1")
    yield Kept.sent
    sentry_sdk.get_global_scope().set_client(None)


def fail(word: str) -> None:
    raise ValueError(word)


def test_a_report_says_what_failed_without_saying_whose_data(sent: list[Any]) -> None:
    address = "@".join(("ann", "example.com"))  # a report shows lines of source: whole, it would stand in them
    try:
        fail(address)
    except ValueError as fault:
        sentry_sdk.capture_exception(fault)
    (report,) = sent
    assert report["exception"]["values"][0]["type"] == "ValueError"
    assert address not in str(report)


def test_a_links_token_is_blacked_out(sent: list[Any]) -> None:
    request: Any = {
        "url": f"http://127.0.0.1/s/abc/{TOKEN}",
        "data": {"comment": "secret"},
        "cookies": {"sessionid": "x"},
    }
    sentry_sdk.capture_event({"message": "late", "request": request})
    (report,) = sent
    assert report["request"] == {"url": "http://127.0.0.1/s/abc/[token]"}


def test_without_an_address_nothing_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: begun.append(options))
    report_to("")
    assert begun == []
