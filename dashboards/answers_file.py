"""What a file of answers holds. A small one is made while somebody waits, a larger one by `actions.making`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from accounts.models import Business
from customers.queries import person
from dashboards.exports.report import Grid, Report
from dashboards.forms import AnswersForm
from dashboards.presenters import report as written
from dashboards.presenters.answers import Chosen, sentence
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day
from metrics.measures import MEASURES
from surveys.queries.answer_lines import AnswerLine, Place, answer_lines
from surveys.queries.answers import Filters, count_answers
from surveys.queries.looking import first_day_looked_at, moment_looked_back_to

LOOKED_AT = 100_000  # answers that one statement goes through: a quarter of a second, for any filter
# So much is surely written within a second, on a machine that is busy too (docs/sharing.md). A PDF takes its time by
# the letters in it, hence the second limit.
AT_ONCE = {"csv": 5_000, "xlsx": 1_000, "pdf": 25}
LETTERS_AT_ONCE = 3_000
MOST = {"xlsx": 1_000_000, "pdf": 500}  # a sheet ends at 1,048,576 rows, and nobody reads more pages
MOST_LETTERS = 60_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers in which form; `dimensions` are the columns about where."""

    form: str
    chosen: Chosen
    dimensions: Sequence[str]


def wanted(form: str, asked: Mapping[str, str], dimensions: Sequence[str]) -> Wanted:
    """From the filters as an address has them."""
    return Wanted(form, AnswersForm(asked, dict.fromkeys(dimensions, ())).chosen(), dimensions)


def small(business: Business, asked: Wanted, now: datetime) -> Report | None:
    """The whole of a file that is made at once; None where it holds, or goes through, too many answers for that."""
    most = AT_ONCE[asked.form]
    if within_a_look(business, asked.chosen) != asked.chosen:
        return None
    found = lines(business, asked, None, most + 1)
    if len(found) > most or len(readable(asked.form, found, LETTERS_AT_ONCE)) < len(found):
        return None
    return report(business, asked, grid(business, asked, found), (len(found), len(found)), now)


def within_a_look(business: Business, chosen: Chosen) -> Chosen:
    """The same filters, as far back as may be looked while somebody waits; one customer's answers are found at once."""
    if chosen.customer:
        return chosen
    first = first_day_looked_at(business, calendar_of(business).zone, filters(chosen), most=LOOKED_AT)
    return replace(chosen, first=first) if first else chosen


def lines(
    business: Business, asked: Wanted, below: Place | None, limit: int, since: datetime | None = None
) -> list[AnswerLine]:
    """The next answers, the newest first; none given before `since`."""
    return answer_lines(business, below=below, limit=limit, **filters(asked.chosen) | {"given_since": since})


def readable(form: str, found: Sequence[AnswerLine], most: int = MOST_LETTERS) -> Sequence[AnswerLine]:
    """The first of these answers that a PDF has room for, one at least; all of them in other forms."""
    if form != "pdf":
        return found
    letters = accumulate(len(one.comment) + sum(map(len, one.segments.values())) for one in found)
    return found[: max(1, sum(so_far <= most for so_far in letters))]


def count(business: Business, asked: Wanted, before: datetime | None, since: datetime | None) -> int:
    """How many there are, of those given in this time."""
    return count_answers(business, **filters(asked.chosen) | {"given_before": before, "given_since": since})


def look(business: Business, asked: Wanted, before: datetime | None) -> datetime | None:
    """How far back one look reaches from a moment on; None where it reaches the oldest answer."""
    return moment_looked_back_to(business, filters(asked.chosen), before=before, most=LOOKED_AT)


def grid(business: Business, asked: Wanted, found: Sequence[AnswerLine]) -> Grid:
    """Answers as rows."""
    return written.answers_grid(found, asked.dimensions, calendar_of(business).zone)


def report(business: Business, asked: Wanted, rows: Grid, held_of: tuple[int, int], now: datetime) -> Report:
    """Rows below the sentences of a file that holds so many answers of so many."""
    held, found = held_of
    return written.answers_report(
        business=business.name,
        sentence=in_words(business, asked.chosen, found, now),
        grid=rows if found else None,
        dimensions=asked.dimensions,
        made=written.made(now, calendar_of(business).zone),
        most=held if held < found else None,
    )


def in_words(business: Business, chosen: Chosen, found: int, now: datetime) -> str:
    """The filters as a sentence."""
    question = MEASURES[chosen.kind].plain_name if chosen.kind else ""
    whose = person(business, chosen.customer) if chosen.customer else None
    name = whose.label if whose else "somebody who is not here" if chosen.customer else ""
    return sentence(chosen, found, question, local_day(now, calendar_of(business).zone), name)


def filters(chosen: Chosen) -> Filters:
    """The filters as `surveys.queries` takes them."""
    return {
        "kind": chosen.kind or None,
        "customer": chosen.customer,
        "band": chosen.band or None,
        "segment": chosen.segment,
        "since": chosen.first,
        "until": chosen.until,
        "words": chosen.words,
        "with_comment": chosen.with_comment,
        "state": chosen.state or None,
    }
