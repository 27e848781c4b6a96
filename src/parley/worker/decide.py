"""Decides a batch of journal entries on one desk: parsed, foreseen, applied in order. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

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
from parley.domain.desk import Desk
from parley.domain.hook import HookCall
from parley.domain.ids import ChannelId, ConversationId
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
# An enum finds its members slowly, and nearly every entry is one.
_EVENT = EntryKind.EVENT


class Parsed(Struct, frozen=True):
    """What one entry says. `ignored` counts what was understood to be nothing for us."""

    arrivals: Sequence[tuple[Channel, Inbound]] = ()
    timer: Timer | None = None
    result: SendResult | None = None
    answer: CallResult | None = None
    call: HookCall | None = None
    ignored: Sequence[str] = ()
    is_replayed: bool = False


class UnknownChannel(ValueError):
    """An event names a channel that is not connected (any more): kept as a dead letter for replay."""


class Endpoint:
    """The channels that are connected at one endpoint, by the provider's names for them."""

    def __init__(self, endpoint_id: UUID, plugin: ChannelPlugin | None) -> None:
        self.id = endpoint_id
        self.plugin = plugin
        self.channels: list[Channel] = []
        self.named: dict[str, list[Channel]] = {}

    def add(self, channel: Channel) -> None:
        self.channels.append(channel)
        self.named.setdefault(channel.external_id, []).append(channel)

    def meant(self, inbound: Inbound) -> Sequence[Channel]:
        """News of a whole account concern all its channels; everything else names one."""
        named = self.named.get(inbound.channel, ())
        if named or not isinstance(inbound, AccountUpdate):
            return named
        account = inbound.channel
        return [c for c in self.channels if c.config.get("business_account_id") == account]


class Sources:
    """Where a batch's entries may come from: sorted once, and asked for each entry."""

    def __init__(self, reference: Reference, plugins: Mapping[str, ChannelPlugin]) -> None:
        self._channels = reference.channels
        endpoints: dict[UUID, Endpoint] = {}
        for channel in reference.channels.values():
            if channel.endpoint_id not in endpoints:
                plugin = plugins.get(channel.kind)
                endpoints[channel.endpoint_id] = Endpoint(channel.endpoint_id, plugin)
            endpoints[channel.endpoint_id].add(channel)
        self._endpoints = list(endpoints.values())

    def channel(self, source_id: UUID | None) -> Channel:
        found = self._channels.get(ChannelId(source_id)) if source_id is not None else None
        if found is None:
            message = f"channel {source_id} is not connected"
            raise UnknownChannel(message)
        return found

    def endpoint(self, source_id: UUID | None) -> Endpoint:
        # There are few, and comparing is cheaper than the hash of an id that has just been read.
        for endpoint in self._endpoints:
            if endpoint.id == source_id:
                return endpoint
        message = "the endpoint has no connected channel"
        raise UnknownChannel(message)


def parse(entry: Entry, sources: Sources) -> Parsed:
    """Raises NotThisProvider, UnknownChannel or a decode error: the entry is poison."""
    return _parse_event(entry, sources) if entry.kind is _EVENT else _parse_any(entry, sources)


def _parse_any(entry: Entry, sources: Sources) -> Parsed:
    match entry.kind:
        case EntryKind.EVENT | EntryKind.REPLAYED_EVENT:
            told = _parse_event(entry, sources)
        case EntryKind.INBOUND | EntryKind.REPLAYED_INBOUND:
            told = _parse_normalised(entry, sources)
        case EntryKind.TIMER:
            return Parsed(timer=TIMER.decode(entry.body))
        case EntryKind.SEND_RESULT:
            return Parsed(result=RESULT.decode(entry.body))
        case EntryKind.CALL_RESULT:
            return Parsed(answer=ANSWER.decode(entry.body))
        case EntryKind.HOOK:
            return Parsed(call=CALL.decode(entry.body))
    return replace(told, is_replayed=True) if entry.kind in REPLAYED else told


def _parse_normalised(entry: Entry, sources: Sources) -> Parsed:
    channel = sources.channel(entry.source_id)
    return Parsed([(channel, inbound) for inbound in INBOUND.decode(entry.body)])


def _parse_event(entry: Entry, sources: Sources) -> Parsed:
    endpoint = sources.endpoint(entry.source_id)
    if endpoint.plugin is None:
        message = f"there is no channel kind {endpoint.channels[0].kind}"
        raise NotThisProvider(message)
    arrivals: list[tuple[Channel, Inbound]] = []
    ignored: list[str] = []
    for inbound in endpoint.plugin.parse(entry.body, received_at=entry.received_at):
        if type(inbound) is Ignored:
            ignored.append(inbound.provider_type)
            continue
        meant = endpoint.meant(inbound)
        if not meant:
            message = f"no channel {inbound.channel!r} is connected at this endpoint"
            raise UnknownChannel(message)
        arrivals += [(channel, inbound) for channel in meant]
    return Parsed(arrivals, ignored=ignored)


def foresee(parsed: Sequence[Parsed]) -> Needs:
    """What these entries will surely ask for, so that one load is enough in the common case."""
    heard = [pair for one in parsed for pair in one.arrivals]
    timers = [one.timer for one in parsed if one.timer is not None]
    answers = [one.answer for one in parsed if one.answer is not None]
    results = [one.result for one in parsed if one.result is not None]
    receipts = [one for _, one in heard if type(one) is InboundReceipt]
    return Needs(
        identities=frozenset(
            [key for channel, one in heard for key in identity_keys(channel, _addresses(one))]
        ),
        contacts=frozenset([one.contact_id for one in (*timers, *answers)]),
        conversations=frozenset(
            [ConversationId(one.subject_id) for one in timers if one.kind is not TimerKind.RUN]
        ),
        messages=frozenset(
            [one.message_id for one in (*results, *receipts) if one.message_id is not None]
        ),
        external=frozenset(
            [(channel.id, name) for channel, one in heard for name in _external_ids(one)]
        ),
        receipts=frozenset(
            [(one.channel_id, one.external_id) for one in results if one.external_id]
        ),
    )


def _addresses(inbound: Inbound) -> tuple[SenderAddress, ...]:
    if type(inbound) is InboundMessage:
        return inbound.senders
    match inbound:
        case InboundEcho(recipients=found):
            return found
        case IdentityChanged(former=former, current=current):
            return (*former, *current)
        case _:
            return ()


def _external_ids(inbound: Inbound) -> tuple[str, ...]:
    if type(inbound) is InboundMessage:
        return (inbound.external_id,)
    match inbound:
        case InboundEcho(external_id=name) | IdentityChanged(external_id=name):
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
