"""Decides a batch of journal entries on one desk: parsed, foreseen, applied in order. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from parley.actions.calling import settle_call
from parley.actions.contacts import identity_keys
from parley.actions.hooking import receive_call
from parley.actions.outcomes import SendResult, record_outcome
from parley.actions.reactions import react
from parley.actions.receiving import receive, store_message
from parley.actions.timers import fire_timer
from parley.domain.calls import CallResult
from parley.domain.channel import (
    AccountUpdate,
    Channel,
    ChannelPlugin,
    IdentityChanged,
    Ignored,
    Inbound,
    InboundEcho,
    InboundEdit,
    InboundMessage,
    InboundReaction,
    InboundReceipt,
    NotThisProvider,
    SenderAddress,
)
from parley.domain.contact import IdentityKey
from parley.domain.desk import Desk
from parley.domain.hook import HookCall
from parley.domain.ids import ChannelId, ContactId, ConversationId, MessageId
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.timer import Timer, TimerKind
from parley.domain.workspace import Reference
from parley.storage.journal import Entry, EntryKind

TIMER = msgspec.json.Decoder(Timer)
ANSWER = msgspec.json.Decoder(CallResult)
CALL = msgspec.json.Decoder(HookCall)
RESULT = msgspec.json.Decoder(SendResult)
REPLAYED = (EntryKind.REPLAYED_EVENT, EntryKind.REPLAYED_INBOUND)
INBOUND = msgspec.json.Decoder(list[Inbound])


@dataclass(frozen=True)
class Parsed:
    """What one entry says. `ignored` counts what was understood to be nothing for us."""

    arrivals: Sequence[tuple[Channel, Inbound]] = ()
    timer: Timer | None = None
    result: SendResult | None = None
    answer: CallResult | None = None
    call: HookCall | None = None
    ignored: Sequence[str] = ()
    is_replayed: bool = False

    @property
    def contacts(self) -> list[ContactId]:
        """Those that are named already."""
        named = (self.timer, self.answer)
        return [one.contact_id for one in named if one is not None]


class UnknownChannel(ValueError):
    """An event names a channel that is not connected (any more): kept as a dead letter for replay."""


def parse(entry: Entry, reference: Reference, plugins: Mapping[str, ChannelPlugin]) -> Parsed:
    """Raises NotThisProvider, UnknownChannel or a decode error: the entry is poison."""
    match entry.kind:
        case EntryKind.TIMER:
            return Parsed(timer=TIMER.decode(entry.body))
        case EntryKind.SEND_RESULT:
            return Parsed(result=RESULT.decode(entry.body))
        case EntryKind.CALL_RESULT:
            return Parsed(answer=ANSWER.decode(entry.body))
        case EntryKind.HOOK:
            return Parsed(call=CALL.decode(entry.body))
        case EntryKind.INBOUND | EntryKind.REPLAYED_INBOUND:
            told = _parse_normalised(entry, reference)
        case EntryKind.EVENT | EntryKind.REPLAYED_EVENT:
            told = _parse_event(entry, reference, plugins)
    return replace(told, is_replayed=True) if entry.kind in REPLAYED else told


def _parse_normalised(entry: Entry, reference: Reference) -> Parsed:
    channel = next((c for c in reference.channels.values() if c.id == entry.source_id), None)
    if channel is None:
        message = f"channel {entry.source_id} is not connected"
        raise UnknownChannel(message)
    return Parsed(arrivals=[(channel, inbound) for inbound in INBOUND.decode(entry.body)])


def _parse_event(
    entry: Entry, reference: Reference, plugins: Mapping[str, ChannelPlugin]
) -> Parsed:
    channels = [c for c in reference.channels.values() if c.endpoint_id == entry.source_id]
    if not channels:
        message = "the endpoint has no connected channel"
        raise UnknownChannel(message)
    plugin = plugins.get(channels[0].kind)
    if plugin is None:
        message = f"there is no channel kind {channels[0].kind}"
        raise NotThisProvider(message)
    arrivals: list[tuple[Channel, Inbound]] = []
    ignored: list[str] = []
    for inbound in plugin.parse(entry.body, received_at=entry.received_at):
        if isinstance(inbound, Ignored):
            ignored.append(inbound.provider_type)
            continue
        named = _channels_named(channels, inbound)
        if not named:
            message = f"no channel {inbound.channel!r} is connected at this endpoint"
            raise UnknownChannel(message)
        arrivals.extend((channel, inbound) for channel in named)
    return Parsed(arrivals=arrivals, ignored=ignored)


def _channels_named(channels: Sequence[Channel], inbound: Inbound) -> list[Channel]:
    """News of a whole account concern all its channels; everything else names one."""
    named = [channel for channel in channels if channel.external_id == inbound.channel]
    if named or not isinstance(inbound, AccountUpdate):
        return named
    return [c for c in channels if c.config.get("business_account_id") == inbound.channel]


def foresee(parsed: Iterable[Parsed]) -> Needs:
    """What these entries will surely ask for, so that one load is enough in the common case."""
    identities: set[IdentityKey] = set()
    external: set[tuple[ChannelId, str]] = set()
    contacts: set[ContactId] = set()
    conversations: set[ConversationId] = set()
    messages: set[MessageId] = set()
    receipts: set[tuple[ChannelId, str]] = set()
    for one in parsed:
        for channel, inbound in one.arrivals:
            identities.update(identity_keys(channel, _addresses(inbound)))
            external.update((channel.id, name) for name in _external_ids(inbound))
            if isinstance(inbound, InboundReceipt) and inbound.message_id is not None:
                messages.add(inbound.message_id)
        contacts.update(one.contacts)
        if one.timer is not None and one.timer.kind is not TimerKind.RUN:
            conversations.add(ConversationId(one.timer.subject_id))
        if one.result is not None:
            messages.add(one.result.message_id)
            if one.result.external_id:
                receipts.add((one.result.channel_id, one.result.external_id))
    return Needs(
        identities=frozenset(identities),
        contacts=frozenset(contacts),
        conversations=frozenset(conversations),
        messages=frozenset(messages),
        external=frozenset(external),
        receipts=frozenset(receipts),
    )


def _addresses(inbound: Inbound) -> tuple[SenderAddress, ...]:
    match inbound:
        case InboundMessage(senders=found):
            return found
        case InboundEcho(recipients=found):
            return found
        case IdentityChanged(former=former, current=current):
            return (*former, *current)
        case _:
            return ()


def _external_ids(inbound: Inbound) -> tuple[str, ...]:
    match inbound:
        case InboundMessage(external_id=name) | InboundEcho(external_id=name):
            return (name,)
        case IdentityChanged(external_id=name):
            return (name,)
        case InboundReaction(target=name) | InboundEdit(target=name):
            return (name,)
        case InboundReceipt(external_id=name, message_id=None):
            return (name,)
        case _:
            return ()


def decide(desk: Desk, parsed: Iterable[Parsed]) -> None:
    """Applies them in order; each entry's events are reacted to before the next one begins. Raises NotOnDesk
    with what the whole batch lacks, so that a hundred answered e-mails cost one more round, not a hundred.
    """
    missing = Needs()
    for one in parsed:
        try:
            _apply(desk, one)
        except NotOnDesk as found:
            missing |= found.needs
        except Exception:
            # Behind a gap the desk is half done and will be rewound: only a whole one's error is true.
            if not missing:
                raise
            break
    if missing:
        raise NotOnDesk(missing)


def _apply(desk: Desk, one: Parsed) -> None:
    for channel, inbound in one.arrivals:
        receive(desk, channel, inbound, again=one.is_replayed)
    if one.timer is not None:
        fire_timer(desk, one.timer)
    if one.result is not None:
        record_outcome(desk, one.result)
    if one.answer is not None:
        settle_call(desk, one.answer)
    if one.call is not None:
        receive_call(desk, one.call)
    react(desk)


def messages_of(parsed: Parsed) -> Parsed:
    """What of an entry a person should see, even if the rest cannot be handled."""
    return Parsed([pair for pair in parsed.arrivals if isinstance(pair[1], InboundMessage)])


def keep_visible(desk: Desk, parsed: Parsed) -> None:
    """The messages of an entry that could not be handled, and nothing more: no opening, no workflow."""
    for channel, inbound in messages_of(parsed).arrivals:
        if isinstance(inbound, InboundMessage):
            store_message(desk, channel, inbound)
