"""What must be true after the day: looked up in the database and in the mail server's book, nothing taken on trust."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from accounts.models import Business
from bench.load.people import score
from bench.load.town import GUEST, Size, Town
from foundation.agenda.models import Due
from foundation.ledger.queries import verify
from foundation.tenancy.context import acting_for
from surveys.queries.verification import check_answers

CONCURRENCY = 2  # letters of a killed worker whose fate nobody can know
LOW = 6  # answers up to here get a case
# Of one business: its answers by score, its cases, its lines about new answers, and the answers that were counted.
COUNTS = """
SELECT (SELECT jsonb_object_agg(score, n) FROM (
        SELECT score, count(*) AS n FROM surveys_answer WHERE business_id = %(b)s AND state = 'confirmed'
        GROUP BY score) AS s),
    (SELECT count(*) FROM followup_case WHERE business_id = %(b)s),
    (SELECT count(DISTINCT subject) FROM ledger_line WHERE business_id = %(b)s AND kind = 'answer.given'),
    (SELECT coalesce(sum(n), 0) FROM metrics_dailyhistogram AS h, unnest(h.counts) AS n
        WHERE h.business_id = %(b)s AND h.kind = 'nps' AND h.dimension = '')
"""
FATES = """
SELECT c.email, i.state FROM surveys_invitation AS i
JOIN customers_customer AS c ON c.business_id = i.business_id AND c.id = i.customer_id
WHERE i.business_id = %(b)s AND i.round_id IS NOT NULL
"""


def faults(size: Size, town: Town, book: Path) -> tuple[list[str], int]:
    """Everything that is not as it must be, in words, and how many letters have an unknown fate."""
    asked: dict[str, Counter[int]] = {}
    for number, link in enumerate(town.links):
        asked.setdefault(link.split("/")[2], Counter())[score(number)] += 1
    found = [fault for business in town.businesses for fault in _of(business, asked.get(business.code, Counter()))]
    letters, unknown = _letters(size, town.businesses[0], book)
    late = list(Due.objects.exclude(error="").values_list("kind", "error")[:3])
    return [*found, *letters, *(f"{kind} failed: {error}" for kind, error in late)], unknown


def _of(business: Business, asked: Counter[int]) -> Iterator[str]:
    with acting_for(business), connection.cursor() as cursor:
        cursor.execute(COUNTS, {"b": business.id})
        scores, cases, lines, counted = cursor.fetchone()
    kept = Counter({int(value): n for value, n in json.loads(scores or "{}").items()})
    expected = {
        "answers": (sum(kept.values()), asked.total()),
        "cases": (cases, sum(n for value, n in asked.items() if value <= LOW)),
        "lines of new answers": (lines, asked.total()),
        "answers counted": (counted, asked.total()),
    }
    for what, (is_, should) in expected.items():
        if is_ != should:
            yield f"{business.slug}: {is_} {what}, not {should}"
    if kept != asked:
        yield f"{business.slug}: other scores than were sent"
    yield from (f"{business.slug}: {fault.what}" for fault in verify(business=business).faults)
    yield from (f"{business.slug}: {fault}" for fault in check_answers(business).faults)


def _letters(size: Size, business: Business, book: Path) -> tuple[list[str], int]:
    lines = book.read_text().split() if book.exists() else []
    came = Counter(line for line in lines if line.startswith(GUEST))  # colleagues get letters too
    with acting_for(business), connection.cursor() as cursor:
        cursor.execute(FATES, {"b": business.id})
        fates: dict[str, str] = dict(cursor.fetchall())
    unknown = {address for address, fate in fates.items() if fate == "unknown"}
    wrong = {
        "letters came twice": [address for address, n in came.items() if n > 1],
        "letters were lost and not flagged": [
            one for one, fate in fates.items() if one not in came and one not in unknown
        ],
        "invitations are neither sent nor unknown": [
            one for one, fate in fates.items() if fate not in ("sent", "unknown")
        ],
        "letters went to nobody that was asked": [one for one in came if one not in fates],
    }
    found = [f"{len(ones)} {what}" for what, ones in wrong.items() if ones]
    if len(fates) != size.letters:
        found.append(f"{len(fates)} people were asked, not {size.letters}")
    if len(unknown) > size.kills * CONCURRENCY:
        found.append(f"{len(unknown)} letters have an unknown fate after {size.kills} kills")
    return found, len(unknown)
