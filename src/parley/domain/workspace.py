"""One business's data, and what its admins have set up: read-only for a batch."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from parley.domain.calendar import Calendar
from parley.domain.channel import Channel, Manifest
from parley.domain.contact import Field, FieldScope, Tag, folded_name
from parley.domain.ids import (
    CalendarId,
    CategoryId,
    ChannelId,
    StageId,
    TagId,
    TeamId,
    UserId,
    VersionId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.lifecycle import LifecycleStage
from parley.domain.people import Skill, Team, User
from parley.domain.queue import Strategy
from parley.domain.timer import TimerKind


class ClosingMode(StrEnum):
    """What closing asks for (behaviour 4.2)."""

    OPTIONAL = "optional"
    CATEGORY_REQUIRED = "category_required"
    BOTH_REQUIRED = "both_required"
    DISABLED = "disabled"


class WhenAbsent(StrEnum):
    """What becomes of open work when its agent leaves, ends the shift, or leaves a contact without an answer.

    KEEP: it stays. REQUEUE: it waits in its team's line, else in everybody's. COLLEAGUE: in its team's line,
    else in that of a team of the agent's. Wherever it waits, it keeps its age.
    """

    KEEP = "keep"
    REQUEUE = "requeue"
    COLLEAGUE = "colleague"


class Settings(Struct, frozen=True, omit_defaults=True):
    """A workspace's choices; minutes and seconds as their names say, None switches off.

    `auto_close_minutes` runs from a person's last message (30 min to 14 days); `bot_silence_minutes` is
    the second clock: no answer to the bot and nobody assigned (O4). `sticky_minutes`: for that long a
    returning contact prefers the former assignee (O5). `opens_on` overrides, per channel kind, which
    content opens a conversation (O3). `break_reasons` names the breaks (none named: any words do);
    `offline_after_minutes` takes a user offline who does nothing for that long (O21). `when_absent` holds for
    teams that `when_absent_by_team` does not name (by id), `silence_minutes` is how long an agent may leave a
    contact without an answer, `queue_alarm_minutes` how long anybody may wait in a line without an alarm.

    `strategy`, `next_strategy` and `preferred_seconds` are for work without a team, as `Team` has them;
    `max_open` is the cap of everybody, `max_in_hand` that of all together. `channel_weights` are the units of
    load of a conversation by channel kind (1 if not named); one that has waited on the contact for
    `light_after_minutes` weighs `light_weight` at most. Each `ageing_minutes` of waiting count as one class of
    priority; None: classes are strict.

    `thanks_minutes`: for that long after closing a bare thanks is kept in the thread and opens nothing; 0
    switches the rule off.
    """

    timezone: str = "UTC"
    language: str = "en"
    country: str = ""
    closing_mode: ClosingMode = ClosingMode.OPTIONAL
    auto_close_minutes: int | None = None
    bot_silence_minutes: int | None = 24 * 60
    undo_close_seconds: int = 8
    sticky_minutes: int = 5
    default_capacity: int | None = None
    claim_on_reply: bool = True
    opens_on: dict[str, list[str]] = {}
    break_reasons: tuple[str, ...] = ()
    offline_after_minutes: int | None = None
    strategy: Strategy = Strategy.ROUND_ROBIN
    next_strategy: Strategy = Strategy.ROUND_ROBIN
    preferred_seconds: int = 0
    max_open: int | None = None
    channel_weights: dict[str, int] = {}
    light_after_minutes: int | None = None
    light_weight: int = 0
    ageing_minutes: int | None = 30
    when_absent: WhenAbsent = WhenAbsent.KEEP
    when_absent_by_team: dict[str, WhenAbsent] = {}
    silence_minutes: int | None = None
    queue_alarm_minutes: int | None = None
    thanks_minutes: int = 0
    max_in_hand: int | None = None

    def weigh(self, channel_kind: str, *, is_light: bool = False) -> int:
        """Tell the units of load that a conversation of this channel kind puts on whoever has it."""
        weight = self.channel_weights.get(channel_kind, 1)
        return min(weight, self.light_weight) if is_light else weight

    def policy_of(self, team_id: TeamId | None) -> WhenAbsent:
        return self.when_absent_by_team.get(str(team_id), self.when_absent)


class ClosingCategory(Struct, frozen=True):
    workspace_id: WorkspaceId
    id: CategoryId
    name: str
    description: str = ""


class PublishedVersion(Struct, frozen=True):
    """An immutable version that runs may stand on. `definition` is a `workflows.definition.Definition`;
    the domain does not look inside. `live` is False for versions that only old runs still use. `clock` is
    the timer that measures what its trigger waits for, if it waits; `hears` the kinds of events that
    may start it: asked of each version for each event, so it stands here.
    """

    workflow_id: WorkflowId
    version_id: VersionId
    name: str
    definition: object
    once_per_contact: bool
    speaks: bool
    live: bool
    published_order: int
    clock: TimerKind | None = None
    hears: frozenset[type] = frozenset()


def list_clocks(versions: Iterable[PublishedVersion]) -> frozenset[TimerKind]:
    """What live workflows want to have measured."""
    return frozenset(v.clock for v in versions if v.live and v.clock is not None)


class Reference(Struct, frozen=True):
    """The snapshot of one workspace's set-up that a batch decides with; `number` grows with each change.
    `clocks` are those of the live versions: where there are none, no message sets any. `secrets` are
    names only.
    """

    workspace_id: WorkspaceId
    number: int
    settings: Settings
    channels: Mapping[ChannelId, Channel]
    manifests: Mapping[str, Manifest]
    users: Mapping[UserId, User]
    teams: Mapping[TeamId, Team]
    fields: Mapping[tuple[FieldScope, str], Field]
    tags: Mapping[TagId, Tag]
    categories: Mapping[CategoryId, ClosingCategory]
    versions: Mapping[VersionId, PublishedVersion]
    calendars: Mapping[CalendarId, Calendar] = {}
    stages: Mapping[StageId, LifecycleStage] = {}
    skills: Mapping[str, Skill] = {}
    clocks: frozenset[TimerKind] = frozenset()
    secrets: frozenset[str] = frozenset()

    def channel_named(self, kind: str, external_id: str) -> Channel | None:
        """The channel that a provider's event names, or None if it is not connected."""
        for channel in self.channels.values():
            if channel.kind == kind and channel.external_id == external_id:
                return channel
        return None

    def without(self, tags: Collection[Tag]) -> "Reference":
        """As it was before these tags were made."""
        if not tags:
            return self
        gone = {tag.id for tag in tags}
        return replace(self, tags={k: tag for k, tag in self.tags.items() if k not in gone})

    def tag_named(self, name: str) -> Tag | None:
        """The tag with this name, whatever the case or the accents."""
        wanted = folded_name(name)
        return next((t for t in self.tags.values() if folded_name(t.name) == wanted), None)

    def channel_kind(self, channel_id: ChannelId | None) -> str:
        """Name the kind of the channel; empty for one that is gone."""
        channel = self.channels.get(channel_id) if channel_id else None
        return channel.kind if channel else ""

    def active_user(self, user_id: UserId | None) -> User | None:
        user = self.users.get(user_id) if user_id else None
        return user if user and user.deactivated_at is None else None
