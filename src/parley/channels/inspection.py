"""Shows what a recorded payload means to us, for people who look into a webhook."""

from datetime import datetime

import msgspec

from parley.domain.channel import ChannelPlugin, Inbound


def events_of(plugin: ChannelPlugin, payload: bytes, *, received_at: datetime) -> list[Inbound]:
    """All that a webhook body says, in its order. Raises NotThisProvider."""
    return [
        inbound
        for raw in plugin.split(payload)
        for inbound in plugin.parse(raw.body, received_at=received_at)
    ]


def line_of(inbound: Inbound) -> bytes:
    """One event as a line of JSON, without the line's end."""
    return msgspec.json.encode(inbound)
