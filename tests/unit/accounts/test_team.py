"""The pages of the team and the settings."""

import re

import pytest
from django.test import Client

from accounts.hours import DAYS
from accounts.models import Business, Membership
from accounts.roles import Role
from tests.factories.accounts import make_member

DJANGOS = re.compile(r"This field is required|Enter a |Ensure this value|Select a valid")


@pytest.fixture
def owner(business: Business, client: Client) -> Client:
    """An owner, signed in."""
    client.force_login(make_member(business), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_team_shows_who_may_do_what(business: Business, owner: Client) -> None:
    page = owner.get(f"/b/{business.slug}/team/").content.decode()
    assert "Who works here" in page
    assert "take, answer and close cases" in page


def test_a_colleague_is_asked_from_the_page(business: Business, owner: Client) -> None:
    response = owner.post(f"/b/{business.slug}/team/", {"email": "ben@example.com", "role": "staff"}, follow=True)
    assert "Asked, not here yet" in response.content.decode()


def test_a_role_is_changed_from_the_page(business: Business, owner: Client) -> None:
    staff = make_member(business, Role.STAFF)
    said = owner.post(f"/b/{business.slug}/team/{staff.id}/", {"role": "manager", "on_duty": "on"}, follow=True)
    assert "Saved." in said.content.decode()
    membership = Membership.objects.get(user=staff)
    assert (membership.role, membership.on_duty) == ("manager", True)


def test_who_is_removed_is_named_where_it_is_agreed_to(business: Business, owner: Client) -> None:
    staff = make_member(business, Role.STAFF, name="Ben Braun")
    page = " ".join(owner.get(f"/b/{business.slug}/team/").content.decode().split())
    assert "Ben Braun can no longer come in here. What they did stays." in page
    assert "Remove Ben Braun </button>" in page
    said = owner.post(f"/b/{business.slug}/team/{staff.id}/", {"remove": "1"}, follow=True).content.decode()
    assert "Removed." in said
    assert not Membership.objects.filter(user=staff).exists()


def test_the_last_owner_is_told_why_they_stay(business: Business, owner: Client) -> None:
    me = Membership.objects.get(business=business)
    page = owner.post(f"/b/{business.slug}/team/{me.user_id}/", {"remove": "1"}, follow=True).content.decode()
    assert "A business needs an owner" in page


def settings_of(page: str) -> dict[str, str]:
    return {"name": page, "timezone": "Europe/Paris", "language": "fr", "week_start": "0", "colour": "#1d5fa8",
            "writing": "space", "quiet_days": "60", "reply_within_hours": "4", "sender_name": "Kornblume",
            "reply_to": "shop@example.com"}  # fmt: skip


def test_settings_are_saved_with_their_hours(business: Business, owner: Client) -> None:
    words = {**settings_of("Kornblume"), "mon_hours": "08:00-12:30"}
    owner.post(f"/b/{business.slug}/settings/", words)
    business.refresh_from_db()
    assert (business.timezone, business.hours) == ("Europe/Paris", {"mon": ["08:00", "12:30"]})


def test_how_days_and_numbers_are_written_is_chosen_from_examples(business: Business, owner: Client) -> None:
    page = owner.get(f"/b/{business.slug}/settings/").content.decode()
    assert '<option value="day_first" selected>31 March 2026, 17:00; 1,234.5; 45%</option>' in page
    words = {**settings_of("Kornblume"), "mon_hours": "08:00-12:30"}
    owner.post(f"/b/{business.slug}/settings/", words)
    business.refresh_from_db()
    assert business.writing == "space"
    page = owner.post(f"/b/{business.slug}/settings/", {**words, "writing": "runes"}).content.decode()
    assert "Nothing is written as &#x27;runes&#x27;. Choose from the list." in page


def test_the_customers_language_is_chosen_from_those_that_letters_are_written_in(
    business: Business, owner: Client
) -> None:
    words = {**settings_of("Kornblume"), "mon_hours": "08:00-12:30"}
    owner.post(f"/b/{business.slug}/settings/", words)
    business.refresh_from_db()
    assert business.language == "fr"
    page = owner.post(f"/b/{business.slug}/settings/", {**words, "language": "tr"}).content.decode()
    assert "No letters are written in &#x27;tr&#x27;. Choose a language from the list." in page
    assert '<html lang="en"' in page  # what members read is English


def test_a_pale_colour_is_darkened_and_the_page_says_so(business: Business, owner: Client) -> None:
    words = {**settings_of("Kornblume"), "colour": "#ffd54a", "mon_hours": "08:00-12:30"}
    page = owner.post(f"/b/{business.slug}/settings/", words, follow=True).content.decode()
    business.refresh_from_db()
    assert business.colour != "#ffd54a"
    assert f"Your colour was darkened to {business.colour}" in page


def test_a_word_is_no_colour(business: Business, owner: Client) -> None:
    words = {**settings_of("New"), "colour": "yellow"}
    assert "Write it like #1d5fa8." in owner.post(f"/b/{business.slug}/settings/", words).content.decode()


def test_a_business_that_never_opens_is_asked_when(business: Business, owner: Client) -> None:
    page = owner.post(f"/b/{business.slug}/settings/", settings_of("New")).content.decode()
    assert "Say when you are open on one day at least" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Say what the business is called."),
        ({"reply_to": "shop"}, "That is no e-mail address. Write it like ann@example.com."),
        ({"quiet_days": ""}, "Write a whole number of days, such as 90."),
        ({"quiet_days": "-3"}, "Write a whole number of days, such as 90."),
        ({"reply_within_hours": "99999"}, "Write a whole number of working hours, such as 8."),
    ],
)
def test_each_setting_says_in_its_own_words_what_is_wrong(
    business: Business, owner: Client, wrong: dict[str, str], words: str
) -> None:
    sent = {**settings_of("Kornblume"), "mon_hours": "08:00-12:30", **wrong}
    page = owner.post(f"/b/{business.slug}/settings/", sent).content.decode()
    assert page.count(words) == 2  # in the summary and at the field
    assert not DJANGOS.search(page)


@pytest.mark.parametrize("page", ["team/", "settings/"])
def test_a_form_sent_empty_speaks_in_our_words(business: Business, owner: Client, page: str) -> None:
    text = owner.post(f"/b/{business.slug}/{page}", {"name": ""}).content.decode()
    assert "There is a problem" in text
    assert not DJANGOS.search(text)


def test_doors_that_are_sent_empty_speak_in_our_words(client: Client, db: None) -> None:
    for door in ("login", "signup", "password/reset"):
        text = client.post(f"/accounts/{door}/", {}).content.decode()
        assert "There is a problem" in text
        assert not DJANGOS.search(text)


def test_opening_hours_are_asked_once_with_a_field_a_day(business: Business, owner: Client) -> None:
    page = owner.get(f"/b/{business.slug}/settings/").content.decode()
    (opening,) = re.findall(r'<fieldset class="days" aria-describedby="opening">.*?</fieldset>', page, re.S)
    assert re.findall(r'name="(\w+_hours)"', opening) == [f"{day}_hours" for day in DAYS]
    assert page.count("Like 09:00-17:00") == 1


@pytest.mark.parametrize("hours", ["8-12", "12:00-08:00", "always", "08:00-25:00"])
def test_hours_that_are_none_are_named(business: Business, owner: Client, hours: str) -> None:
    page = owner.post(f"/b/{business.slug}/settings/", {**settings_of("New"), "mon_hours": hours}).content.decode()
    assert "is no opening time" in page
    business.refresh_from_db()
    assert business.name != "New"
