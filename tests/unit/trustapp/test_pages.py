"""Failures are kind and tell nothing; the style guide shows."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

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
