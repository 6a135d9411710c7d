"""Pages about rounds."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.actions import pause_sending
from accounts.models import Business, User
from accounts.roles import Role
from customers.actions import suppress
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from surveys.actions.surveys import create_survey
from surveys.models import Invitation, Round
from tests.factories.accounts import make_member
from tests.factories.answers import make_survey
from tests.factories.customers import make_customer
from tests.factories.rounds import asked_before, make_round, reload, run_round, undo_time_over
from tests.smtp_sink import Sink
from tests.unit.surveys.conftest import page

NOW = {"audience": "all", "when": "now"}


def rounds(business: Business) -> list[Round]:
    with acting_for(business):
        return list(Round.objects.all())


def check(business: Business) -> str:
    return page(business, "check", survey_id=create_survey(business=business, kind="nps").id)


def test_before_sending_everybody_is_counted(business: Business, owner: User, client: Client) -> None:
    for _ in range(3):
        make_customer(business)
    make_customer(business, email=None, external_id="1")
    suppress(business=business, email=str(make_customer(business).email), reason="stopped")
    asked_before(business)
    content = client.get(check(business), NOW).content.decode()
    for words in ("3 will get it.", "1 asked in the last 90 days", "1 stopped your letters", "1 has no e-mail address"):
        assert words in content
    assert rounds(business) == []


def test_sending_is_one_press_and_pressing_twice_makes_one_round(
    business: Business, owner: User, client: Client
) -> None:
    make_customer(business)
    address = check(business)
    round_id = client.get(address, NOW).context["round_id"]
    for _ in range(2):
        response = client.post(address, {**NOW, "round": round_id})
        assert response.headers["Location"] == page(business, "round", round_id=round_id)
    assert [row.created_by for row in rounds(business)] == [owner.id]


def test_a_round_may_start_at_a_local_time(business: Business, owner: User, client: Client) -> None:
    make_customer(business)
    later = {"audience": "all", "when": "later", "day": "2026-03-29", "clock": "09:00"}
    with time_machine.travel(datetime(2026, 3, 20, 12, tzinfo=UTC)):
        client.force_login(owner)
        address = check(business)
        assert "Plan it for Sunday 29 March, 09:00" in client.get(address, later).content.decode()
        client.post(address, later)
    assert [row.starts_at for row in rounds(business)] == [datetime(2026, 3, 29, 7, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"when": "later"}, "Choose a day."),
        ({"when": "later", "day": "2026-03-29", "clock": "02:30"}, "There is no 02:30 on 29 March"),
        ({"when": "later", "day": "2026-03-19", "clock": "09:00"}, "That time is over."),
        ({"when": "later", "day": "soon", "clock": "9"}, "This is no day."),
        ({"audience": "shop=Nowhere"}, "Nobody belongs to this group"),
        ({"when": ""}, "Say when."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    business: Business, owner: User, client: Client, wrong: dict[str, str], said: str
) -> None:
    with time_machine.travel(datetime(2026, 3, 20, 12, tzinfo=UTC)):
        client.force_login(owner)
        address = check(business)
        for response in (client.get(address, NOW | wrong), client.post(address, NOW | wrong)):
            assert "There is a problem" in response.content.decode()
            assert said in response.content.decode()
    assert rounds(business) == []


def test_a_segment_is_chosen_by_its_value(business: Business, owner: User, client: Client) -> None:
    business.dimensions = ["shop & café"]
    business.save()
    make_customer(business, properties={"shop & café": "Old Town = 1"})
    make_customer(business)
    form = client.get(page(business, "ask", survey_id=create_survey(business=business, kind="nps").id)).context["form"]
    (value, label), *_ = form.fields["audience"].choices[1][1]
    assert label == "Old Town = 1 (1)"
    client.post(check(business), NOW | {"audience": value})
    assert [row.audience for row in rounds(business)] == [{"property": "shop & café", "value": "Old Town = 1"}]


def test_groups_to_ask_stand_under_a_readable_name(business: Business, owner: User, client: Client) -> None:
    business.dimensions = ["favourite_shop"]
    business.save()
    make_customer(business, properties={"favourite_shop": "Old Town"})
    form = client.get(page(business, "ask", survey_id=create_survey(business=business, kind="nps").id)).context["form"]
    assert form.fields["audience"].choices[1][0] == "Favourite shop"
    shown = client.get(check(business), NOW | {"audience": "favourite_shop=Old+Town"}).content.decode()
    assert "Favourite shop: Old Town" in shown


def test_the_list_of_rounds_leads_on_to_asking(business: Business, owner: User, client: Client) -> None:
    make_customer(business)
    make_round(business)
    html = client.get(page(business, "rounds")).content.decode()
    assert f'<a class="button primary" href="{page(business, "surveys")}">Ask customers</a>' in html


def test_a_round_is_undone(business: Business, owner: User, client: Client) -> None:
    make_customer(business)
    planned = make_round(business)
    assert "Undo (" in client.get(page(business, "round", round_id=planned.id)).content.decode()
    drain()
    assert "Called off." in client.post(page(business, "cancel", round_id=planned.id), follow=True).content.decode()
    assert reload(business, planned).state == "cancelled"


def test_the_page_counts_and_names_who_got_no_letter(
    business: Business, owner: User, client: Client, sink: Sink
) -> None:
    for _ in range(3):
        make_customer(business)
    make_customer(business, name="Ben <b>Bold</b>", email=None, external_id="1")
    sink.refused.add(str(make_customer(business).email))
    planned = run_round(business)
    with acting_for(business):
        answered = Invitation.objects.filter(state="sent")[:1].get()
        Invitation.objects.filter(id=answered.id).update(answered_at=timezone.now())
    content = client.get(page(business, "round", round_id=planned.id)).content.decode()
    assert "Ben &lt;b&gt;Bold&lt;/b&gt;" in content
    one = client.get(page(business, "round", round_id=planned.id), {"reason": "the address does not work"})
    assert [row.words for row in one.context["people"]] == ["the address does not work"]


def listed(client: Client, address: str, query: dict[str, str]) -> list[object]:
    """Everybody that a list of a round's page shows, over all its pages."""
    found: list[object] = []
    for number in range(1, 100):
        context = client.get(address, query | {"page": str(number)}).context
        found += [row.id for row in context["people"]]
        if not context["page"].has_next():
            return found
    raise AssertionError


def test_each_count_of_a_round_equals_the_list_it_opens(
    business: Business, owner: User, client: Client, sink: Sink
) -> None:
    survey = make_survey(business)
    planned = make_round(business, survey)
    fates = ["queued", *["sent"] * 60, "failed", "failed", "unknown", "skipped", "skipped", "skipped", "cancelled"]
    with acting_for(business):
        for place, fate in enumerate(fates):
            Invitation.objects.create(
                business_id=business.id,
                survey=survey,
                round=planned,
                customer=make_customer(business),
                state=fate,
                reason="the address does not work" if place == 61 else "" if fate in ("queued", "sent") else "why",
                answered_at=timezone.now() if place in (1, 2, 63) else None,
            )
    address = page(business, "round", round_id=planned.id)
    context = client.get(address).context
    counts = {name: n for name, _, n in context["places"]}
    assert counts == {
        "": 68, "delivered": 60, "waiting": 1, "bounced": 1, "refused": 1, "unknown": 1, "skipped": 3, "cancelled": 1,
        "answered": 3, "silent": 58,
    }  # fmt: skip
    for name, n in counts.items():
        found = listed(client, address, {"who": name})
        assert (len(found), len(set(found))) == (n, n), name
    for reason, n in context["reasons"]:
        assert len(listed(client, address, {"reason": reason})) == n, reason
    assert {name for name, _ in context["tally"]} <= set(counts)


def test_the_list_says_what_became_of_each(business: Business, owner: User, client: Client, sink: Sink) -> None:
    make_customer(business, name="Ann")
    planned = run_round(business)
    address = page(business, "round", round_id=planned.id)
    ((ann,), delivered) = client.get(address).context["people"], client.get(address, {"who": "silent"})
    assert (ann.name, ann.state) == ("Ann", "Delivered")
    assert "Ann" in delivered.content.decode()
    with acting_for(business):
        Invitation.objects.update(answered_at=datetime(2026, 3, 3, 8, tzinfo=UTC))
    (ann,) = client.get(address, {"who": "answered"}).context["people"]
    assert (ann.state, ann.words) == ("Answered", "Tuesday 3 March, 09:00")
    assert "Nobody is here now." in client.get(address, {"who": "silent"}).content.decode()


def test_the_moving_part_asks_often_while_letters_go_out_and_less_while_answers_come(
    business: Business, owner: User, client: Client, sink: Sink
) -> None:
    make_customer(business)
    planned = make_round(business)
    address = page(business, "live", round_id=planned.id)
    assert b'hx-trigger="every 2s"' in client.get(address).content
    undo_time_over(business)
    drain(rounds=50)
    assert b'hx-trigger="every 10s, visibilitychange from:document"' in client.get(address).content
    with acting_for(business):
        Invitation.objects.update(answered_at=timezone.now())
    assert b"hx-trigger" not in client.get(address).content


def test_an_open_page_is_told_only_what_is_new(business: Business, owner: User, client: Client, sink: Sink) -> None:
    make_customer(business)
    planned = run_round(business)
    address = page(business, "live", round_id=planned.id)
    seen = {"seen": client.get(address).context["token"]}
    assert client.get(address, seen).status_code == 204
    with acting_for(business):
        Invitation.objects.update(answered_at=timezone.now())
    assert "1 answered" in client.get(address, seen).content.decode()


def test_the_reminder_is_offered_after_three_days_and_sent_once(
    business: Business, owner: User, client: Client, sink: Sink
) -> None:
    make_customer(business)
    planned = run_round(business)
    address = page(business, "round", round_id=planned.id)
    assert "Remind" not in client.get(address).content.decode()
    with acting_for(business):
        Invitation.objects.update(delivered_at=timezone.now() - timedelta(days=3))
    assert "Remind 1 who has not answered" in " ".join(client.get(address).content.decode().split())
    client.post(page(business, "remind", round_id=planned.id))
    drain()
    assert len(sink.letters) == 2
    again = client.post(page(business, "remind", round_id=planned.id), follow=True)
    assert "There is only one." in again.content.decode()


def test_an_owner_lets_letters_go_out_again_and_a_manager_cannot(
    business: Business, owner: User, client: Client
) -> None:
    pause_sending(business=business, reason="4 of your last 100 letters came back")
    assert b"Let letters go out again" in client.get(page(business, "rounds")).content
    client.force_login(make_member(business, Role.MANAGER))
    assert b"Let letters go out again" not in client.get(page(business, "rounds")).content
    assert client.post(page(business, "resume")).status_code == 403
    client.force_login(owner)
    client.post(page(business, "resume"))
    business.refresh_from_db()
    assert business.sending_paused == ""


def test_another_businesss_round_is_not_there(
    business: Business, other_business: Business, owner: User, client: Client
) -> None:
    theirs = make_round(other_business)
    for name in ("round", "live"):
        assert client.get(page(business, name, round_id=theirs.id)).status_code == 404
    for name in ("cancel", "remind"):
        assert client.post(page(business, name, round_id=theirs.id)).status_code == 404
    assert reload(other_business, theirs).state == "scheduled"
