"""A mail server that throws letters away, in a process of its own: `python -m bench.sink [FILE]` prints its port.

With a file it writes down to whom each letter went, a line each, before it confirms the letter.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

ANSWERS = {b"EHLO": b"250 sink\r\n", b"HELO": b"250 sink\r\n", b"QUIT": b"221 bye\r\n"}
LETTER_END = b"\r\n.\r\n"


async def serve(book: IO[bytes] | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One conversation: as little SMTP (RFC 5321) as a well-behaved client needs."""
    writer.write(b"220 sink\r\n")
    to = b""
    while line := await reader.readline():
        command = line[:4].upper()
        if command == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(LETTER_END)
            if book:
                book.write(to + b"\n")
            writer.write(b"250 kept\r\n")
        else:
            if command == b"RCPT":
                to = line.partition(b"<")[2].partition(b">")[0]
            writer.write(ANSWERS.get(command, b"250 ok\r\n"))
        await writer.drain()
        if command == b"QUIT":
            break
    writer.close()


async def talk(book: IO[bytes] | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A conversation that the client may break off: its worker was killed."""
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        await serve(book, reader, writer)


async def main() -> None:
    """Listen on a free port of loopback until killed."""
    book = Path(sys.argv[1]).open("ab", buffering=0) if sys.argv[1:] else None  # noqa: SIM115 # until killed
    server = await asyncio.start_server(partial(talk, book), "127.0.0.1", 0, limit=2**20)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@contextmanager
def sink(book: Path | None = None) -> Iterator[int]:
    """The server in another process; its port."""
    command = [sys.executable, "-m", "bench.sink", *([str(book)] if book else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 # our own words
        try:
            yield int(process.stdout.readline() if process.stdout else "")
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(main())
