"""What logs hold."""

import json
import logging
import logging.config
from io import StringIO

import pytest
from django.test import Client

from surveys.links import answer_path, new_token
from trustapp.logs import configuration


@pytest.mark.django_db
@pytest.mark.parametrize("as_json", [True, False])
def test_a_link_s_token_is_blacked_out(client: Client, as_json: bool) -> None:
    written, token = StringIO(), new_token()
    console = logging.StreamHandler(written)
    form = configuration(json=as_json)["formatters"]["line"]
    console.setFormatter(logging.config.DictConfigurator({"version": 1}).configure_formatter(form))
    logging.getLogger("django.request").addHandler(console)
    try:
        assert client.get(answer_path("nobody00", token)).status_code == 404
    finally:
        logging.getLogger("django.request").removeHandler(console)
    line = written.getvalue()
    assert "/s/nobody00/[token]" in (json.loads(line)["event"] if as_json else line)
    assert token not in line
