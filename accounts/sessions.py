"""Sessions that end: a week after they were last used, and a month after signing in, however often they are used.

The figures are those of NIST SP 800-63B-4, 2.1.3, for a product without a hardware key. The first is
`SESSION_COOKIE_AGE`, held by the database's `expire_date`; using a session moves it on, once an hour at most.
"""

import time
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

LONGEST_SECONDS = 30 * 86_400
TOUCH_SECONDS = 3_600
BEGAN, SEEN = "began", "seen"  # Unix seconds, beside Django's own keys


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with an end."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and its row deleted, once it is over."""
        kept: dict[str, Any] = super().load()
        if SESSION_KEY not in kept:
            return kept
        now = time.time()
        if now - kept.get(BEGAN, now) > LONGEST_SECONDS:
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - kept.get(SEEN, 0) > TOUCH_SECONDS:
            kept[SEEN] = now
            self.modified = True  # saved with the response, which moves the end of idling
        return kept

    def save(self, must_create: bool = False) -> None:
        """Save; a person's session remembers when it began."""
        kept: dict[str, Any] = cast(Any, self)._get_session(no_load=must_create)
        if SESSION_KEY in kept:
            now = time.time()
            kept.setdefault(BEGAN, now)
            kept.setdefault(SEEN, now)
        super().save(must_create)
