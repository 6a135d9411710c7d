"""Where an e-mail address breaks on a narrow screen."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from foundation.templatetags.addresses import breakable

PAGE = Template("{% load addresses %}{{ words|breakable }}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ann.weber@shop.example.com", "ann.<wbr>weber@<wbr>shop.<wbr>example.<wbr>com"),
        ("In hand: ann@example.com", "In hand: ann@<wbr>example.<wbr>com"),
        ("Wait... ann@x.de.", "Wait... ann@<wbr>x.<wbr>de."),
        ("Ann Weber e.K.", "Ann Weber e.K."),
        ("", ""),
        (None, ""),
    ],
)
def test_it_breaks_behind_the_at_and_the_dots_and_nothing_else_does(text: str | None, shown: str) -> None:
    assert PAGE.render(Context({"words": text})) == shown


@given(st.text(alphabet="<>&\"'@.a \n"))
def test_nothing_but_the_places_to_break_is_added_and_all_is_escaped(text: str) -> None:
    shown = PAGE.render(Context({"words": text}))
    assert shown.replace("<wbr>", "") == Template("{{ words }}").render(Context({"words": text}))
    assert "<" not in shown.replace("<wbr>", "")


def test_what_holds_no_address_is_left_to_the_template_to_escape() -> None:
    assert not hasattr(breakable("<b>"), "__html__")
