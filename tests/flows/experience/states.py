"""Businesses in every state that a page can show, made straight in the tests' database."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.invitations import invite, write_letters
from accounts.models import Business, User
from accounts.roles import Role
from customers.models import Import, ImportFault, ImportState
from dashboards.actions.sharing import Target, make_link
from dashboards.models import Export, ExportState
from dashboards.stop_links import stop_token
from followup.lists import LISTS
from followup.models import CaseEntry, CaseState, EntryKind
from foundation.models import Due
from foundation.tenancy.context import acting_for
from letters import outbox
from letters.purposes import Mail
from surveys.models import Answer, Invitation, Round, RoundState, Survey
from tests.factories.accounts import make_business, make_member, make_user
from tests.factories.answers import make_survey
from tests.factories.customers import make_customer
from tests.factories.followup import make_ann, make_answer, make_case, make_text
from tests.factories.metrics import catch_up, give, make_goal
from tests.factories.tables import csv_bytes
from tests.flows.experience.places import client_of
from trustapp.demo import make

PASS_PHRASE = "a long pass phrase"  # a test's
CONFIRM = r"accounts/^confirm-email/(?P<key>[-:\w]+)/$"
RESET = r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
LONG = "Bäckerei und Konditorei Kornblume am Alten Markt"


@dataclass
class Place:
    """A business and somebody who looks at it."""

    business: Business
    user: User

    @property
    def base(self) -> str:
        """Where its pages begin."""
        return f"/b/{self.business.slug}/"


def with_password(user: User) -> User:
    """Somebody who can sign in with `PASS_PHRASE`."""
    user.set_password(PASS_PHRASE)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def empty() -> Place:
    """Signed up a minute ago, with a long name."""
    business = make_business(name=LONG)
    return Place(business, make_member(business))


def filled() -> Place:
    """The demo: fourteen months of a bakery."""
    make.make(timezone.now())
    business = Business.objects.get(slug=make.SLUG)
    return Place(business, User.objects.get(email="owner@kornblume.example"))


def operator() -> User:
    """Somebody who runs the server."""
    user = with_password(make_member(make_business()))
    user.is_staff = user.is_superuser = True
    user.save()
    TOTP.activate(user, generate_totp_secret())
    return user


def few(count: int) -> Place:
    """A business with so many answers of yesterday."""
    place = empty()
    yesterday = timezone.now().date() - timedelta(days=1)
    give(place.business, make_survey(place.business, name="After a visit"), [3, 9, 8, 10] * (count // 4), yesterday)
    catch_up(place.business)
    return place


def imports(place: Place) -> Iterator[str]:
    """The page of an import in each state."""
    with acting_for(place.business):
        for state in ImportState:
            if state != ImportState.DRAFT:
                row = Import.objects.create(
                    business_id=place.business.id,
                    kind="customers",
                    filename="customers of the Old Town shop, spring 2026, final version.xlsx",
                    header=["email", "shop"],
                    mapping=["email", "property:shop"],
                    state=state,
                    error="Row 17 breaks off within a quoted cell. Mend the file and try again.",
                    total=4000,
                    done=1200,
                    added=1100,
                    broken=2,
                    updated=3,
                    suppressed=1,
                    removed=12,
                    kept=3,
                    started_at=timezone.now(),
                    finished_at=timezone.now() if state == ImportState.DONE else None,
                )
                ImportFault.objects.create(
                    business_id=place.business.id,
                    of=row,
                    row=17,
                    column="E-mail",
                    message="'ann@gmial' has no ending such as .com",
                    cells=["ann@gmial", "Old Town"],
                )
                yield f"{place.base}imports/{row.id}/"
    rows = [["ann@gmial", "", "Ann Weber", "Old Town"], *([f"guest{n}@example.com", "", "", ""] for n in range(12))]
    file = SimpleUploadedFile("spring.csv", csv_bytes(rows))
    draft = client_of(place.user).post(f"{place.base}imports/new/", {"file": file})
    yield draft["Location"]


def files(place: Place) -> Iterator[str]:
    """Your files: one not begun, one on its way, one that stands still, and one in each other state."""
    now = timezone.now()
    asked = {"words": "the rye was gone by noon", "band": "low", "from": "2026-01-01", "to": "2026-06-30"}
    made = {"found": 10_204_311, "asked_at": now, "began_at": now, "moved_at": now}
    with acting_for(place.business):
        for state, form, values in (
            (ExportState.MAKING, "pdf", {}),
            (ExportState.MAKING, "csv", made | {"done": 4_110_000, "began_at": now - timedelta(minutes=4)}),
            (ExportState.MAKING, "xlsx", made | {"done": 5_000, "moved_at": now - timedelta(hours=1)}),
            (ExportState.READY, "csv", made | {"done": 10_204_311, "size": 1_034_000_000, "made_at": now}),
            (ExportState.WITHDRAWN, "xlsx", made),
            (ExportState.DROPPED, "csv", made),
        ):
            Export.objects.create(
                business_id=place.business.id, asked_by=place.user.id, state=state, form=form, asked=asked, **values
            )
    yield f"{place.base}files/"


def rounds(place: Place) -> Iterator[str]:
    """The page of a round in each state, and with letters that did not arrive."""
    survey = make_survey(place.business, name="After a visit to the Old Town shop")
    with acting_for(place.business):
        for state in RoundState:
            row = Round.objects.create(
                business_id=place.business.id, survey=survey, state=state, starts_at=timezone.now(), audience={}
            )
            for fate, reason in (
                ("sent", ""),
                ("skipped", "asked less than 90 days ago"),
                ("failed", "The mailbox is full"),
                ("unknown", ""),
                ("queued", ""),
            ):
                Invitation.objects.create(
                    business_id=place.business.id,
                    survey=survey,
                    round=row,
                    customer=make_customer(place.business, name="Maximiliane von und zu Hohenstein"),
                    state=fate,
                    reason=reason,
                    note="until 3 March" if fate == "skipped" else "",
                    delivered_at=timezone.now() if fate == "sent" else None,
                    expires_at=timezone.now() + timedelta(days=30),
                )
            yield f"{place.base}rounds/{row.id}/"
    yield f"{place.base}surveys/{survey.id}/ask/check/?audience=all&when=now"
    yield f"{place.base}surveys/{survey.id}/ask/check/?audience=all&when=later"


def cases(place: Place) -> Iterator[str]:
    """The page of a case that is late, in hand, replied to, whose reply failed, whose customer wrote back or can only
    be called, closed, and of nobody known.

    There are more texts to begin a reply with than are in sight.
    """
    texts = [make_text(place.business, name=f"Entschuldigung für die Wartezeit {n}", position=n) for n in range(8)]
    yield f"{place.base}queue/texts/"
    ann = make_ann(place.business, properties={"shop": "Old Town"})
    words = "Waited 40 minutes, and then the rye was gone. " * 8
    late = make_case(place.business, make_answer(place.business, ann, comment=words))
    yield f"{place.base}cases/{late.id}/"
    yield f"{place.base}cases/{late.id}/?start={texts[7].id}"
    mine = make_case(place.business, make_answer(place.business, ann), assignee=place.user.id)
    yield f"{place.base}cases/{mine.id}/"
    replied = make_case(place.business, make_answer(place.business, ann), first_reply_at=timezone.now())
    with acting_for(place.business):
        for kind, fault in ((EntryKind.REPLY, "The mailbox is full."), (EntryKind.NOTE, "")):
            CaseEntry.objects.create(
                business_id=place.business.id,
                case_id=replied.id,
                kind=kind,
                author=place.user.id,
                text="I am sorry.",
                fault=fault,
            )
    yield f"{place.base}cases/{replied.id}/"
    heard = make_case(place.business, make_answer(place.business, ann), heard_at=timezone.now())
    with acting_for(place.business):
        CaseEntry.objects.create(business_id=place.business.id, case_id=heard.id, kind=EntryKind.HEARD, text=words)
    yield f"{place.base}cases/{heard.id}/"
    called = make_ann(place.business, name="Maximiliane", email=None, phone="+49 (0)30 1234 5678")
    yield f"{place.base}cases/{make_case(place.business, make_answer(place.business, called)).id}/"
    closed = {"state": CaseState.CLOSED, "cause": "Waiting time", "outcome": "apologised", "closed_at": timezone.now()}
    done = make_case(place.business, make_answer(place.business, ann), **closed)
    yield f"{place.base}cases/{done.id}/"
    nobody = make_case(place.business, make_answer(place.business, comment=""))
    yield f"{place.base}cases/{nobody.id}/"


def odd_ones(place: Place) -> Iterator[str]:
    """Addresses with a question in them: nothing fits, set aside, a wrong day, another metric, a page further."""
    with acting_for(place.business):
        Answer.objects.filter(id=make_answer(place.business).id).update(state="set_aside", set_aside="from a scanner")
        survey = Survey.objects.create(business_id=place.business.id, name="Of last year", kind="ces")
        Survey.objects.filter(id=survey.id).update(archived_at=timezone.now())
    make_goal(place.business)
    yield f"{place.base}surveys/{survey.id}/"
    for query in ("words=nobody+said+this", "state=set_aside", "from=31.12.2026", "from=2026-02-01&to=2026-01-01"):
        yield f"{place.base}answers/?{query}"
    for metric in ("csat", "ces", "response_rate"):
        yield f"{place.base}metric/{metric}/"
        yield f"{place.base}goals/new/?metric={metric}"
    yield f"{place.base}metric/nps/?from=2020-01-01&to=2020-01-31"
    yield f"{place.base}metric/nps/?from=x"
    for show in LISTS:
        yield f"{place.base}queue/?show={show}"
    yield f"{place.base}goals/"
    yield place.base


def late_work() -> None:
    """Something that failed and something that is late, for the operator to see."""
    place = empty()
    due = timezone.now() - timedelta(hours=3)
    for attempts, error in ((0, ""), (4, "OperationalError")):
        what = {"kind": "surveys.round", "key": uuid.uuid4().hex}
        Due.objects.create(business_id=place.business.id, due_at=due, attempts=attempts, error=error, **what)


def colleague(place: Place, role: Role) -> Place:
    """Somebody of another role in the same business."""
    return Place(place.business, make_member(place.business, role))


def doors(place: Place) -> dict[str, str]:
    """Addresses outside a business that carry a key or a name: the route → one that works."""
    business, now = place.business, timezone.now()
    person = make_user()
    unconfirmed = EmailAddress.objects.create(user=person, email=person.email)
    invited = invite(business=business, email="new@example.com", role=Role.STAFF, by=place.user)
    with acting_for(business):
        mail = write_letters(business.id, [invited.id])[invited.id]
    assert isinstance(mail, Mail)
    kept = outbox.keep(b"Subject: Hello\r\nTo: ann@example.com\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>")
    target, by = Target(), place.user.id
    _, shared = make_link(business=business, by=by, name="Accountant", target=target, days=7, dimensions=[], now=now)
    return {
        "join/<code>/<token>/": str(re.search(r"/join/\S+", mail.text)[0]),  # type: ignore[index] # there is one
        "outbox/<name>/": f"/outbox/{kept}/",
        "d/<code>/<token>": f"/d/{business.code}/{shared}",
        "d/<code>/<token>/screen": f"/d/{business.code}/{shared}/screen",
        "d/<code>/stop/<token>": f"/d/{business.code}/stop/{stop_token(business, by)}",
        CONFIRM: f"/accounts/confirm-email/{EmailConfirmationHMAC(unconfirmed).key}/",
        RESET: f"/accounts/password/reset/key/{person.pk.hex}-x-y/",
    }
