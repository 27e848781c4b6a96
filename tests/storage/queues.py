"""A workspace in Postgres whose conversations wait: users, teams, and a queue as long as wanted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from msgspec.structs import replace

from desks import NOON, WORKSPACE
from parley.actions.conversations import open_conversation
from parley.actions.queueing import enqueue
from parley.actions.reactions import react
from parley.domain.actor import SYSTEM
from parley.domain.contact import Contact
from parley.domain.conversation import Source
from parley.domain.desk import Desk
from parley.domain.ids import (
    ContactId,
    ConversationId,
    TeamId,
    UserId,
    VersionId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.people import Agent, Presence, Role, Team, TeamMember, User, Visibility
from parley.domain.queue import QueueEntry, Strategy
from parley.domain.workspace import Reference, Settings
from parley.kit.identifiers import IdSource
from parley.storage.codecs import AGENT
from parley.storage.database import Pool, transaction
from parley.storage.desk_save import save
from parley.worker.dispatcher import Dispatcher
from parley.workflows.definition import compile_version, parse_definition

ADD_USER = """
INSERT INTO user_account (workspace_id, id, name, email, role, visibility, capacity, position, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
ASSIGNING = {
    "name": "Find somebody",
    "trigger": {"kind": "conversation_opened"},
    "start": "assign",
    "steps": {
        "assign": {
            "kind": "assign_to",
            "target": {"to": "workspace"},
            "timeout_seconds": 1800,
            "lanes": {"next": "found", "timeout": "nobody"},
        },
        "found": {"kind": "add_comment", "text": "somebody came"},
        "nobody": {"kind": "add_comment", "text": "nobody came"},
    },
}
CENTURY = 100  # entries saved at once


class FixedClock:
    """Stands at noon until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment


class Waiting:
    """The workspace and what its tests look at."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.clock = FixedClock()
        self.ids = IdSource(seed=7)
        self.users: list[UserId] = []
        self.looked: Callable[[], None] = lambda: None
        self.reference = Reference(WORKSPACE, 1, Settings(), {}, {}, {}, {}, {}, {}, {}, {})

    async def find_reference(self, _workspace_id: WorkspaceId) -> Reference:
        self.looked()
        return self.reference

    def dispatcher(
        self, pool: Pool | None = None, *, committed: Callable[[Desk], None] = lambda _: None
    ) -> Dispatcher:
        return Dispatcher(
            pool or self.pool,
            reference=self.find_reference,
            clock=self.clock,
            ids=IdSource(),
            committed=committed,
        )

    async def set_up(self, agents: int, *, capacity: int | None = None) -> None:
        """Make the workspace and that many users, all online."""
        await self.pool.execute(
            "INSERT INTO workspace (id, name, settings, reference_number, created_at) VALUES ($1, 'Acme', '{}', 1, $2)",
            WORKSPACE,
            NOON,
        )
        for number in range(agents):
            await self.add_user(number, capacity=capacity)

    async def add_user(self, number: int, *, capacity: int | None = None) -> UserId:
        user_id = self.ids.new_id()
        user = User(
            WORKSPACE,
            UserId(user_id),
            f"User {number}",
            f"user{number}@example.com",
            Role.AGENT,
            Visibility.ALL,
            capacity,
            number,
        )
        agent = Agent(WORKSPACE, user.id, Presence.ONLINE, None, NOON, 0, capacity)
        row = (WORKSPACE, user.id, user.name, user.email, "agent", "all", capacity, number, NOON)
        await self.pool.execute(ADD_USER, *row)
        await self.pool.copy_records_to_table(
            "agent", records=[AGENT.write(agent)], columns=AGENT.columns
        )
        users = {**self.reference.users, user.id: user}
        self.reference = replace(self.reference, users=users)
        self.users.append(user.id)
        return user.id

    async def add_team(self, members: Iterable[UserId]) -> TeamId:
        team_id = TeamId(self.ids.new_id())
        seats = tuple(TeamMember(member, place) for place, member in enumerate(members))
        team = Team(WORKSPACE, team_id, f"Team {team_id}", seats)
        teams = {**self.reference.teams, team_id: team}
        self.reference = replace(self.reference, teams=teams)
        return team_id

    async def enqueue(self, count: int, **changes: Any) -> list[ConversationId]:
        """Let that many new conversations wait, one second apart, by the workspace's round robin."""
        made: list[ConversationId] = []
        for first in range(0, count, CENTURY):
            size = min(CENTURY, count - first)
            desk = Desk(self.reference, now=self.clock.now(), ids=self.ids)
            made += [self._open(desk, first + number, changes) for number in range(size)]
            async with transaction(self.pool) as connection:
                await save(connection, desk)
        return made

    async def start_runs(self, count: int) -> None:
        """Let a workflow ask for an agent for that many new contacts."""
        version = compile_version(
            parse_definition(ASSIGNING),
            workflow_id=WorkflowId(self.ids.new_id()),
            version_id=VersionId(self.ids.new_id()),
            published_order=1,
        )
        self.reference = replace(self.reference, versions={version.version_id: version})
        desk = Desk(self.reference, now=self.clock.now(), ids=self.ids)
        for number in range(count):
            contact_id = ContactId(self.ids.new_id())
            desk.put_contact(Contact(WORKSPACE, contact_id, f"Contact {number}", created_at=NOON))
            open_conversation(desk, contact_id, source=Source.CONTACT, actor=SYSTEM)
        react(desk)
        async with transaction(self.pool) as connection:
            await save(connection, desk)

    def _open(self, desk: Desk, number: int, changes: dict[str, Any]) -> ConversationId:
        contact = Contact(
            WORKSPACE, ContactId(self.ids.new_id()), f"Contact {number}", created_at=NOON
        )
        desk.put_contact(contact)
        conversation = open_conversation(desk, contact.id, source=Source.CONTACT, actor=SYSTEM)
        entry = QueueEntry(
            workspace_id=WORKSPACE,
            conversation_id=conversation.id,
            contact_id=contact.id,
            user_id=None,
            team_id=None,
            preferred_user_id=None,
            strategy=Strategy.ROUND_ROBIN,
            online_only=True,
            max_open=None,
            priority=0,
            since=NOON - timedelta(hours=2) + timedelta(seconds=number),
            deadline_at=None,
            run_id=None,
            visit=None,
        )
        enqueue(desk, replace(entry, **changes), actor=SYSTEM)
        return conversation.id

    async def set_agent(self, user_id: UserId, **values: Any) -> None:
        for column, value in values.items():
            await self.pool.execute(
                {
                    "presence": "UPDATE agent SET presence = $2 WHERE user_id = $1",
                    "capacity": "UPDATE agent SET capacity = $2 WHERE user_id = $1",
                    "open_count": "UPDATE agent SET open_count = $2, load = $2 WHERE user_id = $1",
                }[column],
                user_id,
                value,
            )

    async def assignees(self) -> list[tuple[ConversationId, UserId]]:
        """List who has what, in the order in which the conversations came."""
        rows = await self.pool.fetch(
            "SELECT id, assignee_id FROM conversation WHERE assignee_id IS NOT NULL ORDER BY id"
        )
        return [(row[0], row[1]) for row in rows]

    async def shares(self) -> list[int]:
        """Count each user's conversations, in the order of the users."""
        counted = Counter(user_id for _, user_id in await self.assignees())
        return [counted[user_id] for user_id in self.users]

    async def comments(self) -> list[str]:
        return [row[0] for row in await self.pool.fetch("SELECT body FROM comment ORDER BY id")]

    async def count_live_runs(self) -> int:
        return await self.pool.fetchval("SELECT count(*) FROM run WHERE ended_at IS NULL")

    async def loads(self) -> list[int]:
        rows = await self.pool.fetch("SELECT open_count FROM agent ORDER BY user_id")
        return [row[0] for row in rows]

    async def count_waiting(self) -> int:
        return await self.pool.fetchval("SELECT count(*) FROM queue_entry")

    async def decided(self) -> Sequence[asyncpg.Record]:
        return await self.pool.fetch("SELECT * FROM assignment_decision ORDER BY id")
