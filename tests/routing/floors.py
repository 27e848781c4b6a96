"""Builders of users, teams and queue entries for the routing tests."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from parley.domain.ids import ContactId, ConversationId, TeamId, UserId, WorkspaceId
from parley.domain.people import Agent, Presence, Role, Team, TeamMember, User, Visibility
from parley.domain.queue import QueueEntry, Rotation, Strategy
from parley.domain.workspace import Reference, Settings
from parley.routing.matching import match
from parley.routing.queue import MatchResult

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORKSPACE = WorkspaceId(UUID(int=1))
NAMES = ("Ana", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hoa")


def user_id(number: int) -> UserId:
    return UserId(UUID(int=1_000 + number))


def team_id(number: int) -> TeamId:
    return TeamId(UUID(int=2_000 + number))


def conversation_id(number: int) -> ConversationId:
    return ConversationId(UUID(int=10_000 + number))


def user(number: int, **changes: Any) -> User:
    name = NAMES[number] if number < len(NAMES) else f"User {number}"
    plain = User(
        WORKSPACE,
        user_id(number),
        name,
        f"{name.lower()}@example.org",
        Role.AGENT,
        Visibility.ALL,
        None,
        number,
    )
    return replace(plain, **changes)


def agent(number: int, **changes: Any) -> Agent:
    """Build an agent whose conversations weigh one unit each, unless `load` says otherwise."""
    plain = Agent(WORKSPACE, user_id(number), Presence.ONLINE, None, NOW, 0, None)
    return replace(plain, **{"load": changes.get("open_count", 0), **changes})


def team(number: int, members: Iterable[int]) -> Team:
    seats = tuple(TeamMember(user_id(member), place) for place, member in enumerate(members))
    return Team(WORKSPACE, team_id(number), f"Team {number}", seats)


def entry(number: int, **changes: Any) -> QueueEntry:
    """Build the entry that came `number` seconds after NOW's hour before."""
    plain = QueueEntry(
        workspace_id=WORKSPACE,
        conversation_id=conversation_id(number),
        contact_id=ContactId(UUID(int=20_000 + number)),
        user_id=None,
        team_id=None,
        preferred_user_id=None,
        strategy=Strategy.ROUND_ROBIN,
        online_only=True,
        max_open=None,
        priority=0,
        since=NOW - timedelta(hours=1) + timedelta(seconds=number),
        deadline_at=None,
        run_id=None,
        visit=None,
    )
    return replace(plain, **changes)


def reference(users: Iterable[User], teams: Iterable[Team] = ()) -> Reference:
    return Reference(
        workspace_id=WORKSPACE,
        number=1,
        settings=Settings(),
        channels={},
        manifests={},
        users={user.id: user for user in users},
        teams={team.id: team for team in teams},
        fields={},
        tags={},
        categories={},
        versions={},
    )


def decide(
    queue: Iterable[QueueEntry],
    agents: Sequence[Agent],
    *,
    users: Iterable[User] | None = None,
    teams: Iterable[Team] = (),
    rotations: Iterable[Rotation] = (),
) -> MatchResult:
    known = [user(number) for number in range(len(agents))] if users is None else users
    return match(queue, agents, reference=reference(known, teams), rotations=rotations, now=NOW)


def served(result: MatchResult) -> list[tuple[int, int]]:
    """List (conversation, user) by their numbers, in the order of the decisions."""
    return [
        (choice.entry.conversation_id.int - 10_000, choice.user_id.int - 1_000)
        for choice in result.decisions
    ]


def takers(result: MatchResult) -> list[int]:
    return [taker for _, taker in served(result)]
