"""One answer stored, from the customer's POST to the commit."""

import http.client
import statistics
import time
from itertools import count
from urllib.parse import urlencode

from bench.data import make_asked
from bench.database import own_database
from bench.harness import Result, pairs, path, said
from bench.pgbench import median_latency
from bench.web import served

GOAL = 6.0
ROUNDS, EACH = 5, 300
TRANSACTION = """\\set n :n + 1
BEGIN;
SET LOCAL app.business_id = '{business}';
UPDATE surveys_invitation SET answered_at = now()
 WHERE business_id = '{business}' AND token_hash = sha256(('token' || :n)::bytea);
INSERT INTO surveys_answer (business_id, id, survey_id, invitation_id, customer_id, kind, score, comment, state,
 set_aside, source, given_at, given_on, segments, properties, salt, layout)
 VALUES ('{business}', gen_random_uuid(), '{survey}', md5('i' || :n)::uuid, md5('c' || :n)::uuid, 'nps', 9, 'Good',
 'confirmed', '', 'letter', now(), current_date, '{{}}', '{{}}', '\\x00112233445566778899aabbccddeeff', 1);
INSERT INTO ledger_line (business_id, id, kind, at, subject, data)
 VALUES ('{business}', gen_random_uuid(), 'answer.given', now(), gen_random_uuid(), '{{"commitment": "0"}}');
INSERT INTO agenda_due (id, business_id, kind, key, due_at, attempts, error)
 VALUES (gen_random_uuid(), '{business}', 'ledger.seal', '', now(), 0, '');
COMMIT;
"""


@path("answer", GOAL)
def measure() -> list[Result]:
    """pgbench's prepared transaction against a POST over one kept connection, both p50."""
    with own_database() as database:
        with said("answer: invitations made"):
            business, survey = make_asked(2 * (ROUNDS + 1) * EACH)
        numbers = count(1)
        script = TRANSACTION.format(business=business.id, survey=survey.id)

        def limit() -> float:
            first = next(numbers)
            for _ in range(EACH - 1):
                next(numbers)
            return median_latency(script, transactions=EACH, variables={"n": first - 1})

        with served(database) as (host, port):

            def ours() -> float:
                line = http.client.HTTPConnection(host, port)
                return statistics.median(_post(line, f"/s/{business.code}/token{next(numbers)}") for _ in range(EACH))

            return [pairs("answer", limit, ours, rounds=ROUNDS, goal=GOAL, size=f"{EACH} answers a round")]


def _post(line: http.client.HTTPConnection, address: str) -> float:
    body = urlencode({"score": 9, "comment": "Good bread"})
    begun = time.perf_counter()
    line.request("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"})
    response = line.getresponse()
    page = response.read()
    took = time.perf_counter() - begun
    if response.status != http.HTTPStatus.OK or b"There is a problem" in page:
        raise RuntimeError(f"The answer was not taken: status {response.status}.")
    return took
