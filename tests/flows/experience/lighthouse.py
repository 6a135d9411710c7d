"""What Lighthouse says of a page, as a phone on a slow line sees it. `npx` fetches it; nothing of Node is ours."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.flows.conftest import CHROMIUM

LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node 20
DRIVER = Path(__file__).with_suffix(".mjs")
SPEED = "performance"
MOST_BYTES = 130_000


@dataclass
class Lighthouse:
    """A browser that stays open, and what steers it."""

    process: subprocess.Popen[str]

    def report(self, url: str, session: str, categories: tuple[str, ...]) -> dict[str, Any]:
        """Lighthouse's own report on a page."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"url": url, "session": session, "categories": categories}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "Lighthouse has ended"
        report: dict[str, Any] = json.loads(answer)
        assert "runtimeError" not in report, (url, report["runtimeError"])
        assert report["finalDisplayedUrl"] == url, f"{url} leads on to {report['finalDisplayedUrl']}"
        return report

    def look(self, url: str, session: str, categories: tuple[str, ...], latest: float) -> list[str]:
        """What is short of 100, or painted later than `latest` seconds; prints what docs/experience.md quotes.

        Speed is the median of three runs: where two agree, a third would not change it. The rest needs one.
        """
        runs = [self.report(url, session, (SPEED, *categories))]
        while not agreed([slow(run, latest) for run in runs]):
            runs.append(self.report(url, session, (SPEED,)))
        speed, paint = sorted(score(run, SPEED) for run in runs)[-2], sorted(map(lcp, runs))[1]
        rest = " ".join(f"{name} {score(runs[0], name)}" for name in categories)
        print(f"{url}: {SPEED} {speed} {rest}, largest paint {paint:.2f} s, {packed(runs[0])} bytes")  # noqa: T201 # docs
        late = [found for run in runs if (found := slow(run, latest))]
        return [one for name in categories for one in short_of(runs[0], name)] + (late[1] if len(late) > 1 else [])


@contextmanager
def started() -> Iterator[Lighthouse]:
    """Lighthouse, until it is no longer needed."""
    command = ["npx", "--yes", "--package", LIGHTHOUSE, "--", "node", str(DRIVER)]
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    env = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    with subprocess.Popen(
        [*command, *sandbox], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Lighthouse(process)


def agreed(found: list[list[str]]) -> bool:
    """Whether two runs say the same: well, or not."""
    bad = sum(map(bool, found))
    return bad > 1 or len(found) - bad > 1


def slow(report: dict[str, Any], latest: float) -> list[str]:
    """What is not as quick, or as light, as it has to be."""
    late = [f"largest paint {lcp(report):.2f} s, not {latest}"] if lcp(report) > latest else []
    heavy = [f"{packed(report)} bytes, not {MOST_BYTES}"] if packed(report) > MOST_BYTES else []
    return [*short_of(report, SPEED), *late, *heavy]


def score(report: dict[str, Any], category: str) -> int:
    """0 to 100."""
    return round(100 * (report["categories"][category]["score"] or 0))


def lcp(report: dict[str, Any]) -> float:
    """Seconds until the largest thing of the page is there."""
    return float(report["audits"]["largest-contentful-paint"]["numericValue"]) / 1000


def packed(report: dict[str, Any]) -> int:
    """Bytes of the page with all that it loads, as they came over the line."""
    return int(report["audits"]["total-byte-weight"]["numericValue"])


def short_of(report: dict[str, Any], category: str) -> list[str]:
    """What keeps a category below 100, with the words for it."""
    if score(report, category) == 100:
        return []
    return [
        f"{category}: {one['id']} ({report['audits'][one['id']].get('displayValue', '')})"
        for one in report["categories"][category]["auditRefs"]
        if one["weight"] and (report["audits"][one["id"]]["score"] or 0) < 1
    ]
