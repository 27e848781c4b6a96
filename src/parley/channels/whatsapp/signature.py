"""Proves that a webhook comes from Meta, and answers the subscription check."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence

SIGNATURE_HEADER = "x-hub-signature-256"


def is_signed(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> bool:
    """Compare over the raw bytes: Meta signs exactly what it sent, escapes and all."""
    given = headers.get(SIGNATURE_HEADER, "").encode("utf-8", "replace")
    # An empty secret would let anybody sign.
    return any(hmac.compare_digest(given, _signature(body, secret)) for secret in secrets if secret)


def answer_handshake(query: Mapping[str, str], *, verify_token: str) -> bytes | None:
    challenge = query.get("hub.challenge")
    given = query.get("hub.verify_token", "").encode("utf-8", "replace")
    is_same = hmac.compare_digest(given, verify_token.encode("utf-8", "replace"))
    if not (is_same and verify_token and challenge) or query.get("hub.mode") != "subscribe":
        return None
    return challenge.encode("utf-8", "replace")


def _signature(body: bytes, secret: str) -> bytes:
    return b"sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().encode()
