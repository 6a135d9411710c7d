"""The carrier over SMTP: one connection for many letters."""

import smtplib
import socket
import ssl
from typing import Any

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from letters.carriers import CUT_OFF, SENT, Answer, UnreachableError, refusal

COMMAND_SECONDS = 10.0  # for every step before the letter itself
CLOSING = 421  # RFC 5321: the server is about to hang up
START = 354
DONE, FORWARDED = 250, 251
Trouble = (OSError, smtplib.SMTPException)


class SmtpCarrier:
    """Speaks to the server of `EMAIL_URL`; opens the line when first needed, and again when it was cut."""

    def __init__(self, sender: str) -> None:
        """`sender` is the address that replies of machines go to."""
        self.sender = sender
        self.line: smtplib.SMTP | None = None

    def offer(self, to: str) -> Answer | None:
        """MAIL and RCPT. A line that was cut meanwhile is opened once more. Raises UnreachableError."""
        fresh = self.line is None
        answer = self._offer(to)
        if self.line is None and not fresh:
            answer = self._offer(to)
        return answer

    def hand_over(self, raw: bytes) -> Answer:
        """DATA and the letter. Until 354 the server has nothing; from then on only its 250 tells."""
        line = self._open()
        try:
            code, text = line.docmd("data")
        except Trouble:
            self._drop()
            return Answer("queued", "the line was cut before the letter was handed over")
        if code != START:
            return self._refused("letter", code, text)
        try:
            if line.sock is not None:
                line.sock.settimeout(settings.EMAIL_TIMEOUT)
            line.send(raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            code, text = line.getreply()
            if line.sock is not None:
                line.sock.settimeout(_patience())
        except Trouble:
            self._drop()
            return CUT_OFF
        if 200 <= code < 300:
            return SENT
        if not 400 <= code < 600:
            self._drop()
            return CUT_OFF
        return self._refused("letter", code, text)

    def close(self) -> None:
        """Say goodbye."""
        if self.line is not None:
            try:
                self.line.quit()
            except Trouble:
                self.line.close()
            self.line = None

    def _offer(self, to: str) -> Answer | None:
        line = self._open()
        commands = [f"MAIL FROM:<{self.sender}>", f"RCPT TO:<{to}>"]
        try:
            if line.has_extn("pipelining"):  # RFC 2920: both in one message, which saves a way there and back
                line.send("\r\n".join([*commands, ""]))
                (mail, _), (code, text) = line.getreply(), line.getreply()
            else:
                mail, _ = line.docmd(commands[0])
                code, text = line.docmd(commands[1]) if mail == DONE else (mail, b"")
        except Trouble:
            self._drop()
            return Answer("queued", "the line to the mail server was cut")
        if mail not in (DONE, CLOSING):
            self.close()
            raise UnreachableError(f"The mail server takes nothing from DEFAULT_FROM_EMAIL now (MAIL: {mail}).")
        return None if code in (DONE, FORWARDED) else self._refused("address", code, text)

    def _refused(self, step: str, code: int, text: bytes) -> Answer:
        if code == CLOSING or self.line is None:
            self._drop()
            return refusal(step, code, text)
        try:
            self.line.rset()
        except Trouble:
            self._drop()
        return refusal(step, code, text)

    def _drop(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def _open(self) -> smtplib.SMTP:
        if self.line is None:
            try:
                self.line = _connect()
            except Trouble as trouble:
                code = getattr(trouble, "smtp_code", "")
                raise UnreachableError(
                    f"The mail server of EMAIL_URL does not let us in ({type(trouble).__name__} {code}). "
                    "Look at its address, port, name and password."
                ) from None
        return self.line


def _patience() -> float:
    return float(min(COMMAND_SECONDS, settings.EMAIL_TIMEOUT))


def _connect() -> smtplib.SMTP:
    where: dict[str, Any] = {
        "host": settings.EMAIL_HOST,
        "port": settings.EMAIL_PORT,
        "timeout": _patience(),
        "local_hostname": DNS_NAME.get_fqdn(),
    }
    if settings.EMAIL_USE_SSL:
        line: smtplib.SMTP = smtplib.SMTP_SSL(**where, context=ssl.create_default_context())
    else:
        line = smtplib.SMTP(**where)
    try:
        if settings.EMAIL_USE_TLS:
            line.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        line.ehlo_or_helo_if_needed()
        if line.sock is not None:  # the end of a letter must not wait until its beginning is acknowledged
            line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        line.close()
        raise
    return line
