"""The menu: what a day's work needs in sight, the rest a press away, and nothing a role may not see."""

from types import SimpleNamespace
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Business
from accounts.roles import Permission, Role, allows
from trustapp import navigation

BUSINESS = Business(name="Bakery", slug="bakery")


@pytest.fixture(autouse=True)
def _letters_go_out(settings: Settings) -> None:
    settings.EMAIL_URL = "smtp://mail.example.com"


def menu(role: Role, here: str = "dashboards:home") -> dict[str, Any]:
    """What `base.html` is given."""
    place = SimpleNamespace(view_name=here)
    request: Any = SimpleNamespace(business=BUSINESS, role=role, resolver_match=place, waiting_cases=3)
    return navigation.around(request)


def labels(entries: list[dict[str, Any]]) -> list[str]:
    """The words of the entries."""
    return [entry["label"] for entry in entries]


def test_an_owner_has_six_entries_in_sight_and_the_others_under_more() -> None:
    found = menu(Role.OWNER)
    assert labels(found["nav"]) == ["Home", "Answers", "Queue", "Customers", "Surveys", "Goals"]
    assert labels(found["nav_more"]) == ["Improvements", "Reports", "Sharing", "Team", "Settings"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.VIEWER])
def test_who_has_few_places_has_them_all_in_sight(role: Role) -> None:
    found = menu(role)
    assert found["nav_more"] == []
    assert "Improvements" in labels(found["nav"])


@pytest.mark.parametrize("role", Role)
def test_nobody_is_shown_a_place_that_their_role_may_not_enter(role: Role) -> None:
    found = menu(role)
    may = {label for label, _, needs, _ in (*navigation.IN_SIGHT, *navigation.MORE) if allows(role, needs)}
    assert set(labels(found["nav"] + found["nav_more"])) == may
    assert allows(role, Permission.SEE_NUMBERS)


def test_one_entry_is_current_also_under_more() -> None:
    found = menu(Role.OWNER, "accounts:team")
    assert [entry["label"] for entry in found["nav"] + found["nav_more"] if entry["current"]] == ["Team"]


def test_a_customers_page_is_among_the_customers() -> None:
    found = menu(Role.OWNER, "dashboards:customer")
    assert [entry["label"] for entry in found["nav"] + found["nav_more"] if entry["current"]] == ["Customers"]


def test_the_queue_says_how_many_cases_are_open() -> None:
    counts = {entry["label"]: entry["count"] for entry in menu(Role.OWNER)["nav"]}
    assert counts["Queue"] == 3
    assert counts["Home"] is None


def test_outside_a_business_there_is_no_menu() -> None:
    request: Any = SimpleNamespace()
    assert navigation.around(request) == {}
