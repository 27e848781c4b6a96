"""The pure matcher among many agents and many who wait."""

import time
from datetime import UTC, datetime, timedelta

from parley.bench.figures import Figure
from parley.bench.simulated import reference_of
from parley.domain.ids import ContactId, ConversationId, UserId, WorkspaceId
from parley.domain.people import Agent, Presence, Role, User, Visibility
from parley.domain.queue import QueueEntry, Strategy
from parley.kit.identifiers import IdSource
from parley.routing.matching import match

REPEATS = 5
# By hand nothing is decided; with nobody to ask first the others go round.
STRATEGIES = [s for s in Strategy if s is not Strategy.MANUAL and not s.asks_one_first]
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def measure_matcher(*, agents: int, waiting: int) -> list[Figure]:
    """One match in which everybody who waits gets an agent, by each strategy."""
    ids = IdSource(seed=1)
    workspace_id = WorkspaceId(ids.new_id())
    users = [_user(workspace_id, UserId(ids.new_id()), number) for number in range(agents)]
    staff = [Agent(workspace_id, u.id, Presence.ONLINE, None, NOW, 0, None) for u in users]
    reference = reference_of(workspace_id, users)
    figures: list[Figure] = []
    for strategy in STRATEGIES:
        queue = [_entry(ids, workspace_id, strategy, number) for number in range(waiting)]
        began = time.perf_counter()
        results = [
            match(queue, staff, reference=reference, rotations=(), now=NOW) for _ in range(REPEATS)
        ]
        seconds = (time.perf_counter() - began) / REPEATS
        name = f"matcher, {strategy.value}, {agents:,} agents, {waiting:,} waiting"
        figures.append(Figure(name, len(results[0].decisions) / seconds, "decisions/s", 2000))
    return figures


def _user(workspace_id: WorkspaceId, user_id: UserId, number: int) -> User:
    return User(
        workspace_id,
        user_id,
        f"Agent {number}",
        f"agent{number}@bench.parley",
        Role.AGENT,
        Visibility.ALL,
        None,
        number,
    )


def _entry(ids: IdSource, workspace_id: WorkspaceId, strategy: Strategy, number: int) -> QueueEntry:
    return QueueEntry(
        workspace_id=workspace_id,
        conversation_id=ConversationId(ids.new_id()),
        contact_id=ContactId(ids.new_id()),
        user_id=None,
        team_id=None,
        preferred_user_id=None,
        strategy=strategy,
        online_only=True,
        max_open=None,
        priority=0,
        since=NOW - timedelta(hours=1) + timedelta(milliseconds=number),
        deadline_at=None,
        run_id=None,
        visit=None,
    )
