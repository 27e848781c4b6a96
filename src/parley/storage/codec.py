"""JSON between frozen values and Postgres, once."""

from collections.abc import Callable
from datetime import datetime
from operator import itemgetter
from typing import Any

import msgspec

ENCODER = msgspec.json.Encoder()
encode = ENCODER.encode


def decoder(of: Any) -> msgspec.json.Decoder[Any]:
    """A decoder made once per type, at import."""
    return msgspec.json.Decoder(of)


# Postgres' binary jsonb is one version byte, then the text. Both are called for every JSON value that
# travels, so they are built-ins.
to_jsonb: Callable[[bytes], bytes] = b"\x01".__add__
from_jsonb: Callable[[bytes], bytes] = itemgetter(slice(1, None))


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
