"""A mail server that throws letters away, in a process of its own: `python -m bench.sink` prints its port."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ANSWERS = {b"EHLO": b"250 sink\r\n", b"HELO": b"250 sink\r\n", b"QUIT": b"221 bye\r\n"}
LETTER_END = b"\r\n.\r\n"


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One conversation: as little SMTP (RFC 5321) as a well-behaved client needs."""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        command = line[:4].upper()
        if command == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(LETTER_END)
            writer.write(b"250 kept\r\n")
        else:
            writer.write(ANSWERS.get(command, b"250 ok\r\n"))
        await writer.drain()
        if command == b"QUIT":
            break
    writer.close()


async def main() -> None:
    """Listen on a free port of loopback until killed."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=2**20)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@contextmanager
def sink() -> Iterator[int]:
    """The server in another process; its port."""
    command = [sys.executable, "-m", "bench.sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 # our own words
        try:
            yield int(process.stdout.readline() if process.stdout else "")
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(main())
