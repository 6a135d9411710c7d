"""How much a request may bring."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Business
from tests.factories.accounts import make_member
from tests.factories.answers import make_asked
from trustapp.guards import brought

FORM = 2_000  # bytes that a form may bring in these tests
BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.IMPORT_MAX_MB = FORM, 1


def file_of(size: int) -> SimpleUploadedFile:
    head = b"email\n"
    return SimpleUploadedFile("people.csv", head + b"a@example.com,\n" * ((size - len(head)) // 15))


def test_a_stranger_s_form_with_a_file_in_it_is_refused_before_it_is_read(business: Business) -> None:
    asked = make_asked(business)
    answer = Client().post(asked.path, {"score": "9", "file": file_of(FORM * 2)})
    assert answer.status_code == 413
    assert "too long" in answer.content.decode()
    assert asked.answer() is None


def test_an_import_takes_a_file_up_to_its_size(client: Client, business: Business) -> None:
    client.force_login(make_member(business), backend=BACKEND)
    page = reverse("customers:import", args=[business.slug])
    assert client.post(page, {"file": file_of(500_000)}).status_code == 302
    assert client.post(page, {"file": file_of(1_100_000)}).status_code == 413


def test_who_is_signed_out_brings_no_file(business: Business) -> None:
    page = reverse("customers:import", args=[business.slug])
    assert Client().post(page, {"file": file_of(FORM * 2)}).status_code == 413


def test_a_form_of_too_many_fields_is_refused(business: Business) -> None:
    asked = make_asked(business)
    answer = Client().post(asked.path, {f"f{n}": "" for n in range(1001)} | {"score": "9"})
    assert answer.status_code in (400, 413)
    assert asked.answer() is None


@pytest.mark.parametrize(("said", "bytes_"), [("12", 12), ("", 0), ("-5", 0), ("many", 0)])
def test_a_length_that_is_no_number_counts_as_none(said: str, bytes_: int) -> None:
    assert brought(RequestFactory().post("/", CONTENT_LENGTH=said)) == bytes_
