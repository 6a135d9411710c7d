"""A real SMTP server on loopback that keeps what it is given, and misbehaves on request.

    with smtp_sink() as sink:                  # or the fixture `sink`, which also points the settings at it
        sink.refused.add("ann@example.com")    # RCPT answers 550
        ...
        assert sink.recipients() == ["bob@example.com"]

It runs in a thread of its own on a port the system chose. Each set names recipients, compared in lower case:

* `refused`  RCPT answers 550 5.1.1: nobody lives there;
* `later`    RCPT answers 451: come back later;
* `unwanted` the letter is read and answered with 554: it is refused, the address is not;
* `dropped`  the letter is read and kept, then the line is cut before the 250;
* `silent`   the letter is read and kept, then nothing is said until the client gives up.

`closing_after` makes the server hang up with 421 after so many letters on one line. `letters` holds what arrived, in
order; `wait_for(n)` waits until n have; `counts()` says how often each Message-ID came, which is how a letter sent
twice shows. `connections` counts the lines that were opened. `settings()` are the Django settings that lead here, `url`
is the `EMAIL_URL` for another process. Like most servers it offers `pipelining`, unless that is set to False. `closed`
makes MAIL answer 550; `users` are the names and passwords that may log in; `smtp_sink(tls=context)` offers STARTTLS.
"""

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Arrived:
    """A letter as it came."""

    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """Parsed."""
        return message_from_bytes(self.raw, policy=POLICY)


@dataclass
class Sink:
    """What arrived, and who is to be treated badly."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    unwanted: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    closing_after: int | None = None
    pipelining: bool = True
    closed: bool = False
    users: dict[str, str] = field(default_factory=dict)
    letters: list[Arrived] = field(default_factory=list)
    connections: int = 0
    _came: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """Its EMAIL_URL."""
        return f"smtp://{HOST}:{self.port}"

    def settings(self) -> dict[str, Any]:
        """The Django settings that lead here."""
        return {
            "EMAIL_URL": self.url,
            "EMAIL_HOST": HOST,
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
        }

    def recipients(self) -> list[str]:
        """To whom letters came, in order."""
        return [letter.to for letter in self.letters]

    def counts(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(letter.message["Message-ID"]) for letter in self.letters)

    def wait_for(self, n: int) -> None:
        """Wait until `n` letters have come. Raises TimeoutError."""
        with self._came:
            if not self._came.wait_for(lambda: len(self.letters) >= n, PATIENCE_SECONDS):
                raise TimeoutError(f"{len(self.letters)} of {n} letters came.")

    def keep(self, letter: Arrived) -> None:
        """Take a letter in, and wake who waits for it."""
        with self._came:
            self.letters.append(letter)
            self._came.notify_all()


class _Manners:
    """The hooks that aiosmtpd calls."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.taken: Counter[int] = Counter()

    async def handle_EHLO(  # noqa: N802 # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.sink.connections += 1
        if self.sink.pipelining:
            responses.insert(-1, "250-PIPELINING")
        return responses

    async def handle_MAIL(  # noqa: N802 # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sink.closing_after is not None and self.taken[id(session)] >= self.sink.closing_after:
            await server.push("421 4.3.2 enough for one line")
            _hang_up(server)
            return "421 4.3.2 enough for one line"
        if self.sink.closed:
            return "550 5.7.1 not from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.lower() in self.sink.refused:
            return f"550 5.1.1 <{address}> nobody lives here"
        if address.lower() in self.sink.later:
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        to = str(envelope.rcpt_tos[0])
        if to.lower() in self.sink.unwanted:
            return "554 5.7.1 not wanted here"
        self.taken[id(session)] += 1
        self.sink.keep(Arrived(to, envelope.original_content or b""))
        if to.lower() in self.sink.dropped:
            _hang_up(server)
        if to.lower() in self.sink.silent:
            await asyncio.sleep(PATIENCE_SECONDS)
        return "250 OK"


class _Guard:
    """Lets the sink's users in."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    def __call__(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and self.sink.users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=known, handled=known)


class _Server(Controller):
    """A controller that listens on a port the system chose."""

    def __init__(self, sink: Sink, tls: ssl.SSLContext | None) -> None:
        # Named TCP, so that asyncio switches Nagle's algorithm off: it would hold back every second reply for 40 ms.
        self.listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.listening.bind((HOST, 0))
        sink.port = self.listening.getsockname()[1]
        super().__init__(
            _Manners(sink),
            hostname=HOST,
            port=sink.port,
            tls_context=tls,
            authenticator=_Guard(sink),
            auth_require_tls=False,
        )

    def _create_server(self) -> Coroutine[Any, Any, asyncio.Server]:
        return self.loop.create_server(self._factory_invoker, sock=self.listening)


def _hang_up(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


@contextmanager
def smtp_sink(tls: ssl.SSLContext | None = None) -> Iterator[Sink]:
    """Run a sink for the length of the block."""
    sink = Sink()
    server = _Server(sink, tls)
    server.start()
    try:
        yield sink
    finally:
        server.stop()
