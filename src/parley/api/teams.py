"""Routes of teams."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from msgspec.structs import replace
from pydantic import AfterValidator, Field, field_validator

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import Deps, DepsHere
from parley.api.limits import (
    CAPACITY_MAX,
    IN_HAND_MAX,
    PREFERRED_SECONDS,
    TEAM_MEMBERS,
    TEAMS_PER_WORKSPACE,
)
from parley.api.named import require_calendar
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Name, View
from parley.domain.errors import LimitExceeded, NotFound
from parley.domain.ids import UUID, TeamId, UserId
from parley.domain.people import Team
from parley.domain.queue import Strategy
from parley.storage.database import Connection
from parley.storage.setup import teams, users

router = make_router("teams")


def _each_once(value: list[UUID]) -> list[UUID]:
    if len(set(value)) != len(value):
        raise ValueError("A user stands in a team once.")
    return value


Members = Annotated[list[UUID], Field(max_length=TEAM_MEMBERS), AfterValidator(_each_once)]
Reader = Annotated[Scope, guard(Verb.READ, Resource.TEAMS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.TEAMS)]


class TeamView(View):
    """The order of `members` is the team's round-robin circle."""

    id: UUID
    name: str
    members: list[UUID]
    strategy: Strategy
    next_strategy: Strategy
    preferred_seconds: int
    calendar_id: UUID | None
    max_open: int | None
    max_in_hand: int | None


class Routing(Body):
    """How the team's work is given out, where nobody says otherwise. `next_strategy` and `preferred_seconds` go
    with `sticky` and `contact_owner`; outside `calendar_id` nothing is given out; `max_open` caps each member,
    `max_in_hand` all that the team has in somebody's hands at once.
    """

    strategy: Strategy = Strategy.ROUND_ROBIN
    next_strategy: Strategy = Strategy.ROUND_ROBIN
    preferred_seconds: Annotated[int, Field(ge=0, le=PREFERRED_SECONDS)] = 0
    calendar_id: UUID | None = None
    max_open: Annotated[int, Field(ge=0, le=CAPACITY_MAX)] | None = None
    max_in_hand: Annotated[int, Field(ge=0, le=IN_HAND_MAX)] | None = None

    @field_validator("next_strategy")
    @classmethod
    def _ends(cls, value: Strategy) -> Strategy:
        if value.asks_one_first:
            raise ValueError("What comes next asks nobody first: choose another strategy.")
        return value


class NewTeam(Routing):
    name: Name
    members: Members = Field(default_factory=list)


class TeamChange(Routing):
    """What is left out stays; `members` replaces all of them."""

    name: Name = ""
    members: Members = Field(default_factory=list)


@router.get("/teams")
async def list_teams(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[TeamView]:
    """In the order in which they were made."""
    key = page.key(UUID)
    rows = await teams.list_teams(
        deps.pool, scope.workspace_id, after=TeamId(key[0]) if key else None, limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda team: (team.id,))
    return Page(items=[_view(team) for team in shown], next=following)


@router.post("/teams", status_code=HTTPStatus.CREATED)
async def add_team(body: NewTeam, deps: DepsHere, scope: Writer) -> TeamView:
    team_id = TeamId(deps.ids.new_id())
    async with change(deps, scope, noun="team", subject=team_id) as connection:
        if await teams.count_teams(connection, scope.workspace_id) >= TEAMS_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {TEAMS_PER_WORKSPACE} teams.", limit=TEAMS_PER_WORKSPACE
            )
        await _require_users(connection, scope, body.members)
        await teams.add_team(
            connection,
            scope.workspace_id,
            team_id,
            name=body.name,
            members=[UserId(member) for member in body.members],
            now=deps.clock.now(),
        )
        await _set_routing(connection, scope, team_id, body)
    return await _get_view(deps, scope, team_id)


@router.get("/teams/{team_id}")
async def show_team(team_id: UUID, deps: DepsHere, scope: Reader) -> TeamView:
    return await _get_view(deps, scope, TeamId(team_id))


@router.patch("/teams/{team_id}")
async def change_team(team_id: UUID, body: TeamChange, deps: DepsHere, scope: Writer) -> TeamView:
    """Rename, or set the members in the order of the circle."""
    subject = TeamId(team_id)
    async with change(deps, scope, noun="team", subject=subject) as connection:
        if await teams.find_team(connection, scope.workspace_id, subject) is None:
            raise NotFound
        await _set_routing(connection, scope, subject, body)
        if body.name:
            await teams.rename_team(connection, scope.workspace_id, subject, name=body.name)
        if "members" in body.model_fields_set:
            await _require_users(connection, scope, body.members)
            members = [UserId(member) for member in body.members]
            await teams.set_members(connection, scope.workspace_id, subject, members)
    return await _get_view(deps, scope, subject)


@router.delete("/teams/{team_id}", status_code=HTTPStatus.NO_CONTENT)
async def drop_team(team_id: UUID, deps: DepsHere, scope: Writer) -> None:
    """Its conversations stay, without a team; those that wait for it wait for anybody."""
    subject = TeamId(team_id)
    async with change(deps, scope, noun="team", subject=subject) as connection:
        if await teams.find_team(connection, scope.workspace_id, subject) is None:
            raise NotFound
        await teams.drop_team(connection, scope.workspace_id, subject)


async def _set_routing(
    connection: Connection, scope: Scope, team_id: TeamId, body: Routing
) -> None:
    given = body.model_dump(include=set(Routing.model_fields), exclude_unset=True)
    team = await teams.find_team(connection, scope.workspace_id, team_id)
    if team is not None and given:
        await require_calendar(connection, scope, body.calendar_id)
        await teams.set_routing(connection, scope.workspace_id, replace(team, **given))


async def _require_users(connection: Connection, scope: Scope, members: list[UUID]) -> None:
    known = await users.list_known(
        connection, scope.workspace_id, [UserId(member) for member in members]
    )
    missing = [str(member) for member in members if member not in known]
    if missing:
        raise NotFound("There is no such user.", field="body.members", missing=missing)


async def _get_view(deps: Deps, scope: Scope, team_id: TeamId) -> TeamView:
    found = await teams.find_team(deps.pool, scope.workspace_id, team_id)
    if found is None:
        raise NotFound
    return _view(found)


def _view(team: Team) -> TeamView:
    return TeamView(
        id=team.id,
        name=team.name,
        members=[member.user_id for member in team.members],
        **{name: getattr(team, name) for name in Routing.model_fields},
    )
