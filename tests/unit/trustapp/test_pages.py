"""Failures are kind and tell nothing; the style guide shows."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from accounts.models import Business
from foundation.languages import LANGUAGES
from surveys import catalogue, public_views
from trustapp import pages


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_a_failure_page_needs_no_context(name: str) -> None:
    assert "<h1>" in render_to_string(name)


def test_a_server_error_carries_the_policys_nonce_and_asks_for_no_file() -> None:
    request = RequestFactory().get("/")
    request.csp_nonce = "n0nce"  # type: ignore[attr-defined]  # set by the policy's middleware
    response = pages.server_error(request)
    assert response.status_code == 500
    assert b'<style nonce="n0nce">' in response.content
    assert b"/static/" not in response.content


def test_a_server_error_shows_even_before_the_policy_was_reached() -> None:
    response = pages.server_error(RequestFactory().get("/"))
    assert b"Something went wrong" in response.content
    assert b"<style" not in response.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_fails_for_a_customer_is_said_in_their_browsers_language(language: str) -> None:
    request = RequestFactory().get("/s/abcd2345/x", headers={"accept-language": language})
    words = catalogue.tables(language)["phrases"]
    refused = pages.bad_request(request, SuspiciousOperation()), pages.permission_denied(request, PermissionDenied())
    for response, status in ((pages.server_error(request), 500), (refused[0], 400), (refused[1], 403)):
        said = unescape(response.content.decode())
        assert response.status_code == status
        assert words["failed_heading"] in said
        assert words["failed_text"] in said
        assert f'<html lang="{language}" dir="{LANGUAGES[language].direction}">' in said
        assert "/static/" not in said
    assert words["too_large_text"] in unescape(pages.too_large(request).content.decode())


def test_a_survey_that_fails_is_said_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(code: str) -> None:
        raise OperationalError

    monkeypatch.setattr(public_views, "by_code", fail)
    client.raise_request_exception = False
    response = client.get("/s/abcd2345/x", headers={"accept-language": "pl"})
    assert (response.status_code, response["X-Robots-Tag"]) == (500, "noindex")
    assert "Coś się nie udało" in response.content.decode()


def test_a_body_over_its_limit_is_refused_in_the_customers_language(client: Client) -> None:
    too_long = {"comment": "x" * (6 << 20)}
    response = client.post("/s/abcd2345/x", too_long, headers={"accept-language": "de"})
    assert response.status_code == 413
    assert "Das ist zu lang" in response.content.decode()


def test_an_address_that_cannot_be_read_is_refused_in_the_customers_language(
    business: Business, client: Client
) -> None:
    response = client.get(f"/s/{business.code}/x?" + "a&" * 2000, headers={"accept-language": "de"})
    assert response.status_code == 400
    assert response["Content-Language"] == "de"


def test_an_address_below_a_letters_links_that_is_none_is_a_closed_link(client: Client) -> None:
    response = client.get("/s/nowhere/at/all/of/it/", headers={"accept-language": "nl"})
    assert response.status_code == 404
    assert "Deze link is gesloten" in response.content.decode()


def test_a_missing_page_says_nothing_of_the_address(client: Client) -> None:
    response = client.get("/a-secret-place/")
    assert response.status_code == 404
    assert b"There is no such page" in response.content
    assert b"a-secret-place" not in response.content


def test_the_style_guide_shows_an_error_in_its_title_its_summary_and_at_the_field() -> None:
    html = pages.style_guide(RequestFactory().get("/styleguide/")).content.decode()
    title = " ".join(html.split("<title>")[1].split("</title>")[0].split())
    assert title == "Error: Style guide · Kornblume Bakery"
    assert html.count("ann@gmial&#x27; has no ending such as .com") == 2
    assert 'href="#id_email"' in html
    assert 'aria-describedby="id_email_error"' in html


def test_the_style_guide_is_not_routed_outside_debug(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404
