"""Routes of a supervisor's day: the live view, and the work of somebody absent moved in one action."""

from collections import Counter
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from parley.actions.assigning import assign_conversation, change_team
from parley.actions.releasing import put_back
from parley.api.auth import guard
from parley.api.deps import Deps, DepsHere
from parley.api.desks import decide
from parley.api.limits import HANDOVER_AT_ONCE, HANDOVER_BATCH
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.user_bodies import get_user_view
from parley.api.words import Body, View
from parley.domain.desk import Desk
from parley.domain.errors import Invalid, NotFound, UserNotActive
from parley.domain.ids import ConversationId, TeamId, UserId
from parley.domain.needs import Needs
from parley.domain.people import Presence
from parley.domain.workspace import WhenAbsent
from parley.routing.places import expect_wait
from parley.storage import abandoned
from parley.storage.abandoned import OpenWork
from parley.storage.reads import floor

router = make_router("floor")


class LineView(View):
    """Those who wait for a team (null: for anybody). `expected_wait_seconds` is what the next to come must
    expect: the number of those in line over the assignments of the last hour; null while there were none.
    `reassigned_last_hour` counts the team's open conversations that changed hands. `load` is what the members
    (of no team: all users) have in hand, in units, `capacity` what those who are not offline may have; null:
    somebody of them has no limit.
    """

    team_id: UUID | None
    team_name: str | None
    waiting: int
    oldest_since: datetime | None
    oldest_seconds: float
    expected_wait_seconds: float | None
    assigned_last_hour: int
    reassigned_last_hour: int
    by_presence: dict[Presence, int]
    load: int
    capacity: int | None


class FloorAgent(View):
    """`open_count` conversations weigh `load` units of `capacity` (null: no limit); `over_by` are too many."""

    user_id: UUID
    name: str
    presence: Presence
    presence_reason: str | None
    presence_since: datetime
    open_count: int
    load: int
    capacity: int | None
    over_by: int
    team_ids: list[UUID]


class FloorView(View):
    """All lines, all active users, and how many are how."""

    at: datetime
    lines: list[LineView]
    agents: list[FloorAgent]
    by_presence: dict[Presence, int]


class Handover(Body):
    """To one user, to a team's line, or, with neither, to the line that the work belongs to."""

    user_id: UUID | None = None
    team_id: UUID | None = None
    dry_run: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "Handover":
        if self.user_id is not None and self.team_id is not None:
            raise ValueError("Give either a user or a team.")
        return self


class HandoverView(View):
    """`open` when it began, `moved` by this call (or, as a preview, what would be), `skipped` what had moved
    meanwhile or is not the caller's to see. Call again while `remaining` is above 0.
    """

    open: int
    moved: int
    skipped: int
    remaining: int
    conversation_ids: list[UUID] = Field(default_factory=list)


@router.get("/floor")
async def show_floor(
    deps: DepsHere, scope: Annotated[Scope, guard(Verb.READ, Resource.FLOOR)]
) -> FloorView:
    """Who waits for whom, and who is here with how much, as of now."""
    now = deps.clock.now()
    names = await floor.list_team_names(deps.pool, scope.workspace_id)
    lines = await floor.list_lines(deps.pool, scope.workspace_id, now=now)
    agents = await floor.list_agents(deps.pool, scope.workspace_id)
    return FloorView(
        at=now,
        lines=[_line(line, names, agents, now=now) for line in lines],
        agents=[
            FloorAgent(
                **{name: getattr(agent, name) for name in agent.__struct_fields__},
                over_by=max(0, agent.load - agent.capacity) if agent.capacity is not None else 0,
            )
            for agent in agents
        ],
        by_presence=dict(Counter(agent.presence for agent in agents)),
    )


def _line(
    line: floor.Line,
    names: dict[TeamId, str],
    agents: list[floor.AgentOnFloor],
    *,
    now: datetime,
) -> LineView:
    oldest, team_id = line.oldest_since, line.team_id
    members = [each for each in agents if team_id is None or team_id in each.team_ids]
    limits = [each.capacity for each in members if each.presence is not Presence.OFFLINE]
    expected = expect_wait(line.waiting + 1, given_out=line.assigned)
    return LineView(
        team_id=team_id,
        team_name=names.get(team_id) if team_id is not None else None,
        waiting=line.waiting,
        oldest_since=oldest,
        oldest_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        expected_wait_seconds=expected.total_seconds() if expected is not None else None,
        assigned_last_hour=line.assigned,
        reassigned_last_hour=line.reassigned,
        by_presence=dict(Counter(each.presence for each in members)),
        load=sum(each.load for each in members),
        capacity=None if None in limits else sum(limit or 0 for limit in limits),
    )


@router.post("/users/{user_id}/handover")
async def hand_over(
    user_id: UUID,
    body: Handover,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.FLOOR)],
) -> HandoverView:
    """Move all open work of a user, snoozed conversations among it; with `dry_run` only say what would move."""
    subject = UserId(user_id)
    await get_user_view(deps, scope.workspace_id, subject)
    await _require_target(deps, scope, subject, body)
    total = moved = 0
    shown: list[UUID] = []
    after: ConversationId | None = None
    left = 0
    while True:
        found = await abandoned.list_open_work(
            deps.pool, scope.workspace_id, subject, after=after, limit=HANDOVER_BATCH
        )
        if not found:
            break
        total += len(found)
        after = found[-1].conversation_id
        if total > HANDOVER_AT_ONCE:
            left += len(found)
            continue
        done = await _move(deps, scope, subject, body, found)
        moved += len(done)
        shown += done
    skipped = total - left - moved
    return HandoverView(
        open=total, moved=moved, skipped=skipped, remaining=left, conversation_ids=shown
    )


async def _require_target(deps: Deps, scope: Scope, subject: UserId, body: Handover) -> None:
    reference = await deps.reference(scope.workspace_id)
    if body.team_id is not None and TeamId(body.team_id) not in reference.teams:
        raise NotFound(team_id=str(body.team_id))
    if body.user_id is None:
        return
    target = UserId(body.user_id)
    if target not in reference.users:
        raise NotFound(user_id=str(target))
    if target == subject:
        raise Invalid("The work is this user's already.", field="body.user_id")
    if reference.active_user(target) is None:
        raise UserNotActive(user_id=str(target))


async def _move(
    deps: Deps, scope: Scope, subject: UserId, body: Handover, found: list[OpenWork]
) -> list[UUID]:
    """One transaction a batch; what changed hands since it was listed is left alone."""

    def work(desk: Desk) -> list[UUID]:
        return [
            each.conversation_id for each in found if _move_one(desk, scope, subject, body, each)
        ]

    contacts = frozenset(each.contact_id for each in found)
    return await decide(deps, scope, Needs(contacts=contacts), work)


def _move_one(desk: Desk, scope: Scope, subject: UserId, body: Handover, each: OpenWork) -> bool:
    conversation = desk.conversations.get(each.conversation_id)
    if conversation is None or not conversation.is_open or conversation.assignee_id != subject:
        return False
    if not scope.sees(assignee_id=conversation.assignee_id, team_id=conversation.team_id):
        return False
    if body.dry_run:
        return True
    if body.user_id is not None:
        target = UserId(body.user_id)
        assign_conversation(desk, conversation.id, target, actor=scope.actor, expected=subject)
        return True
    if body.team_id is not None:
        conversation = change_team(desk, conversation.id, TeamId(body.team_id), actor=scope.actor)
    put_back(desk, conversation, WhenAbsent.COLLEAGUE, since=each.since, actor=scope.actor)
    return True
