"""Those who come to the pages: they answer and look at a steady rate, whether or not the pages keep up."""

import http.client
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from threading import Thread
from urllib.parse import urlencode

THREADS = 24
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TIMEOUT_SECONDS = 30
Act = Callable[[http.client.HTTPConnection, int], str]


@dataclass
class Crowd:
    """Requests at a rate: how long each took from the moment it was meant for, and what went wrong."""

    host: str
    port: int
    rate: float
    total: int
    act: Act
    took: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)

    def come(self, threads: int = THREADS) -> None:
        """Begin."""
        begun, numbers = time.monotonic(), count()
        self.threads = [Thread(target=self._go, args=(begun, numbers)) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def leave(self) -> None:
        """End early; whoever waits for an answer still gets it."""
        self.total = 0
        for thread in self.threads:
            thread.join()

    @property
    def here(self) -> bool:
        """Whether somebody still comes."""
        return any(thread.is_alive() for thread in self.threads)

    def percentile(self, share: float) -> float:
        """Seconds that so large a share of the requests took at most."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def _go(self, begun: float, numbers: "count[int]") -> None:
        line = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)
        for number in self._mine(numbers):
            meant = begun + number / self.rate
            time.sleep(max(0.0, meant - time.monotonic()))
            try:
                fault = self.act(line, number)
            except (OSError, http.client.HTTPException) as error:
                line.close()
                fault = type(error).__name__
            self.took.append(time.monotonic() - meant)
            if fault:
                self.faults.append(fault)
        line.close()

    def _mine(self, numbers: "count[int]") -> Iterator[int]:
        while (number := next(numbers)) < self.total:
            yield number


def answering(links: list[str]) -> Act:
    """Each answers one link: a sixth are unhappy, half leave words."""

    def answer(line: http.client.HTTPConnection, number: int) -> str:
        body = urlencode({"score": score(number), "comment": "Good bread" if number % 2 else "", "stamp": "page"})
        line.request("POST", links[number], body, FORM)
        return _fault(line, b"There is a problem")

    return answer


def score(number: int) -> int:
    """What the answer `number` says."""
    return (10, 9, 8, 9, 10, 3)[number % 6]


def looking(cookies: list[tuple[str, str]]) -> Act:
    """Each opens the home page of one business."""
    chance = random.Random(2)  # noqa: S311 # the same walk each time

    def look(line: http.client.HTTPConnection, number: int) -> str:
        page, cookie = chance.choice(cookies)
        line.request("GET", page, headers={"Cookie": cookie})
        return _fault(line, None)

    return look


def _fault(line: http.client.HTTPConnection, never: bytes | None) -> str:
    reply = line.getresponse()
    page = reply.read()
    if reply.status != http.HTTPStatus.OK:
        return f"status {reply.status}"
    return "not taken" if never and never in page else ""
