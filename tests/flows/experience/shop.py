"""The demo, made inside a running product's own database: prints every page of it, and the session that sees it."""

import json
import os
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustapp.settings")
django.setup()

from django.test import Client  # noqa: E402 # Django is set up first
from django.test.utils import setup_test_environment  # noqa: E402

from tests.factories.answers import make_asked  # noqa: E402
from tests.flows.experience import states  # noqa: E402
from tests.flows.experience.places import client_of, ids_in, is_page, links, pages, plain_outside  # noqa: E402


def inner(client: Client, place: states.Place) -> Iterator[str]:
    """The pages of a business, and an import that is looked at before it begins."""
    *_, preview = states.imports(place)
    ids = {**ids_in(place.business), "member": place.user.id}
    yield from pages(client, place.business, ids)
    yield preview


def main() -> None:
    """Make it."""
    setup_test_environment()
    place = states.filled()
    stranger, client, operator = Client(), client_of(place.user), client_of(states.operator())
    asked = make_asked(place.business)
    public = [one for one in plain_outside() if one.startswith("/accounts/") and is_page(stranger, one)]
    owned = [one for one in plain_outside() if one not in public and is_page(client, one)]
    operated = [one for one in plain_outside() if one.startswith("/operator/") and is_page(operator, one)]
    doors = [*states.doors(place).values(), *links(place.business.code, asked.token)]
    session, other = client.cookies["sessionid"].value, operator.cookies["sessionid"].value
    kinds = {
        "public": [(one, "") for one in public],
        "inner": [*((one, session) for one in [*inner(client, place), *owned]), *((one, other) for one in operated)],
        "linked": [(one, "") for one in doors if one != asked.path and is_page(stranger, one)],
        "survey": [(asked.path, ""), (f"{asked.path}?score=3", "")],
    }
    print(json.dumps(kinds))  # noqa: T201 # its product


main()
