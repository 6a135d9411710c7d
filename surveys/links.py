"""The links of letters: a token of 256 random bits, of which only the SHA-256 is kept. Pure."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A token for one letter: 43 characters of the URL-safe alphabet."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What is kept of a token: its SHA-256, 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


def answer_path(code: str, token: str, score: int | None = None) -> str:
    """The page of a survey; with a score, that score is chosen on it (and nothing is counted)."""
    return f"/s/{code}/{token}" + ("" if score is None else f"?score={score}")


def in_language(path: str, language: str) -> str:
    """The same page in a language that its reader asked for."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def provisional_path(code: str, token: str) -> str:
    """Where a page that a person touched keeps its score, if the business lets one click do."""
    return f"/s/{code}/{token}/provisional"


def stop_path(code: str, token: str) -> str:
    """Where letters are stopped: the page, and the one-click POST of RFC 8058."""
    return f"/s/{code}/{token}/stop"


def resume_path(code: str, token: str) -> str:
    """Where a stop that was a mistake is taken back."""
    return f"/s/{code}/{token}/resume"


def trap_path(code: str, token: str, stamp: str) -> str:
    """A link no person sees; `stamp` says which opening of the page it stood on."""
    return f"/s/{code}/{token}/more/{stamp}"
