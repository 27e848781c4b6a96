"""Triggers about conversations: opened, closed, come by an ad, a field of theirs changed."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parley.domain.channel import Referral
from parley.domain.conversation import Source
from parley.domain.events import (
    ConversationClosed,
    ConversationFieldChanged,
    ConversationOpened,
    Event,
)
from parley.domain.ids import UUID, ChannelId
from parley.workflows import limits
from parley.workflows.model import Model, Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.triggers.trigger import Trigger, Values
from parley.workflows.view import View


class BySource(Model):
    """Who opened or closed: `sources` empty means whoever; `except_sources` are left out."""

    sources: list[Source] = Field(default_factory=list, max_length=len(Source))
    except_sources: list[Source] = Field(default_factory=list, max_length=len(Source))

    def hears_source(self, source: Source) -> bool:
        return source not in self.except_sources and (not self.sources or source in self.sources)

    def shares_source(self, other: "BySource") -> bool:
        return any(self.hears_source(source) and other.hears_source(source) for source in Source)


class ConversationOpenedTrigger(BySource, Trigger):
    """A conversation has opened. The first message, the channel and what the contact came by are there for
    conditions and texts.
    """

    HEARS: ClassVar[tuple[type, ...]] = (ConversationOpened,)
    VARIABLES: ClassVar[tuple[str, ...]] = (
        "source",
        "channel",
        "channel_kind",
        "first_message",
        "referral_kind",
        "ad_id",
        "ad_title",
        "ad_url",
        "click_id",
    )

    kind: Literal["conversation_opened"] = "conversation_opened"

    def concerns(self, event: Event, /) -> bool:
        body = event.body
        return isinstance(body, ConversationOpened) and self.hears_source(body.source)

    def overlaps(self, other: Trigger) -> bool:
        if isinstance(other, AdTrigger):
            return self.hears_source(Source.CONTACT)
        return super().overlaps(other)

    def meets(self, other: Trigger, /) -> bool:
        return isinstance(other, ConversationOpenedTrigger) and self.shares_source(other)

    def values(self, event: Event, view: View, /) -> Values:
        body = event.body
        if not isinstance(body, ConversationOpened):
            return {}
        told = {"source": body.source.value, "first_message": view.last_message}
        return {**told, **_channel_values(body.channel_id, view), **_referral_values(body.referral)}


class AdTrigger(Trigger):
    """The message that opened the conversation came by an ad: any, or one of `ad_ids`."""

    HEARS: ClassVar[tuple[type, ...]] = (ConversationOpened,)
    VARIABLES: ClassVar[tuple[str, ...]] = ConversationOpenedTrigger.VARIABLES

    kind: Literal["click_to_chat_ad"] = "click_to_chat_ad"
    ad_ids: list[Annotated[str, Field(min_length=1, max_length=limits.NAME_LENGTH)]] = Field(
        default_factory=list, max_length=limits.ADS
    )

    def concerns(self, event: Event, /) -> bool:
        body = event.body
        referral = body.referral if isinstance(body, ConversationOpened) else None
        if referral is None or referral.kind not in AD_KINDS:
            return False
        return not self.ad_ids or referral.source_id in self.ad_ids

    def overlaps(self, other: Trigger) -> bool:
        if isinstance(other, ConversationOpenedTrigger):
            return other.overlaps(self)
        return super().overlaps(other)

    def meets(self, other: Trigger, /) -> bool:
        return isinstance(other, AdTrigger) and _meet(self.ad_ids, other.ad_ids)

    def values(self, event: Event, view: View, /) -> Values:
        return ConversationOpenedTrigger.values(_OPENED, event, view)


class ConversationClosedTrigger(BySource, Trigger):
    """A conversation was closed, and the time to undo that is over (O2). `category_ids` empty: whatever
    the closing note says. A close by a merge starts nothing (O9).
    """

    HEARS: ClassVar[tuple[type, ...]] = (ConversationClosed,)
    VARIABLES: ClassVar[tuple[str, ...]] = (
        "source",
        "category",
        "summary",
        "opened_at",
        "closed_at",
        "closed_by",
    )
    FOLLOWS_CLOSE: ClassVar[bool] = True

    kind: Literal["conversation_closed"] = "conversation_closed"
    category_ids: list[UUID] = Field(default_factory=list, max_length=limits.NAMES_PER_TRIGGER)

    def concerns(self, event: Event, /) -> bool:
        body = event.body
        if not isinstance(body, ConversationClosed) or body.source is Source.MERGE:
            return False
        is_named = not self.category_ids or body.note.category_id in self.category_ids
        return is_named and self.hears_source(body.source)

    def meets(self, other: Trigger, /) -> bool:
        if not isinstance(other, ConversationClosedTrigger):
            return False
        return self.shares_source(other) and _meet(self.category_ids, other.category_ids)

    def values(self, event: Event, view: View, /) -> Values:
        body, conversation = event.body, view.conversation
        if not isinstance(body, ConversationClosed):
            return {}
        reference = view.reference
        category = (
            reference.categories.get(body.note.category_id) if body.note.category_id else None
        )
        closer = conversation.closed_by_user_id if conversation else None
        user = reference.users.get(closer) if closer else None
        return {
            "source": body.source.value,
            "category": category.name if category else "",
            "summary": body.note.summary,
            "opened_at": conversation.opened_at.isoformat() if conversation else "",
            "closed_at": event.at.isoformat(),
            "closed_by": user.name if user else "",
        }

    def references(self) -> Iterator[Named]:
        return (Named(Noun.CATEGORY, category_id) for category_id in self.category_ids)


class ConversationFieldTrigger(Trigger):
    """One of these fields of the conversation has another value now."""

    HEARS: ClassVar[tuple[type, ...]] = (ConversationFieldChanged,)
    VARIABLES: ClassVar[tuple[str, ...]] = ("field", "old", "new")

    kind: Literal["conversation_field_updated"] = "conversation_field_updated"
    slugs: Annotated[list[Slug], Field(min_length=1, max_length=limits.NAMES_PER_TRIGGER)]

    def concerns(self, event: Event, /) -> bool:
        return isinstance(event.body, ConversationFieldChanged) and event.body.slug in self.slugs

    def meets(self, other: Trigger, /) -> bool:
        return isinstance(other, ConversationFieldTrigger) and _meet(self.slugs, other.slugs)

    def values(self, event: Event, _view: View, /) -> Values:
        body = event.body
        if not isinstance(body, ConversationFieldChanged):
            return {}
        return {"field": body.slug, "old": body.old, "new": body.new}

    def references(self) -> Iterator[Named]:
        return (Named(Noun.CONVERSATION_FIELD, slug) for slug in self.slugs)


# Whatever the channel calls what was advertised: a post that is promoted is an ad, too.
AD_KINDS = frozenset({"ad", "post"})
_OPENED = ConversationOpenedTrigger()


def _channel_values(channel_id: ChannelId | None, view: View) -> Values:
    channel = view.reference.channels.get(channel_id) if channel_id else None
    if channel is None:
        return {"channel": "", "channel_kind": ""}
    return {"channel": channel.name, "channel_kind": channel.kind}


def _referral_values(referral: Referral | None) -> Values:
    told = referral or Referral("")
    return {
        "referral_kind": told.kind,
        "ad_id": told.source_id,
        "ad_title": told.headline,
        "ad_url": told.url,
        "click_id": told.click_id,
    }


def _meet(mine: list[UUID] | list[str], others: list[UUID] | list[str]) -> bool:
    """Empty lists mean all."""
    return not mine or not others or bool({*mine} & {*others})
