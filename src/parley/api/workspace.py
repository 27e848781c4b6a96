"""Routes of the workspace: its name and its settings."""

from typing import Annotated
from zoneinfo import available_timezones

import msgspec
from pydantic import AfterValidator, Field, StringConstraints

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import Deps, DepsHere
from parley.api.limits import (
    BREAK_REASONS,
    CAPACITY_MAX,
    IN_HAND_MAX,
    TEAMS_PER_WORKSPACE,
    WEIGHT_MAX,
)
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Name, View
from parley.domain.errors import NotFound
from parley.domain.ids import UUID, WorkspaceId
from parley.domain.queue import Strategy
from parley.domain.workspace import ClosingMode, Settings, WhenAbsent
from parley.storage import schedules
from parley.storage.setup import workspaces

router = make_router("workspace")
ZONES = available_timezones()
DAY_MINUTES = 24 * 60


def _known_zone(value: str) -> str:
    if value not in ZONES:
        raise ValueError("This time zone is not known; write it like Europe/Berlin.")
    return value


def _of_known_kinds(value: dict[str, list[str]]) -> dict[str, list[str]]:
    if len(value) > 50 or any(len(kinds) > 50 for kinds in value.values()):  # noqa: PLR2004 - far above all kinds
        raise ValueError("Too many kinds of channel or content.")
    return value


def _each_once(value: list[str]) -> list[str]:
    if len(set(value)) != len(value):
        raise ValueError("A reason stands in the list once.")
    return value


def _asks_nobody_first(value: Strategy) -> Strategy:
    if value.asks_one_first:
        raise ValueError("This strategy asks one user first: choose another to go on with.")
    return value


Zone = Annotated[str, AfterValidator(_known_zone)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class SettingsView(View):
    """A workspace's choices. Minutes and seconds as the names say; null switches off."""

    timezone: str
    language: str
    country: str
    closing_mode: ClosingMode
    auto_close_minutes: int | None
    bot_silence_minutes: int | None
    undo_close_seconds: int
    sticky_minutes: int
    default_capacity: int | None
    claim_on_reply: bool
    opens_on: dict[str, list[str]]
    thanks_minutes: int
    break_reasons: list[str]
    offline_after_minutes: int | None
    when_absent: WhenAbsent
    when_absent_by_team: dict[str, WhenAbsent]
    silence_minutes: int | None
    queue_alarm_minutes: int | None
    strategy: Strategy
    next_strategy: Strategy
    preferred_seconds: int
    max_open: int | None
    max_in_hand: int | None
    channel_weights: dict[str, int]
    light_after_minutes: int | None
    light_weight: int
    ageing_minutes: int | None


class SettingsChange(Body):
    """What is left out stays."""

    timezone: Zone = "UTC"
    language: Language = "en"
    country: Country = ""
    closing_mode: ClosingMode = ClosingMode.OPTIONAL
    auto_close_minutes: Annotated[int, Field(ge=30, le=14 * DAY_MINUTES)] | None = None
    bot_silence_minutes: Annotated[int, Field(ge=5, le=30 * DAY_MINUTES)] | None = None
    undo_close_seconds: Annotated[int, Field(ge=0, le=60)] = 8
    sticky_minutes: Annotated[int, Field(ge=0, le=7 * DAY_MINUTES)] = 5
    default_capacity: Annotated[int, Field(ge=0, le=CAPACITY_MAX)] | None = None
    claim_on_reply: bool = True
    thanks_minutes: Annotated[int, Field(ge=0, le=DAY_MINUTES)] = 0
    opens_on: Annotated[dict[Word, list[Word]], AfterValidator(_of_known_kinds)] = Field(
        default_factory=dict
    )
    break_reasons: Annotated[
        list[Name], Field(max_length=BREAK_REASONS), AfterValidator(_each_once)
    ] = Field(default_factory=list)
    offline_after_minutes: Annotated[int, Field(ge=1, le=DAY_MINUTES)] | None = None
    when_absent: WhenAbsent = WhenAbsent.KEEP
    when_absent_by_team: Annotated[
        dict[UUID, WhenAbsent], Field(max_length=TEAMS_PER_WORKSPACE)
    ] = Field(default_factory=dict)
    silence_minutes: Annotated[int, Field(ge=1, le=7 * DAY_MINUTES)] | None = None
    queue_alarm_minutes: Annotated[int, Field(ge=1, le=7 * DAY_MINUTES)] | None = None
    strategy: Strategy = Strategy.ROUND_ROBIN
    next_strategy: Annotated[Strategy, AfterValidator(_asks_nobody_first)] = Strategy.ROUND_ROBIN
    preferred_seconds: Annotated[int, Field(ge=0, le=7 * DAY_MINUTES * 60)] = 0
    max_open: Annotated[int, Field(ge=0, le=CAPACITY_MAX)] | None = None
    max_in_hand: Annotated[int, Field(ge=0, le=IN_HAND_MAX)] | None = None
    channel_weights: dict[Word, Annotated[int, Field(ge=0, le=WEIGHT_MAX)]] = Field(
        default_factory=dict, max_length=50
    )
    light_after_minutes: Annotated[int, Field(ge=1, le=7 * DAY_MINUTES)] | None = None
    light_weight: Annotated[int, Field(ge=0, le=WEIGHT_MAX)] = 0
    ageing_minutes: Annotated[int, Field(ge=1, le=7 * DAY_MINUTES)] | None = 30


class WorkspaceView(View):
    id: UUID
    name: str
    settings: SettingsView


class WorkspaceChange(Body):
    name: Name = ""
    settings: SettingsChange = SettingsChange()


@router.get("/workspace")
async def show_workspace(
    deps: DepsHere, scope: Annotated[Scope, guard(Verb.READ, Resource.WORKSPACE)]
) -> WorkspaceView:
    return await get_workspace_view(deps, scope.workspace_id)


@router.patch("/workspace")
async def change_workspace(
    body: WorkspaceChange,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.WORKSPACE)],
) -> WorkspaceView:
    """Change the name, or any of the settings."""
    async with change(deps, scope, noun="workspace", subject=scope.workspace_id) as connection:
        former = await workspaces.find_workspace(connection, scope.workspace_id)
        if former is None:
            raise NotFound
        settings = _changed(former.settings, body.settings)
        await workspaces.update_workspace(
            connection, scope.workspace_id, name=body.name or former.name, settings=settings
        )
        if settings.timezone != former.settings.timezone:
            await schedules.recheck(connection, scope.workspace_id, now=deps.clock.now())
    return await get_workspace_view(deps, scope.workspace_id)


async def get_workspace_view(deps: Deps, workspace_id: WorkspaceId) -> WorkspaceView:
    found = await workspaces.find_workspace(deps.pool, workspace_id)
    if found is None:
        raise NotFound
    return WorkspaceView.model_validate(found)


def _changed(former: Settings, change_of: SettingsChange) -> Settings:
    given = change_of.model_dump(exclude_unset=True)
    if "break_reasons" in given:
        given["break_reasons"] = tuple(given["break_reasons"])
    if "when_absent_by_team" in given:
        given["when_absent_by_team"] = {str(t): p for t, p in given["when_absent_by_team"].items()}
    return msgspec.structs.replace(former, **given)
