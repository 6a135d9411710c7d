"""A connection that several clients share, one transaction after the other, carries no business into the next."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client

from accounts.models import Business, User
from customers.models import Customer
from dashboards.models import Export, ExportPiece
from dashboards.queries.exports import content
from foundation.postgres.base import WeakRoleError
from foundation.tenancy.context import acting_for, run_for
from tests.factories.accounts import make_business, make_member
from tests.isolation.logins import logged_in, login, pooler, superuser
from tests.isolation.test_catalogue import tenant_tables
from trustapp import doctor
from trustapp.admission import refusal

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, TURNS = 6, 40
READ = "SELECT name FROM customers_customer WHERE %(all)s"
SETTING = "SELECT current_setting('app.business_id', true)"


@pytest.fixture
def shared() -> Iterator[None]:
    """Every connection of Django's is one of many to a pooler that has a single one to the server."""
    with login("") as user, pooler(user) as port, logged_in(user, port=port):
        yield


@pytest.fixture
def two() -> list[tuple[Business, User]]:
    """Two businesses with an owner each, and one customer and one ready file named after each."""
    made = []
    for name in ("Alder", "Birch"):
        business = make_business(name=name)
        with acting_for(business):
            b = {"business_id": business.id}
            Customer.objects.create(**b, name=f"{name} customer")
            file = Export.objects.create(**b, asked_by=business.id, form="pdf", state="ready", pieces=3)
            for number in range(file.pieces):
                ExportPiece.objects.create(**b, of=file, number=number, data=f"{name} piece".encode())
        made.append((business, make_member(business)))
    return made


def names(rows: list[tuple[str]]) -> set[str]:
    return {name.split()[0] for (name,) in rows}


class Visitor:
    """One client's turns: each does something for one business, and returns whose rows it saw there."""

    def __init__(self, business: Business, owner: User) -> None:
        self.business, self.owner = business, owner

    def reads(self) -> set[str]:
        with acting_for(self.business):
            return names(list(Customer.objects.values_list("name")))

    def reads_raw(self) -> set[str]:
        with acting_for(self.business), connection.cursor() as cursor:
            cursor.execute(READ, {"all": True})
            return names(cursor.fetchall())

    def reads_in_one_message(self) -> set[str]:
        return names(run_for(self.business, READ, {"all": True}))

    def reads_by_a_cursor_on_the_server(self) -> set[str]:
        with acting_for(self.business):
            return names(list(Customer.objects.values_list("name").iterator(chunk_size=1)))

    def fetches_a_file_piece_by_piece(self) -> set[str]:
        with acting_for(self.business):
            file = Export.objects.get()
        return names([(piece.decode(),) for piece in content(self.business, file)])

    def walks_without_a_transaction(self) -> set[str]:
        assert len(list(Business.objects.order_by("name").iterator(chunk_size=1))) == 2
        return {self.business.name}

    def writes(self) -> set[str]:
        with acting_for(self.business):
            Customer.objects.create(business_id=self.business.id, name=f"{self.business.name} newcomer")
        return self.reads()

    def fails_in_python(self) -> set[str]:
        with suppress(ZeroDivisionError), acting_for(self.business):
            raise ZeroDivisionError
        return self.reads_in_one_message()

    def fails_in_the_database(self) -> set[str]:
        with suppress(DatabaseError), acting_for(self.business), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        with suppress(DatabaseError):
            run_for(self.business, "SELECT 1 / %(zero)s", {"zero": 0})
        return self.reads()

    def hangs_up(self) -> set[str]:
        with suppress(DatabaseError), acting_for(self.business):
            connection.connection.close()
        connection.close()
        return self.reads()

    def opens_a_page(self) -> set[str]:
        client = Client()
        client.force_login(self.owner, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"/b/{self.business.slug}/customers/")
        assert page.status_code == 200
        return {name for name in ("Alder", "Birch") if f"{name} customer" in page.content.decode()}

    def belongs_to_nobody(self) -> set[str]:
        """Outside `acting_for`: no business is set and no table shows a row."""
        with connection.cursor() as cursor:
            cursor.execute(SETTING)
            assert cursor.fetchone()[0] in (None, "")
            cursor.execute("SELECT name FROM customers_customer")
            assert cursor.fetchall() == []
        return {self.business.name}

    def turns(self) -> list[Callable[[], set[str]]]:
        known = (getattr(self, name) for name in vars(Visitor) if name != "turns" and not name.startswith("_"))
        return list(known)


def visit(visitor: Visitor, number: int) -> list[tuple[str, set[str]]]:
    """What one client saw that it should not have."""
    dice = random.Random(number)
    turns = visitor.turns() * (TURNS // len(visitor.turns()) + 1)
    dice.shuffle(turns)
    try:
        seen = [(turn.__name__, turn()) for turn in turns]
        return [(name, found) for name, found in seen if found != {visitor.business.name}]
    finally:
        connections.close_all()


def test_no_client_of_a_shared_connection_sees_another_business(two: list[tuple[Business, User]], shared: None) -> None:
    with ThreadPoolExecutor(CLIENTS) as clients:
        wrong = list(clients.map(visit, (Visitor(*two[n % 2]) for n in range(CLIENTS)), range(CLIENTS)))
    assert wrong == [[]] * CLIENTS


def test_all_clients_share_one_connection(shared: None) -> None:
    def process(_: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (found,) = cursor.fetchone()
        connections.close_all()
        return int(found)

    with ThreadPoolExecutor(CLIENTS) as clients:
        assert len(set(clients.map(process, range(CLIENTS * 3)))) == 1


def test_without_a_business_no_table_shows_a_row_through_a_pooler(
    two: list[tuple[Business, User]], shared: None
) -> None:
    with acting_for(two[0][0]):
        assert Customer.objects.exists()
    with connection.cursor() as cursor:
        for table in tenant_tables():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert (table, cursor.fetchone()[0]) == (table, 0)


def test_a_superuser_behind_a_pooler_is_refused_and_leaves_the_connection_as_it_was() -> None:
    with superuser() as line:
        user = line.info.user
    with login("SUPERUSER") as above, pooler(above) as port, logged_in(user, port=port):
        for _ in range(2):
            with pytest.raises(WeakRoleError, match=r"is a superuser and comes through a connection pooler"):
                connection.ensure_connection()


def test_a_role_above_the_walls_is_refused_each_time() -> None:
    with login("BYPASSRLS") as above, logged_in(above):
        for _ in range(2):
            with pytest.raises(WeakRoleError, match="walks through the walls"):
                connection.ensure_connection()


def test_web_worker_and_doctor_refuse_a_role_above_the_walls() -> None:
    with login("BYPASSRLS") as above, logged_in(above):
        assert refusal() == (
            f"{above} walks through the walls between businesses: name a role in DATABASE_URL that is neither superuser"
            " nor BYPASSRLS."
        )
        (found,) = doctor.database()
        assert (found.name, found.state, found.text) == ("role", "bad", refusal())
    assert refusal() is None


def test_an_ordinary_role_is_taken() -> None:
    with login("") as ordinary, logged_in(ordinary), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (ordinary,)
