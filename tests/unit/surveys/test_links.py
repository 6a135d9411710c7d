"""Tokens and addresses of letters."""

import base64

from surveys.links import answer_path, new_token, provisional_path, resume_path, stop_path, token_hash, trap_path


def test_a_token_has_256_random_bits() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}


def test_only_a_sha_256_is_kept() -> None:
    assert token_hash("abc").hex().startswith("ba7816bf8f01cfea")


def test_every_address_carries_code_and_token() -> None:
    assert answer_path("k4", "t") == "/s/k4/t"
    assert answer_path("k4", "t", 0) == "/s/k4/t?score=0"
    made = [provisional_path("k4", "t"), stop_path("k4", "t"), resume_path("k4", "t"), trap_path("k4", "t", "x")]
    assert made == ["/s/k4/t/provisional", "/s/k4/t/stop", "/s/k4/t/resume", "/s/k4/t/more/x"]
