"""Pages whose address is a key: no search engine keeps them, and no page they lead to learns the address."""

import pytest
from django.template.loader import render_to_string

SURVEYS = ["already", "answer", "closed", "failed", "resumed", "stop", "stopped", "thanks"]
SHARED = ["shared", "shared_closed", "stop"]


@pytest.mark.parametrize(
    "template", [*(f"surveys/{name}.html" for name in SURVEYS), *(f"dashboards/{name}.html" for name in SHARED)]
)
def test_a_page_behind_a_link_keeps_its_address_to_itself(template: str) -> None:
    head = render_to_string(template, {"language": "de", "direction": "ltr"}).partition("</head>")[0]
    assert '<meta name="robots" content="noindex">' in head
    assert '<meta name="referrer" content="no-referrer">' in head


@pytest.mark.parametrize("name", ["answer", "failed"])
def test_the_survey_and_its_failure_ask_for_no_file(name: str) -> None:
    html = render_to_string(f"surveys/{name}.html", {"language": "ar", "direction": "rtl"})
    assert '<html lang="ar" dir="rtl">' in html
    assert '<link rel="icon" href="data:,">' in html
    assert "<main>" in html
    assert "stylesheet" not in html
