"""Messages that mail servers and mailbox providers send back about a letter."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP


def head_of(raw: bytes, *, own_id: bool) -> str:
    """The head of a letter as it is returned; where a server has put its own Message-ID in, without ours."""
    head = raw.partition(b"\r\n\r\n")[0].decode()
    if own_id:
        return head
    lines = [line for line in head.split("\r\n") if not line.startswith("Message-ID:")]
    return "\r\n".join(["Message-ID: <0102018f@email.amazonses.com>", *lines])


def returned(
    raw: bytes,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    said: str = "smtp; 550 5.1.1 no such user",
    whole: bool = False,
    own_id: bool = True,
) -> bytes:
    """A delivery status notification (RFC 3464) about a letter."""
    report = (
        "Reporting-MTA: dns; mx.example.net\r\n\r\n"
        "Final-Recipient: rfc822; somebody@example.com\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: {said}\r\n"
    )
    return _report("delivery-status", report, raw, whole=whole, own_id=own_id)


def complaint(raw: bytes, *, kind: str = "abuse", whole: bool = True, own_id: bool = True) -> bytes:
    """A complaint of a feedback loop (RFC 5965) about a letter."""
    report = f"Feedback-Type: {kind}\r\nUser-Agent: SomeLoop/1.0\r\nVersion: 1\r\n"
    return _report("feedback-report", report, raw, whole=whole, own_id=own_id)


def ordinary() -> bytes:
    """A mail that somebody wrote."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "Undelivered Mail Returned to Sender"
    message.set_content("Hello! Are you open on Sunday?")
    return message.as_bytes()


def letter_in(raw: bytes) -> EmailMessage:
    """A letter, parsed."""
    parsed = BytesParser(policy=SMTP).parsebytes(raw)
    assert isinstance(parsed, EmailMessage)
    return parsed


def _report(kind: str, fields: str, raw: bytes, *, whole: bool, own_id: bool) -> bytes:
    head = head_of(raw, own_id=own_id)
    original = f"{head}\r\n\r\nHello\r\n" if whole else f"{head}\r\n"
    parts = [
        ("text/plain; charset=utf-8", "This is a report.\r\n"),
        (f"message/{kind}", fields),
        ("message/rfc822" if whole else "text/rfc822-headers", original),
    ]
    body = "".join(f"--b\r\nContent-Type: {what}\r\n\r\n{text}\r\n" for what, text in parts)
    top = (
        "From: MAILER-DAEMON@mx.example.net\r\nTo: trust@example.com\r\nSubject: Report\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\r\n\r\n'
    )
    return f"{top}{body}--b--\r\n".encode()
