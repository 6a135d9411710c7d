"""The link by which a colleague ends their own letters: signed, so that nothing has to be kept for it."""

import uuid

from django.conf import settings
from django.core import signing

from accounts.models import Business

SALT = "dashboards.stop"


def stop_url(business: Business, user_id: uuid.UUID) -> str:
    """The address that stands in each of their letters."""
    return f"{settings.BASE_URL}/d/{business.code}/stop/{stop_token(business, user_id)}"


def stop_token(business: Business, user_id: uuid.UUID) -> str:
    """A signed token that does nothing but end the letters of this person from this business."""
    return signing.dumps(user_id.hex, salt=f"{SALT}.{business.id.hex}")


def user_of(business: Business, token: str) -> uuid.UUID | None:
    """Whose token it is; None where it is forged, or of another business."""
    try:
        return uuid.UUID(signing.loads(token, salt=f"{SALT}.{business.id.hex}"))
    except (signing.BadSignature, ValueError, TypeError):
        return None
