"""The snapshot of a workspace's set-up, kept until its number changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from parley.domain.channel import Channel, Manifest
from parley.domain.contact import Field, FieldScope, FieldType, Tag
from parley.domain.errors import NotFound
from parley.domain.ids import VersionId, WorkflowId, WorkspaceId
from parley.domain.people import Role, Skill, Team, TeamMember, User, Visibility
from parley.domain.queue import Strategy
from parley.domain.workspace import (
    ClosingCategory,
    PublishedVersion,
    Reference,
    Settings,
    list_clocks,
)
from parley.storage import codec, codecs
from parley.storage.database import Connection, Pool

NUMBER = "SELECT reference_number FROM workspace WHERE id = $1"
WORKSPACE = "SELECT reference_number, settings FROM workspace WHERE id = $1"
CHANNELS = """
SELECT workspace_id, id, endpoint_id, kind, name, external_id, config, paused_at, pause_reason
FROM channel WHERE workspace_id = $1 AND deleted_at IS NULL
"""
USERS = """
SELECT workspace_id, id, name, email, role, visibility, capacity, position, deactivated_at,
    skills, channel_kinds, calendar_id
FROM user_account WHERE workspace_id = $1
"""
TEAMS = """
SELECT id, name, strategy, next_strategy, preferred_seconds, calendar_id, max_open, max_in_hand
FROM team WHERE workspace_id = $1
"""
SKILLS = "SELECT workspace_id, slug, name FROM skill WHERE workspace_id = $1"
MEMBERS = """
SELECT team_id, user_id, position FROM team_member WHERE workspace_id = $1 ORDER BY team_id, position
"""
FIELDS = """
SELECT workspace_id, scope, slug, name, type, options, description FROM field WHERE workspace_id = $1
"""
TAGS = "SELECT workspace_id, id, name, colour, description FROM tag WHERE workspace_id = $1"
CATEGORIES = """
SELECT workspace_id, id, name, description FROM closing_category
WHERE workspace_id = $1 AND deleted_at IS NULL
"""
CALENDARS = "SELECT * FROM calendar WHERE workspace_id = $1"
STAGES = "SELECT * FROM lifecycle_stage WHERE workspace_id = $1 ORDER BY position, id"
SECRETS = "SELECT slug FROM secret WHERE workspace_id = $1"
VERSIONS = """
SELECT v.id, w.id, w.name, w.state = 'published' AND w.live_version_id = v.id AND w.deleted_at IS NULL,
    coalesce(w.published_order, 0)
FROM workflow_version AS v JOIN workflow AS w ON w.workspace_id = v.workspace_id AND w.id = v.workflow_id
WHERE v.workspace_id = $1
"""
DEFINITIONS = (
    "SELECT id, definition FROM workflow_version WHERE workspace_id = $1 AND id = ANY($2::uuid[])"
)

SETTINGS = codec.decoder(Settings)
CONFIG = codec.decoder(dict[str, str])
LEVELS = codec.decoder(dict[str, int])


class StoredVersion(Struct, frozen=True):
    """A version as it lies in the database, to be compiled once."""

    workflow_id: WorkflowId
    version_id: VersionId
    name: str
    definition: bytes
    live: bool
    published_order: int


Compile = Callable[[StoredVersion], PublishedVersion]


class References:
    """One per process. A version is immutable, so it is read and compiled only once."""

    def __init__(
        self, pool: Pool, *, manifests: Mapping[str, Manifest], compile_version: Compile
    ) -> None:
        self._pool = pool
        self._manifests = manifests
        self._compile = compile_version
        self._cached: dict[WorkspaceId, Reference] = {}
        self._compiled: dict[VersionId, PublishedVersion] = {}

    async def get(self, workspace_id: WorkspaceId) -> Reference:
        """One cheap look at the number, and a reload if it has grown. Raises NotFound."""
        async with self._pool.acquire() as connection:
            return await self.get_on(connection, workspace_id)

    async def get_on(self, connection: Connection, workspace_id: WorkspaceId) -> Reference:
        """As `get`, on a connection (and in a transaction) that the caller holds."""
        number = await connection.fetchval(NUMBER, workspace_id)
        cached = self._cached.get(workspace_id)
        if cached is not None and cached.number == number:
            return cached
        loaded = await self._load(connection, workspace_id)
        self._cached[workspace_id] = loaded
        return loaded

    async def _load(self, connection: Connection, workspace_id: WorkspaceId) -> Reference:
        head = await connection.fetchrow(WORKSPACE, workspace_id)
        if head is None:
            raise NotFound(workspace_id=str(workspace_id))
        channels = [_channel(row) for row in await connection.fetch(CHANNELS, workspace_id)]
        users = [make_user(row) for row in await connection.fetch(USERS, workspace_id)]
        fields = [_field(row) for row in await connection.fetch(FIELDS, workspace_id)]
        tags = [Tag(*row) for row in await connection.fetch(TAGS, workspace_id)]
        categories = [
            ClosingCategory(*row) for row in await connection.fetch(CATEGORIES, workspace_id)
        ]
        calendars = [
            codecs.CALENDAR.read(row) for row in await connection.fetch(CALENDARS, workspace_id)
        ]
        stages = [
            codecs.LIFECYCLE_STAGE.read(row) for row in await connection.fetch(STAGES, workspace_id)
        ]
        versions = await self._load_versions(connection, workspace_id)
        return Reference(
            workspace_id,
            head[0],
            SETTINGS.decode(head[1]),
            channels={channel.id: channel for channel in channels},
            manifests=self._manifests,
            users={user.id: user for user in users},
            teams=await _load_teams(connection, workspace_id),
            fields={(field.scope, field.slug): field for field in fields},
            tags={tag.id: tag for tag in tags},
            categories={category.id: category for category in categories},
            versions=versions,
            calendars={calendar.id: calendar for calendar in calendars},
            stages={stage.id: stage for stage in stages},
            skills={row[1]: Skill(*row) for row in await connection.fetch(SKILLS, workspace_id)},
            clocks=list_clocks(versions.values()),
            secrets=frozenset(row[0] for row in await connection.fetch(SECRETS, workspace_id)),
        )

    async def _load_versions(
        self, connection: Connection, workspace_id: WorkspaceId
    ) -> dict[VersionId, PublishedVersion]:
        rows = await connection.fetch(VERSIONS, workspace_id)
        missing = [row[0] for row in rows if row[0] not in self._compiled]
        definitions: dict[VersionId, bytes] = {}
        if missing:
            found = await connection.fetch(DEFINITIONS, workspace_id, missing)
            definitions = {row[0]: row[1] for row in found}
        versions: dict[VersionId, PublishedVersion] = {}
        for version_id, workflow_id, name, live, order in rows:
            if version_id in definitions:
                stored = StoredVersion(
                    workflow_id, version_id, name, definitions[version_id], live, order
                )
                self._compiled[version_id] = self._compile(stored)
            kept = self._compiled[version_id]
            versions[version_id] = PublishedVersion(
                workflow_id,
                version_id,
                name,
                kept.definition,
                kept.once_per_contact,
                kept.speaks,
                live,
                order,
                kept.clock,
                kept.hears,
            )
        return versions


async def _load_teams(connection: Connection, workspace_id: WorkspaceId) -> dict[Any, Team]:
    members: dict[Any, list[TeamMember]] = {}
    for team_id, user_id, position in await connection.fetch(MEMBERS, workspace_id):
        members.setdefault(team_id, []).append(TeamMember(user_id, position))
    rows = await connection.fetch(TEAMS, workspace_id)
    return {row[0]: make_team(workspace_id, row, members.get(row[0], ())) for row in rows}


def make_team(workspace_id: WorkspaceId, row: Sequence[Any], members: Iterable[TeamMember]) -> Team:
    """Make the team of a row as TEAMS reads it."""
    team_id, name, strategy, next_strategy, *rest = row
    return Team(
        workspace_id,
        team_id,
        name,
        tuple(members),
        Strategy(strategy),
        Strategy(next_strategy),
        *rest,
    )


def _channel(row: Sequence[Any]) -> Channel:
    workspace_id, channel_id, endpoint_id, kind, name, external_id, config, paused_at, reason = row
    return Channel(
        workspace_id,
        channel_id,
        endpoint_id,
        kind,
        name,
        external_id,
        CONFIG.decode(config),
        paused_at,
        reason,
    )


def make_user(row: Sequence[Any]) -> User:
    """Make the user of a row as USERS reads it."""
    workspace_id, user_id, name, email, role, visibility, *rest = row
    capacity, position, left, skills, channel_kinds, calendar_id = rest
    return User(
        workspace_id,
        user_id,
        name,
        email,
        Role(role),
        Visibility(visibility),
        capacity,
        position,
        left,
        LEVELS.decode(skills),
        tuple(channel_kinds),
        calendar_id,
    )


def _field(row: Sequence[Any]) -> Field:
    workspace_id, scope, slug, name, kind, options, description = row
    return Field(
        workspace_id, FieldScope(scope), slug, name, FieldType(kind), tuple(options), description
    )
