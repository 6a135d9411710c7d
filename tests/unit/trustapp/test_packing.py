"""Pages are packed for whoever takes them so; nothing else is."""

import gzip

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from trustapp.packing import PackedPages

WORDS = b"<p>Waited 40 minutes.</p>" * 100
TAKES = RequestFactory(headers={"accept-encoding": "gzip, br"}).get("/")


def through(
    response: HttpResponse | StreamingHttpResponse, request: HttpRequest = TAKES
) -> HttpResponse | StreamingHttpResponse:
    answer = PackedPages(lambda request: response)(request)
    assert answer is response
    return response


def test_a_page_is_packed_where_the_browser_takes_it_so(client: Client, db: None) -> None:
    plain = client.get("/accounts/login/")
    packed = client.get("/accounts/login/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert b"<h1>Sign in</h1>" in gzip.decompress(packed.content)
    assert len(packed.content) < len(plain.content)
    assert "Accept-Encoding" in plain["Vary"]


def test_the_length_of_the_same_page_differs_by_chance() -> None:
    lengths = {len(through(HttpResponse(WORDS)).getvalue()) for _ in range(50)}
    assert len(lengths) > 1


def test_a_file_and_a_stream_go_as_they_are() -> None:
    assert "Content-Encoding" not in through(HttpResponse(WORDS, content_type="text/csv"))
    assert "Content-Encoding" not in through(StreamingHttpResponse([WORDS]))


def test_a_survey_page_goes_as_it_is() -> None:
    asked = RequestFactory(headers={"accept-encoding": "gzip"}).get("/s/bakery/token")
    assert "Content-Encoding" not in through(HttpResponse(WORDS), asked)
