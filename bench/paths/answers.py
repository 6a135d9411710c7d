"""Answers a second: many customers at once, beside as many connections of pgbench."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlencode

from bench.data import make_asked
from bench.database import own_database
from bench.harness import Result, pairs, path, said
from bench.paths.answer import TRANSACTION
from bench.pgbench import seconds_each
from bench.web import served

GOAL = 5.0
CLIENTS, ROUNDS, EACH = 16, 3, 1_600
BODY = urlencode({"score": 9, "comment": "Good bread"})
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


@path("answers", GOAL)
def measure() -> list[Result]:
    """Seconds an answer with sixteen clients: pgbench's prepared transactions against POSTs over kept connections."""
    with own_database() as database:
        with said("answers: invitations made"):
            business, survey = make_asked(2 * (ROUNDS + 1) * EACH)
        blocks = count(0, EACH)  # each round takes links that nobody has used
        script = TRANSACTION.format(business=business.id, survey=survey.id).replace(
            "\\set n :n + 1", f"\\set n :n + 1\n\\set link :first + :client_id * {EACH // CLIENTS} + :n"
        )
        script = script.replace("|| :n)", "|| :link)")

        def limit() -> float:
            variables = {"n": 0, "first": next(blocks)}
            return seconds_each(script, transactions=EACH // CLIENTS, clients=CLIENTS, variables=variables)

        with served(database) as (host, port):

            def ours() -> float:
                first = next(blocks)
                tokens = [range(first + 1 + k, first + EACH + 1, CLIENTS) for k in range(CLIENTS)]
                begun = time.perf_counter()
                with ThreadPoolExecutor(CLIENTS) as people:
                    list(people.map(lambda mine: _send(host, port, business.code, mine), tokens))
                return (time.perf_counter() - begun) / EACH

            done = f"{EACH:,} answers a round, {CLIENTS} clients, 2 workers of 4 threads"
            return [pairs("answers", limit, ours, rounds=ROUNDS, goal=GOAL, size=done)]


def _send(host: str, port: int, code: str, tokens: range) -> None:
    line = http.client.HTTPConnection(host, port)
    for token in tokens:
        line.request("POST", f"/s/{code}/token{token}", BODY, HEADERS)
        response = line.getresponse()
        if response.status != http.HTTPStatus.OK or b"There is a problem" in response.read():
            raise RuntimeError(f"The answer was not taken: status {response.status}.")
