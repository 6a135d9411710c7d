"""Keyed hashes of addresses: they outlive a customer's erasure and say nothing to who has no key."""

import uuid

from django.utils.crypto import salted_hmac

from customers.checks import normal_email


def address_hash(business_id: uuid.UUID, email: str) -> str:
    """HMAC-SHA256 in hex of an address, differing from business to business; the key comes from SECRET_KEY."""
    text = f"{business_id.hex}:{normal_email(email)}"
    return salted_hmac("customers.suppression", text, algorithm="sha256").hexdigest()
