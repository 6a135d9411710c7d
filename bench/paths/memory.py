"""Whether memory grows with the work: of an import, of a recount, of the product's processes over much small work."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.command import run
from bench.data import ANSWERS, fill, make_business
from bench.database import analyse, own_database
from bench.harness import Result, path, said, size_of
from bench.load.people import Crowd, answering
from bench.load.processor import processes
from bench.load.product import HOST, product
from bench.load.town import Size, build
from bench.paths.bring_in import write_customers
from bench.sink import sink
from trustapp.supervisor import Supervisor

FLAT = 1.1
LARGEST = 1_000_000  # rows; a hundredth of it are pieces of work
BUSINESSES, RATE, LONGEST_SECONDS = 1_000, 40, 900
MB = 1024


@path("memory", FLAT)
def measure() -> list[Result]:
    """The peak of an import and of a recount beside that of ten thousand rows; processes beside their first work."""
    largest = size_of("memory", LARGEST)
    return [*_commands([largest // part for part in (100, 10, 1)]), *_processes(largest // 100)]


def _commands(steps: list[int]) -> list[Result]:
    with own_database() as database, TemporaryDirectory() as folder:

        def bring_in(count: int) -> float:
            slug, file = f"import-{count}", Path(folder) / "customers.csv"
            make_business(slug)
            write_customers(file, count)
            return run(database, "import_customers", slug, str(file)).megabytes

        def recompute(count: int) -> float:
            slug = f"recount-{count}"
            business, _, survey = make_business(slug)
            fill(ANSWERS, business, survey.id, count=count, days=400)
            analyse()
            return run(database, "recompute", slug, "--from-scratch").megabytes

        return [*_growing("import", "customers", steps, bring_in), *_growing("recompute", "answers", steps, recompute)]


def _growing(name: str, unit: str, steps: list[int], peak: Callable[[int], float]) -> list[Result]:
    with said(f"memory: {name} of {steps[0]:,} to {steps[-1]:,} {unit}"):
        peaks = [peak(step) for step in steps]
    return [_result(name, peaks[0], each, f"{step:,} {unit}") for step, each in zip(steps[1:], peaks[1:], strict=True)]


def _processes(many: int) -> list[Result]:
    """Answers come by the pages, and the worker does what follows, until it has done so many pieces."""
    with own_database() as database, TemporaryDirectory(ignore_cleanup_errors=True) as folder, sink() as post:
        size = Size(seconds=LONGEST_SECONDS, rate=RATE, letters=0, businesses=BUSINESSES)
        with said(f"memory: {BUSINESSES:,} businesses and {size.answers:,} letters that arrived, made"):
            town = build(size)
            analyse()
        with product(database, f"smtp://{HOST}:{post}", Path(folder)) as (supervisor, port):
            people = Crowd(HOST, port, size.rate, size.answers, answering(town.links))
            with said(f"memory: {many:,} pieces of work"):
                people.come()
                try:
                    _until(supervisor, Path(folder), many // 10)
                    before = _held(supervisor)
                    done = _until(supervisor, Path(folder), many)
                    after = _held(supervisor)
                finally:
                    people.leave()
    if people.faults:
        raise RuntimeError(f"{len(people.faults)} answers were not taken: {people.faults[0]}")
    size_said = f"{done:,} pieces of work, {len(people.took):,} answers"
    return [_result(name, before[name], after[name], size_said) for name in ("worker", "web")]


def _until(supervisor: Supervisor, folder: Path, pieces: int) -> int:
    """Wait until the worker has done so many pieces of work; how many it has. Raises TimeoutError."""
    end = time.monotonic() + LONGEST_SECONDS
    while (done := _done(folder)) < pieces:
        if time.monotonic() > end:
            raise TimeoutError(f"The worker did {done:,} of {pieces:,} pieces of work in {LONGEST_SECONDS} s.")
        supervisor.look(lambda line: None)
        time.sleep(1)
    return done


def _done(folder: Path) -> int:
    """How many pieces of work the worker has done, by its log."""
    return (folder / "log" / "worker.log").read_bytes().count(b'"work done"')


def _held(supervisor: Supervisor) -> dict[str, float]:
    """Megabytes of each of the supervisor's children with all its processes; what they share counts once."""
    names = {child.process.pid: child.name for child in supervisor.children if child.process}
    held = dict.fromkeys(names.values(), 0.0)
    for pid, each in processes().items():
        if each.session in names:
            with suppress(OSError):  # it has ended meanwhile
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                held[names[each.session]] += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / MB
    return held


def _result(name: str, limit: float, ours: float, size: str) -> Result:
    ratio = round(ours / limit, 3)
    note = f"megabytes, not µs: {ours:.0f} beside {limit:.0f}"
    return Result(f"memory-{name}", ratio, (ratio, ratio), limit / 1e6, ours / 1e6, FLAT, size, note)
