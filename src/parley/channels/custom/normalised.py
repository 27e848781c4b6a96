"""The generic inbound API: messages that come in our own words already, wrapped as `{"inbound": ...}`."""

from datetime import datetime
from typing import Any, cast

import msgspec

from parley.domain.channel import Ignored, Inbound
from parley.domain.cleaning import bounded, clean_key


def read(given: object, *, received_at: datetime) -> Inbound | None:
    """None if the body is of another shape. What does not fit our union is kept raw and counted."""
    if not isinstance(given, dict) or "inbound" not in given:
        return None
    try:
        inbound: Inbound = msgspec.convert(cast("Any", given["inbound"]), Inbound)
    except (msgspec.ValidationError, OverflowError) as error:
        return Ignored("", "normalised", str(error))
    return _cleaned(inbound, received_at=received_at)


def _cleaned(inbound: Inbound, *, received_at: datetime) -> Inbound:
    """Text was cleaned as it was read; keys and times keep the rules that hold for providers."""
    given = msgspec.structs.asdict(inbound)
    changes: dict[str, Any] = {}
    if "external_id" in given:
        changes["external_id"] = clean_key(given["external_id"])
    at = given.get("provider_at")
    if isinstance(at, datetime):
        changes["provider_at"] = (
            received_at if at.tzinfo is None else bounded(at, received_at=received_at)
        )
    return msgspec.structs.replace(inbound, **changes)
