"""Runs with their traces, and the queue of conversations that wait for an agent."""

from datetime import datetime
from typing import Any

from asyncpg import Record
from msgspec import Struct, json
from sqlalchemy import (
    DateTime,
    FromClause,
    Integer,
    Select,
    and_,
    literal,
    literal_column,
    select,
    true,
    tuple_,
)

from parley.domain.ids import (
    ContactId,
    ConversationId,
    RunId,
    TeamId,
    UserId,
    VersionId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.queue import Ring, Strategy
from parley.domain.run import EndReason, VariableValue, Waiting
from parley.storage.reads.query import Reader, fetch, fetch_one
from parley.storage.reads.seen import may_see_conversation_of
from parley.storage.schema.people import contact
from parley.storage.schema.setup import workspace
from parley.storage.schema.workflows import queue_entry, run, version, workflow
from parley.storage.setup.sight import Sight
from parley.storage.turns import AGEING, place_of, turn_at, turn_class

VISITS_LIMIT = 1_000
_WAITING = json.Decoder(Waiting)
_LEVELS = json.Decoder(dict[str, int])
_GROUPS = json.Decoder(list[dict[str, int]])
_RINGS = json.Decoder(tuple[Ring, ...])
_VARIABLES = json.Decoder(dict[str, VariableValue])


class RunRow(Struct, frozen=True):
    """A passage of a contact through a workflow; `waiting` None while it is under way or ended."""

    id: RunId
    workflow_id: WorkflowId
    workflow_name: str
    version_id: VersionId
    version_number: int
    contact_id: ContactId
    contact_name: str
    conversation_id: ConversationId | None
    step_id: str | None
    visit: int
    waiting: Waiting | None
    variables: dict[str, VariableValue]
    started_at: datetime
    ended_at: datetime | None
    end_reason: EndReason | None


class VisitRow(Struct, frozen=True):
    """A finished visit of a step."""

    number: int
    step_id: str
    kind: str
    lane: str | None
    input: dict[str, Any]
    output: dict[str, Any]
    error: str | None
    started_at: datetime
    ended_at: datetime


class QueueRow(Struct, frozen=True):
    """`position` counts from 1 among all that the caller may not see, too."""

    conversation_id: ConversationId
    contact_id: ContactId
    contact_name: str
    team_id: TeamId | None
    user_id: UserId | None
    strategy: Strategy
    online_only: bool
    max_open: int | None
    priority: int
    since: datetime
    deadline_at: datetime | None
    run_id: RunId | None
    skills: dict[str, int]
    any_of: list[dict[str, int]]
    rings: tuple[Ring, ...]
    preferred_user_id: UserId | None
    preferred_until: datetime | None
    position: int
    turn_class: int
    turn_at: datetime


class QueueKey(Struct, frozen=True):
    """The last of a page: its class, 0 if classes age, and since when it waits with what its class is worth."""

    turn_class: int
    turn_at: datetime
    conversation_id: ConversationId


class RunFilter(Struct, frozen=True):
    """None means any; `is_live` True: not ended."""

    workflow_id: WorkflowId | None = None
    contact_id: ContactId | None = None
    is_live: bool | None = None


async def list_runs(
    reader: Reader, sight: Sight, wanted: RunFilter, *, after: RunId | None, limit: int
) -> list[RunRow]:
    """Newest first."""
    statement = _runs(sight).order_by(run.c.id.desc()).limit(limit)
    if wanted.workflow_id is not None:
        statement = statement.where(run.c.workflow_id == wanted.workflow_id)
    if wanted.contact_id is not None:
        statement = statement.where(run.c.contact_id == wanted.contact_id)
    if wanted.is_live is not None:
        ended = run.c.ended_at
        statement = statement.where(ended.is_(None) if wanted.is_live else ended.is_not(None))
    if after is not None:
        statement = statement.where(run.c.id < after)
    return [_run_of(row) for row in await fetch(reader, statement)]


async def find_run(reader: Reader, sight: Sight, run_id: RunId) -> RunRow | None:
    row = await fetch_one(reader, _runs(sight).where(run.c.id == run_id))
    return _run_of(row) if row else None


async def find_chain(
    reader: Reader, workspace_id: WorkspaceId, run_id: RunId
) -> tuple[WorkflowId, ...]:
    """The workflows that led to a run, its own last."""
    chain = await reader.fetchval(CHAIN, workspace_id, run_id)
    return tuple(WorkflowId(workflow_id) for workflow_id in chain or ())


CHAIN = "SELECT chain FROM run WHERE workspace_id = $1 AND id = $2"
VISITS = """
SELECT number, step_id, kind, lane, input, output, error, started_at, ended_at FROM visit
 WHERE workspace_id = $1 AND run_id = $2 ORDER BY number DESC LIMIT $3
"""


async def list_visits(reader: Reader, workspace_id: WorkspaceId, run_id: RunId) -> list[VisitRow]:
    """The trace, first visit first; of a run that is longer than VISITS_LIMIT the newest part."""
    rows = await reader.fetch(VISITS, workspace_id, run_id, VISITS_LIMIT)
    return [
        VisitRow(
            **{**row, "input": json.decode(row["input"]), "output": json.decode(row["output"])}
        )
        for row in reversed(rows)
    ]


async def list_queue(
    reader: Reader, sight: Sight, *, after: QueueKey | None, limit: int
) -> list[QueueRow]:
    """Those who wait, in the order in which the matcher looks at them."""
    ageing = (
        select(literal_column(AGEING, Integer()).label("ageing"))
        .select_from(workspace)
        .where(workspace.c.id == sight.workspace_id)
        .subquery("w")
    )
    entry = queue_entry.alias("q")
    place = literal_column(place_of("w.ageing"), Integer())
    ranked = (
        select(
            entry,
            place.label("position"),
            literal_column(turn_class("w.ageing"), Integer()).label("turn_class"),
            literal_column(turn_at("w.ageing"), DateTime(timezone=True)).label("turn_at"),
        )
        .select_from(entry.join(ageing, true()))
        .where(entry.c.workspace_id == sight.workspace_id)
        .subquery("ranked")
    )
    r = ranked.c
    page = (
        select(ranked)
        .where(may_see_conversation_of(sight, ranked))
        .order_by(r.turn_class, r.turn_at, r.conversation_id)
        .limit(limit)
    )
    if after is not None:
        last = tuple_(
            literal(after.turn_class, r.turn_class.type),
            literal(after.turn_at, r.turn_at.type),
            literal(after.conversation_id, r.conversation_id.type),
        )
        page = page.where(tuple_(r.turn_class, r.turn_at, r.conversation_id) > last)
    return [_entry_of(row) for row in await fetch(reader, _with_names(page.subquery("page")))]


def _with_names(page: FromClause) -> Select[Any]:
    """The page first, its contacts' names after that: the other way round all contacts are read."""
    p = page.c
    person = and_(contact.c.workspace_id == p.workspace_id, contact.c.id == p.contact_id)
    columns = [
        contact.c.display_name.label("contact_name") if name == "contact_name" else p[name]
        for name in QueueRow.__struct_fields__
    ]
    return (
        select(*columns)
        .select_from(page.join(contact, person))
        .order_by(p.turn_class, p.turn_at, p.conversation_id)
    )


def _runs(sight: Sight) -> Select[Any]:
    of_workflow = and_(
        workflow.c.workspace_id == run.c.workspace_id, workflow.c.id == run.c.workflow_id
    )
    of_version = and_(
        version.c.workspace_id == run.c.workspace_id, version.c.id == run.c.version_id
    )
    person = and_(contact.c.workspace_id == run.c.workspace_id, contact.c.id == run.c.contact_id)
    return (
        select(
            run,
            workflow.c.name.label("workflow_name"),
            version.c.number.label("version_number"),
            contact.c.display_name.label("contact_name"),
        )
        .select_from(
            run.join(workflow, of_workflow).join(version, of_version).join(contact, person)
        )
        .where(run.c.workspace_id == sight.workspace_id, may_see_conversation_of(sight, run))
    )


def _run_of(row: Record) -> RunRow:
    values = {name: row[name] for name in RunRow.__struct_fields__}
    values["waiting"] = _WAITING.decode(row["waiting"]) if row["waiting"] else None
    values["variables"] = _VARIABLES.decode(row["variables"])
    values["end_reason"] = EndReason(row["end_reason"]) if row["end_reason"] else None
    return RunRow(**values)


def _entry_of(row: Record) -> QueueRow:
    values: dict[str, Any] = dict(row)
    values["strategy"] = Strategy(row["strategy"])
    values["skills"] = _LEVELS.decode(row["skills"])
    values["any_of"] = _GROUPS.decode(row["any_of"])
    values["rings"] = _RINGS.decode(row["rings"])
    return QueueRow(**values)
