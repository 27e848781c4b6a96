"""Both directions' proof: a bearer token inwards, token and Standard Webhooks signature outwards."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix of a secret, not one
_SCHEME = "bearer "


def has_token(headers: Mapping[str, str], tokens: Sequence[str]) -> bool:
    given = headers.get("authorization", "")
    if not given.lower().startswith(_SCHEME):
        return False
    token = given[len(_SCHEME) :].strip().encode("utf-8", "replace")
    # An empty token would let anybody in.
    return any(hmac.compare_digest(token, known.encode()) for known in tokens if known)


def signature_headers(body: bytes, *, key: str, secret: str, at: datetime) -> dict[str, str]:
    """Headers that prove who calls and when; `key` is the same for every try of a message."""
    timestamp = str(int(at.timestamp()))
    signed = b".".join((key.encode(), timestamp.encode(), body))
    digest = hmac.new(_secret_bytes(secret), signed, hashlib.sha256).digest()
    return {
        "webhook-id": key,
        "webhook-timestamp": timestamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def _secret_bytes(secret: str) -> bytes:
    """Base64 behind the prefix; anything else is taken as it stands."""
    if not secret.startswith(SECRET_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        return secret.encode()
