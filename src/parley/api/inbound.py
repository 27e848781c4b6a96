"""The generic inbound API: messages that a program brings in our own words, journaled like a webhook's."""

import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Header
from pydantic import BaseModel, Field

from parley.api.auth import guard
from parley.api.deps import DepsHere
from parley.api.refusals import Busy
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body
from parley.domain.channel import (
    Channel,
    InboundEcho,
    InboundEdit,
    InboundMessage,
    InboundReaction,
    InboundReceipt,
)
from parley.domain.cleaning import bounded, clean_key, read_json
from parley.domain.errors import Invalid, NotFound
from parley.domain.ids import ChannelId
from parley.storage.journal import DEPTH_LIMIT, EntryKind, NewEntry, TableJournal, lane_of_sender

router = make_router("channels")
MESSAGES_AT_ONCE = 100
RETRY_SECONDS = 5

Told = InboundMessage | InboundEcho | InboundReceipt | InboundReaction | InboundEdit
_TOLD: Any = Told


class InboundBatch(Body):
    """Each item has a `type`: message, echo, receipt, reaction or edit. `channel` is filled in."""

    messages: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MESSAGES_AT_ONCE)]


class AcceptedView(BaseModel):
    accepted: int


@router.post("/channels/{channel_id}/messages", status_code=HTTPStatus.ACCEPTED)
async def bring(
    channel_id: UUID,
    body: InboundBatch,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.INBOUND)],
    idempotency_key: Annotated[str, Header(min_length=1, max_length=200)],
) -> AcceptedView:
    """Up to 100 messages, all or none. Kept safely when this answers; handled soon after, in order per sender."""
    _ = idempotency_key
    reference = await deps.reference(scope.workspace_id)
    channel = reference.channels.get(ChannelId(channel_id))
    if channel is None:
        raise NotFound(channel_id=str(channel_id))
    now = deps.clock.now()
    entries = [
        _entry(channel, _read(given, number, channel, now=now), now=now)
        for number, given in enumerate(body.messages)
    ]
    journal = TableJournal(deps.pool)
    if (await journal.lag(now=now)).depth > DEPTH_LIMIT:
        raise Busy(
            "Too much is waiting to be handled. Try again in a moment.",
            limit=DEPTH_LIMIT,
            retry_after=RETRY_SECONDS,
        )
    await journal.append(entries)
    deps.announce(scope.workspace_id)
    return AcceptedView(accepted=len(entries))


def _read(given: dict[str, Any], number: int, channel: Channel, *, now: datetime) -> Told:
    """Cleaned and bounded as a provider's payload is. Raises Invalid naming the item and the place in it."""
    cleaned = read_json(json.dumps({**given, "channel": channel.external_id}).encode())
    try:
        told: Told = msgspec.convert(cleaned, _TOLD)
    except (msgspec.ValidationError, OverflowError) as error:
        raise Invalid(str(error), field=f"body.messages.{number}") from error
    if told.provider_at.tzinfo is None:
        raise Invalid("A time needs a zone.", field=f"body.messages.{number}.provider_at")
    if not _sender(told) and not isinstance(told, InboundReceipt):
        raise Invalid("It must say who it is from or to.", field=f"body.messages.{number}")
    at = bounded(told.provider_at.astimezone(UTC), received_at=now)
    return msgspec.structs.replace(told, provider_at=at, external_id=clean_key(told.external_id))


def _entry(channel: Channel, told: Told, *, now: datetime) -> NewEntry:
    return NewEntry(
        lane=lane_of_sender(channel.endpoint_id, _sender(told) or told.external_id),
        workspace_id=channel.workspace_id,
        source_id=channel.id,
        kind=EntryKind.INBOUND,
        body=msgspec.json.encode([told]),
        received_at=now,
    )


def _sender(told: Told) -> str:
    match told:
        case InboundEcho(recipients=addresses) | InboundReceipt(recipients=addresses):
            return addresses[0].value if addresses else ""
        case _:
            return told.senders[0].value if told.senders else ""
