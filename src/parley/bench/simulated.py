"""A floor in simulated time: arrivals, work and impatience around the real matcher.

The loop is a heap of events. Whatever changes, the matcher decides; nothing here knows who should get what.
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

from msgspec import Struct
from msgspec.structs import replace

from parley.domain.ids import UUID, ContactId, ConversationId, UserId, WorkspaceId
from parley.domain.people import Agent, Presence, Role, User, Visibility
from parley.domain.queue import QueueEntry, Rotation, Strategy
from parley.domain.workspace import Reference, Settings
from parley.routing.matching import match

BEGINNING = datetime(2026, 1, 5, tzinfo=UTC)
WORKSPACE = WorkspaceId(UUID(int=1))
ARRIVES, GIVES_UP, COMPLETES = range(3)

Draw = Callable[[random.Random], float]


class Plan(Struct, frozen=True):
    """What is played. An agent with k conversations works at speed * `joint[k - 1]` in all, shared equally;
    as many as `joint` has entries fit. Without `patience` nobody gives up.
    """

    speeds: Sequence[float]
    between: Draw
    work: Draw
    contacts: int
    patience: Draw | None = None
    joint: Sequence[float] = (1.0,)
    strategy: Strategy = Strategy.LEAST_OPEN
    warm_up: float = 0.1


class Played(Struct):
    """What came of it, after the warm-up: waits and times to resolution of those served, and each agent's share."""

    waits: list[float]
    resolutions: list[float]
    abandoned: int
    counts: list[int]
    busy: list[float]

    @property
    def seen(self) -> int:
        return len(self.waits) + self.abandoned

    @property
    def waiting(self) -> float:
        """The share that had to wait, those who gave up among them."""
        return (sum(wait > 0 for wait in self.waits) + self.abandoned) / self.seen


class Desk:
    """One agent's work: who is served, and how much is left of each."""

    def __init__(self, speed: float, joint: Sequence[float]) -> None:
        self.left: dict[int, float] = {}
        self.stage = 0  # grows with each change: older completions are stale
        self.busy = 0.0
        self._speed = speed
        self._joint = joint
        self._at = 0.0

    def advance(self, now: float) -> None:
        if self.left:
            done = (now - self._at) * self._rate()
            self.left = {contact: left - done for contact, left in self.left.items()}
            self.busy += now - self._at
        self._at = now
        self.stage += 1

    def find_next(self) -> tuple[float, int] | None:
        """Tell when the first is done if nothing changes, and who."""
        if not self.left:
            return None
        contact = min(self.left, key=self.left.__getitem__)
        return self._at + max(0.0, self.left[contact]) / self._rate(), contact

    def _rate(self) -> float:
        return self._speed * self._joint[len(self.left) - 1] / len(self.left)


class Simulation:
    """One run of a plan by one seed: the same seed gives the same contacts, whatever the strategy."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self._plan = plan
        # Each its own stream, so that strategies are compared with the same contacts.
        self._arrivals, self._works, self._patiences = (
            random.Random(f"{seed} {name}")  # noqa: S311 - a simulation
            for name in ("arrivals", "works", "patiences")
        )
        self._events: list[tuple[float, int, int, int, int]] = []
        self._number = 0
        self._queue: dict[int, QueueEntry] = {}
        self._came: dict[int, float] = {}
        self._rotations: tuple[Rotation, ...] = ()
        self._desks = [Desk(speed, plan.joint) for speed in plan.speeds]
        users = [_user(number) for number in range(len(plan.speeds))]
        self._places = {user.id: number for number, user in enumerate(users)}
        capacity = len(plan.joint)
        self._agents = [
            Agent(WORKSPACE, user.id, Presence.ONLINE, None, BEGINNING, 0, capacity)
            for user in users
        ]
        self._reference = reference_of(WORKSPACE, users)
        self._first = int(plan.contacts * plan.warm_up)
        self._played = Played([], [], 0, [0] * len(users), [0.0] * len(users))
        self._calm_busy: list[float] | None = None

    def play(self) -> Played:
        """Until all contacts have come; who is still there then is not counted."""
        self._schedule(self._plan.between(self._arrivals), ARRIVES, 0, 0)
        while self._events:
            now, _, kind, subject, stage = heappop(self._events)
            if kind == ARRIVES:
                if subject >= self._plan.contacts:
                    break
                self._arrive(now, subject)
            elif kind == GIVES_UP:
                self._give_up(subject)
                continue
            elif not self._complete(now, subject, stage):
                continue
            if self._queue:
                self._match(now)
        before = self._calm_busy or [0.0] * len(self._desks)
        self._played.busy = [
            desk.busy - then for desk, then in zip(self._desks, before, strict=True)
        ]
        return self._played

    def _schedule(self, at: float, kind: int, subject: int, stage: int) -> None:
        self._number += 1
        heappush(self._events, (at, self._number, kind, subject, stage))

    def _arrive(self, now: float, contact: int) -> None:
        if contact == self._first:
            for desk in self._desks:
                desk.advance(now)
            for place in range(len(self._desks)):
                self._expect(place)
            self._calm_busy = [desk.busy for desk in self._desks]
        self._queue[contact] = _entry(contact, self._plan.strategy, _moment(now))
        self._came[contact] = now
        if self._plan.patience is not None:
            left = self._plan.patience(self._patiences)
            self._schedule(now + left, GIVES_UP, contact, 0)
        self._schedule(now + self._plan.between(self._arrivals), ARRIVES, contact + 1, 0)

    def _give_up(self, contact: int) -> None:
        if self._queue.pop(contact, None) is not None and contact >= self._first:
            self._played.abandoned += 1

    def _complete(self, now: float, place: int, stage: int) -> bool:
        desk = self._desks[place]
        if desk.stage != stage:
            return False
        found = desk.find_next()
        desk.advance(now)
        if found is None:
            return False
        contact = found[1]
        del desk.left[contact]
        self._agents[place] = self._agents[place].moved(conversations=-1, units=-1, at=_moment(now))
        if contact >= self._first:
            self._played.resolutions.append(now - self._came[contact])
        self._expect(place)
        return True

    def _match(self, now: float) -> None:
        moment = _moment(now)
        result = match(
            self._queue.values(),
            self._agents,
            reference=self._reference,
            rotations=self._rotations,
            now=moment,
        )
        self._rotations = result.rotations or self._rotations
        for choice in result.decisions:
            contact = choice.entry.conversation_id.int
            place = self._places[choice.user_id]
            del self._queue[contact]
            desk = self._desks[place]
            desk.advance(now)
            desk.left[contact] = self._plan.work(self._works)
            self._expect(place)
            moved = self._agents[place].moved(conversations=1, units=1, at=moment)
            self._agents[place] = replace(moved, last_assigned_at=moment)
            if contact >= self._first:
                self._played.waits.append(now - self._came[contact])
                self._played.counts[place] += 1

    def _expect(self, place: int) -> None:
        desk = self._desks[place]
        found = desk.find_next()
        if found is not None:
            self._schedule(found[0], COMPLETES, place, desk.stage)


def _moment(now: float) -> datetime:
    return BEGINNING + timedelta(minutes=now)


def _user(number: int) -> User:
    return User(
        WORKSPACE,
        UserId(UUID(int=number + 1)),
        f"Agent {number}",
        f"agent{number}@bench.parley",
        Role.AGENT,
        Visibility.ALL,
        None,
        number,
    )


def _entry(contact: int, strategy: Strategy, since: datetime) -> QueueEntry:
    return QueueEntry(
        WORKSPACE,
        ConversationId(UUID(int=contact)),
        ContactId(UUID(int=contact)),
        None,
        None,
        None,
        strategy,
        online_only=True,
        max_open=None,
        priority=0,
        since=since,
        deadline_at=None,
        run_id=None,
        visit=None,
    )


def reference_of(workspace_id: WorkspaceId, users: Sequence[User]) -> Reference:
    """A workspace that has people and nothing else."""
    return Reference(
        workspace_id=workspace_id,
        number=1,
        settings=Settings(),
        channels={},
        manifests={},
        users={user.id: user for user in users},
        teams={},
        fields={},
        tags={},
        categories={},
        versions={},
    )
