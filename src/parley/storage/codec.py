"""JSON between frozen values and Postgres, once."""

from datetime import datetime
from typing import Any

import msgspec

ENCODER = msgspec.json.Encoder()
encode = ENCODER.encode


def decoder(of: Any) -> msgspec.json.Decoder[Any]:
    """A decoder made once per type, at import."""
    return msgspec.json.Decoder(of)


def to_jsonb(value: bytes) -> bytes:
    """Postgres' binary jsonb is one version byte, then the text."""
    return b"\x01" + value


def from_jsonb(value: bytes) -> bytes:
    return value[1:]


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
