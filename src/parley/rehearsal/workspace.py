"""The workspace of a rehearsal: the real one or none, with what the tests name put beside it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, cast

from msgspec import structs

from parley.domain.calendar import DAY_MINUTES, WEEK_DAYS, Calendar, Hours
from parley.domain.channel import Begins, Channel, Manifest
from parley.domain.contact import STANDARD_FIELDS, Field, FieldScope, FieldType, Tag
from parley.domain.ids import (
    UUID,
    CalendarId,
    CategoryId,
    ChannelId,
    EndpointId,
    StageId,
    TagId,
    TeamId,
    UserId,
    WorkspaceId,
)
from parley.domain.lifecycle import LifecycleStage
from parley.domain.people import Role, Skill, Team, TeamMember, User, Visibility
from parley.domain.workspace import ClosingCategory, Reference, Settings
from parley.rehearsal.desk import fixed_id
from parley.rehearsal.fields_named import fields_in, secrets_in
from parley.rehearsal.hours import Week, read_week
from parley.rehearsal.neighbours import (
    bring_along,
    find_called,
    make_stub,
    parts_with_names,
    take_inputs,
)
from parley.rehearsal.script import Shop
from parley.workflows.definition import Definition
from parley.workflows.mentions import find_mentioned
from parley.workflows.naming import Named, Noun
from parley.workflows.text.names import as_id, kind_of


def bare_workspace(manifests: Mapping[str, Manifest]) -> Reference:
    """A workspace in which nothing is set up yet."""
    return Reference(
        workspace_id=WorkspaceId(fixed_id(1)),
        number=1,
        settings=Settings(),
        channels={},
        manifests=dict(manifests),
        users={},
        teams={},
        fields={},
        tags={},
        categories={},
        versions={},
    )


def invent_named(reference: Reference, data: Mapping[str, object]) -> Reference:
    """For a text that is looked at without a server: what its definition names by a name exists."""
    names = {pair for each in parts_with_names(data) for pair in _names_in(each)}
    return invent(reference, sorted(names))


def invent(reference: Reference, things: Iterable[tuple[str, str]]) -> Reference:
    """Things of these kinds and names exist; fields, which hold text, and secrets are named by their slugs."""
    making = _Maker(reference)
    secrets = set(reference.secrets)
    for kind, name in things:
        if kind in (Noun.CONTACT_FIELD, Noun.CONVERSATION_FIELD):
            making.field(f"{kind.removesuffix('_field')}.{name}", FieldType.TEXT)
        elif kind == Noun.SEALED:
            secrets.add(name)
        else:
            making.make(kind, name)
    return structs.replace(making.made(), secrets=frozenset(secrets))


def add_named(reference: Reference, definition: Definition) -> Reference:
    """What a definition names by its id exists, too, and the fields that it reads and writes, each of the
    type that is asked for.
    """
    making = _Maker(reference)
    for part in (definition.trigger, *definition.steps.values()):
        for named in part.references():
            _make_named(making, named, reference)
    if definition.quiet_hours is not None:
        making.make("calendar", str(definition.quiet_hours), definition.quiet_hours)
    reference = making.made()
    secrets = reference.secrets | secrets_in(definition)
    fields = dict(reference.fields)
    for scope, slug, kind in fields_in(definition):
        is_standard = scope is FieldScope.CONTACT and slug in STANDARD_FIELDS
        if not is_standard and (scope, slug) not in fields:
            fields[(scope, slug)] = Field(reference.workspace_id, scope, slug, slug, kind)
    versions = take_inputs(reference.versions, definition)
    return structs.replace(reference, fields=fields, secrets=secrets, versions=versions)


def _make_named(making: "_Maker", named: Named, reference: Reference) -> None:
    """By its id, or by its name: a skill, a tag, a user's e-mail."""
    if isinstance(named.id, UUID):
        making.make(str(named.noun), str(named.id), named.id)
    elif named.noun is Noun.SKILL:
        making.skill(named.id)
    elif named.noun is Noun.TAG:
        making.make("tag", named.id)
    elif named.noun is Noun.USER and find_mentioned(named.id, reference) is None:
        making.user(named.id)


def set_up(reference: Reference, definition: Definition, shop: Shop, channel: str) -> Reference:
    """The reference with what the tests name beside it; what has the same name there is taken. No other
    workflow is live than those that the definition starts or the tests name. `channel` is the kind that
    the contact writes on. Raises Invalid for another workflow that is none.
    """
    called = find_called(reference, definition)
    making = _Maker(structs.replace(reference, versions=called))
    making.take(shop)
    if not any(c.kind == channel for c in making.channels.values()):
        making.channel(channel, channel)
    made = making.made()
    if not shop.workflows:
        return made
    live = bring_along(made, shop.workflows, live=reference.versions, new_id=making.new_id)
    return structs.replace(made, versions=live)


def with_channel(reference: Reference, channel: str) -> Reference:
    """One more, unless there is one of this kind."""
    if any(known.kind == channel for known in reference.channels.values()):
        return reference
    making = _Maker(reference)
    making.channel(channel, channel)
    return making.made()


class _Maker:
    """Copies of the reference's maps, to which things are added."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._workspace_id = reference.workspace_id
        self._given: UUID | None = None
        # A channel takes two: its own and its endpoint's.
        known = (
            reference.channels,
            reference.channels,
            reference.users,
            reference.teams,
            reference.tags,
        )
        more = (reference.categories, reference.calendars, reference.stages)
        more = (*more, reference.versions, reference.versions)
        self._count = 1_000 + sum(len(things) for things in (*known, *more))
        self._settings = reference.settings
        self.channels = dict(reference.channels)
        self._manifests = dict(reference.manifests)
        self._users = dict(reference.users)
        self._teams = dict(reference.teams)
        self._tags = dict(reference.tags)
        self._fields = dict(reference.fields)
        self._categories = dict(reference.categories)
        self._calendars = dict(reference.calendars)
        self._stages = dict(reference.stages)
        self._skills = dict(reference.skills)
        self._versions = dict(reference.versions)

    def made(self) -> Reference:
        return structs.replace(
            self._reference,
            settings=self._settings,
            channels=self.channels,
            manifests=self._manifests,
            users=self._users,
            teams=self._teams,
            tags=self._tags,
            fields=self._fields,
            categories=self._categories,
            calendars=self._calendars,
            stages=self._stages,
            skills=self._skills,
            versions=self._versions,
        )

    def take(self, shop: Shop) -> None:
        """All that the tests name, but the other workflows."""
        for name in shop.users:
            self.user(name)
        for name, members in shop.teams.items():
            self.team(name, members)
        for kind, names in (
            ("tag", shop.tags),
            ("stage", shop.stages),
            ("category", shop.categories),
        ):
            for name in names:
                self.make(kind, name)
        for name, kind in shop.channels.items():
            self.channel(name, kind)
        for place, wanted in shop.fields.items():
            self.field(place, wanted)
        self.settle(shop)
        for name, lines in shop.calendars.items():
            self.open_hours(name, read_week(lines))

    def make(self, kind: str, name: str, thing_id: UUID | None = None) -> None:
        """Something of this kind and name, unless it is there; of a team one person is, too."""
        if thing_id is not None and thing_id in self._all:
            return
        self._given = thing_id
        self._make(kind, name)
        self._given = None

    @property
    def _all(self) -> set[UUID]:
        maps = (self.channels, self._users, self._teams, self._tags, self._categories)
        known: set[UUID] = {
            key for things in (*maps, self._calendars, self._stages) for key in things
        }
        return known | {version.workflow_id for version in self._versions.values()}

    def _make(self, kind: str, name: str) -> None:
        """What cannot be invented yet is told as unknown."""
        makers: dict[str, tuple[Callable[[str], object], Mapping[Any, object]]] = {
            "team": (lambda name: self.team(name, []), {}),
            "user": (self.user, {}),
            "channel": (lambda name: self.channel(name, "whatsapp"), {}),
            "tag": (self.tag, self._tags),
            "category": (self.category, self._categories),
            "calendar": (self.calendar, self._calendars),
            "stage": (self.stage, self._stages),
            "workflow": (self.workflow, self._versions),
        }
        if kind in makers:
            make, there = makers[kind]
            if not _has(there.values(), name):
                make(name)

    def tag(self, name: str) -> None:
        made = Tag(self._workspace_id, TagId(self.new_id()), name)
        self._tags[made.id] = made

    def category(self, name: str) -> None:
        made = ClosingCategory(self._workspace_id, CategoryId(self.new_id()), name)
        self._categories[made.id] = made

    def calendar(self, name: str) -> None:
        """Always open: hours that nobody told of keep nobody waiting."""
        always = ((Hours(0, DAY_MINUTES),),) * WEEK_DAYS
        made = Calendar(self._workspace_id, CalendarId(self.new_id()), name, "UTC", always)
        self._calendars[made.id] = made

    def open_hours(self, name: str, week: Week) -> None:
        """In the workspace's zone, without days that differ."""
        if not _has(self._calendars.values(), name):
            self.calendar(name)
        for calendar in list(self._calendars.values()):
            if calendar.name.casefold() == name.casefold():
                self._calendars[calendar.id] = structs.replace(
                    calendar, timezone=self._settings.timezone, weekly=week, exceptions=()
                )

    def stage(self, name: str) -> None:
        position = len(self._stages) + 1
        made = LifecycleStage(self._workspace_id, StageId(self.new_id()), name, position)
        self._stages[made.id] = made

    def skill(self, slug: str) -> None:
        self._skills.setdefault(slug, Skill(self._workspace_id, slug, slug))

    def workflow(self, name: str) -> None:
        workflow_id = self.new_id()
        self._given = None
        made = make_stub(name, workflow_id, self.new_id(), len(self._versions))
        self._versions[made.version_id] = made

    def user(self, name: str) -> UserId:
        for user in self._users.values():
            if user.deactivated_at is None and user.name.casefold() == name.casefold():
                return user.id
        user_id = UserId(self.new_id())
        self._users[user_id] = User(
            self._workspace_id,
            user_id,
            name,
            name if "@" in name else f"{user_id.int % 10_000}@example.com",
            Role.AGENT,
            Visibility.ALL,
            None,
            len(self._users) + 1,
        )
        return user_id

    def team(self, name: str, members: list[str]) -> None:
        """Members given are the team's for the tests; without any it is left as it is."""
        named = (team for team in self._teams.values() if team.name.casefold() == name.casefold())
        team = next(named, None) or Team(self._workspace_id, TeamId(self.new_id()), name)
        self._given = None
        who = members or ([] if team.members else [f"Somebody of {name}"])
        circle = tuple(TeamMember(self.user(user), at) for at, user in enumerate(who, 1))
        self._teams[team.id] = structs.replace(team, members=circle) if circle else team

    def channel(self, name: str, kind: str) -> None:
        if _has(self.channels.values(), name):
            return
        self._manifests.setdefault(kind, plain_manifest(kind))
        channel_id = ChannelId(self.new_id())
        self._given = None
        self.channels[channel_id] = Channel(
            self._workspace_id, channel_id, EndpointId(self.new_id()), kind, name, name, {}
        )

    def field(self, place: str, wanted: FieldType | list[str]) -> None:
        scope_name, _, slug = place.partition(".")
        scope = FieldScope(scope_name) if slug else FieldScope.CONTACT
        slug = slug or scope_name
        if (scope, slug) not in self._fields:
            kind, options = (
                (FieldType.LIST, tuple(wanted)) if isinstance(wanted, list) else (wanted, ())
            )
            made = Field(self._workspace_id, scope, slug, slug, kind, options)
            self._fields[(scope, slug)] = made

    def settle(self, shop: Shop) -> None:
        given = {
            name: value
            for name in ("timezone", "language", "country")
            if (value := getattr(shop, name)) is not None
        }
        self._settings = structs.replace(self._settings, **given)

    def new_id(self) -> UUID:
        if self._given is not None:
            return self._given
        self._count += 1
        return fixed_id(self._count)


def plain_manifest(kind: str) -> Manifest:
    """For a channel kind that this program does not know: text alone."""
    return Manifest(
        kind=kind,
        name=kind,
        begins=Begins.BOTH,
        sends=frozenset({"text"}),
        reply_window=timedelta(hours=24),
        text_limit=2_000,
        button_limit=0,
        button_title_limit=0,
        has_receipts=False,
        opens_on=frozenset({"text", "media", "choice"}),
        identity_schemes=(f"{kind}_id",),
    )


def _has(things: object, name: str) -> bool:
    found = cast("list[Tag]", list(cast("list[object]", things)))
    return any(thing.name.casefold() == name.casefold() for thing in found)


def _names_in(value: object, kind: str | None = None) -> set[tuple[str, str]]:
    if isinstance(value, Mapping):
        inner = cast(Mapping[str, object], value)
        return {pair for k, v in inner.items() for pair in _names_in(v, kind_of(k))}
    if isinstance(value, list):
        return {pair for item in cast("list[object]", value) for pair in _names_in(item, kind)}
    is_name = kind and isinstance(value, str) and value and not as_id(value) and "{{" not in value
    return {(kind, value)} if kind and isinstance(value, str) and is_name else set()
