"""Survey letters to a mail server on loopback, beside one ready-made letter sent as often."""

import smtplib
from email.message import EmailMessage
from itertools import count

from django.test.utils import override_settings
from django.utils import timezone

from bench.data import CUSTOMERS, fill, make_business
from bench.database import analyse, own_database
from bench.harness import Result, pairs, path, said, timed
from bench.sink import sink
from foundation.tenancy.context import acting_for
from letters.delivery import send
from letters.models import Letter
from letters.purposes import purposes
from surveys.actions.rounds import INVITATION, plan_round, prepare_slice

GOAL = 5.0
ROUNDS, EACH = 3, 2000


@path("send", GOAL)
def measure() -> list[Result]:
    """A round's letters from the claim to the last settling, against smtplib over one connection."""
    with own_database(), sink() as port, override_settings(**_mail(port)):
        numbers = count()
        ready = _ready_made()

        def limit() -> float:
            with smtplib.SMTP("127.0.0.1", port) as line:
                return timed(lambda: [line.sendmail("a@b.example", ["c@d.example"], ready) for _ in range(EACH)], EACH)

        def ours() -> float:
            business, owner, survey = make_business(f"bench-{next(numbers)}")
            with said(f"send: a round of {EACH:,} prepared"):
                fill(CUSTOMERS, business, count=EACH)
                round_ = plan_round(business=business, survey_id=survey.id, audience={}, by=owner.id)
                while prepare_slice(business=business, round_id=round_.id, now=timezone.now()):
                    pass
                with acting_for(business):
                    Letter.objects.update(not_before=timezone.now())  # no minute to think it over
                analyse()
            took = timed(lambda: send(business_id=business.id, purpose=purposes[INVITATION], seconds=600), EACH)
            with acting_for(business):
                sent = Letter.objects.filter(state="sent").count()
            if sent != EACH:
                raise RuntimeError(f"{sent} of {EACH} letters were sent.")
            return took

        size = f"{EACH:,} letters a round, {len(ready):,} bytes ready-made"
        return [pairs("send", limit, ours, rounds=ROUNDS, goal=GOAL, size=size)]


def _mail(port: int) -> dict[str, object]:
    return {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}


def _ready_made() -> bytes:
    """A letter of a survey letter's size."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@b.example", "c@d.example", "How was it?"
    letter.set_content("How likely are you to recommend us?\n" * 20)
    letter.add_alternative("<p>How likely are you to recommend us?</p>\n" * 200, subtype="html")
    return letter.as_bytes()
