"""The inbox: one page of a view, and how many conversations each view holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asyncpg import Record
from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    and_,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as SQL_UUID

from parley.domain.conversation import Status
from parley.domain.ids import ConversationId, TeamId, UserId
from parley.domain.people import Visibility
from parley.storage.reads.conversation import (
    ConversationRow,
    columns_beside,
    row_of,
    with_positions,
)
from parley.storage.reads.query import Reader, fetch
from parley.storage.schema.conversations import conversation
from parley.storage.setup.sight import Sight

COUNT_CAP = 1_000
# A statement built at run time: its row type says nothing that the names do not.
Rows = Any
_C = conversation.c


class InboxView(Struct, frozen=True):
    """What a list shows. `unassigned` wins over `assignee_id`; None means any."""

    status: Status = Status.OPEN
    assignee_id: UserId | None = None
    team_id: TeamId | None = None
    unassigned: bool = False
    unanswered: bool = False


class ActivityKey(Struct, frozen=True):
    """The place of a row in a list."""

    activity_at: datetime
    id: ConversationId


async def list_conversations(
    reader: Reader,
    sight: Sight,
    view: InboxView,
    *,
    after: ActivityKey | None,
    limit: int,
    oldest_first: bool = False,
) -> list[ConversationRow]:
    """At most `limit` rows after that key; by the newest activity unless `oldest_first`."""
    page = _page(sight, view, after=after, limit=limit, oldest_first=oldest_first)
    if page is None:
        return []
    rows = await fetch(reader, page)
    return await with_positions(reader, sight, [row_of(row) for row in rows])


def _page(
    sight: Sight, view: InboxView, *, after: ActivityKey | None, limit: int, oldest_first: bool
) -> Rows | None:
    branches = [
        _keyset(branch, after=after, limit=limit, oldest_first=oldest_first)
        for branch in _branches(sight, view)
    ]
    if not branches:
        return None
    found = union_all(*branches).subquery("found")
    order = _order(found.c.activity_at, found.c.id, oldest_first=oldest_first)
    page = select(found.c.id).order_by(*order).limit(limit).subquery("page")
    order = _order(_C.activity_at, _C.id, oldest_first=oldest_first)
    return (
        columns_beside(sight.user_id)
        .join(page, page.c.id == _C.id)
        .where(_C.workspace_id == sight.workspace_id)
        .order_by(*order)
    )


class _Branch(Struct, frozen=True):
    """A part of a view that one index walks in order. `team_ids`: once for each of them."""

    where: tuple[ColumnElement[bool], ...]
    team_ids: tuple[TeamId, ...] | None = None
    nobody: bool = False


def _branches(sight: Sight, view: InboxView) -> list[_Branch]:
    """A condition joined by OR is walked part by part, since no index is in order for both."""
    where = _conditions(sight, view)
    nobody = view.unassigned and view.team_id is None
    if sight.visibility is Visibility.ALL:
        return [_Branch(where, nobody=nobody)]
    branches: list[_Branch] = []
    if not view.unassigned and view.assignee_id in (None, sight.user_id):
        branches.append(_Branch((*where, _C.assignee_id == sight.user_id)))
    if sight.visibility is Visibility.TEAM:
        seen = sight.team_ids if view.team_id is None else sight.team_ids & {view.team_id}
        if seen and not (view.assignee_id == sight.user_id and not view.unassigned):
            others = (*where, _C.assignee_id.is_distinct_from(sight.user_id))
            branches.append(_Branch(others, team_ids=tuple(sorted(seen))))
    return branches


def _conditions(sight: Sight, view: InboxView) -> tuple[ColumnElement[bool], ...]:
    where: list[ColumnElement[bool]] = [
        _C.workspace_id == sight.workspace_id,
        _C.status == literal(view.status.value, literal_execute=True),
    ]
    if view.unassigned:
        where.append(_C.assignee_id.is_(None))
    elif view.assignee_id is not None:
        where.append(_C.assignee_id == view.assignee_id)
    if view.team_id is not None:
        where.append(_C.team_id == view.team_id)
    if view.unanswered:
        where.append(_C.unanswered_since.is_not(None))
    return tuple(where)


def _keyset(branch: _Branch, *, after: ActivityKey | None, limit: int, oldest_first: bool) -> Rows:
    found = select(_C.id, _C.activity_at).where(*branch.where)
    if after is not None:
        key = tuple_(_C.activity_at, _C.id)
        last = tuple_(
            literal(after.activity_at, _C.activity_at.type), literal(after.id, _C.id.type)
        )
        found = found.where(key > last if oldest_first else key < last)
    found = found.order_by(*_index_order(branch, oldest_first=oldest_first)).limit(limit)
    if branch.team_ids is None:
        return select(found.subquery())
    return _for_each_team(found, branch.team_ids)


def _index_order(
    branch: _Branch, *, oldest_first: bool = False
) -> tuple[ColumnElement[object], ...]:
    keys: tuple[ColumnElement[object], ...] = (_C.activity_at, _C.id)
    if branch.nobody:
        # Postgres does not see that `IS NULL` leaves the index in order, unless it is asked for it.
        keys = (_C.assignee_id, *keys)
    return _order(*keys, oldest_first=oldest_first)


def _for_each_team(found: Rows, team_ids: Sequence[TeamId]) -> Rows:
    """`= ANY` would sort all teams' rows; this walks the index once for each team."""
    ids = literal(list(team_ids), ARRAY(SQL_UUID()))
    each = func.unnest(ids).table_valued("team_id", name="each_team").render_derived()
    part = found.where(_C.team_id == each.c.team_id).lateral("part")
    return select(part).select_from(each.join(part, true()))


def _order(*keys: ColumnElement[object], oldest_first: bool) -> tuple[ColumnElement[object], ...]:
    return tuple(key.asc() if oldest_first else key.desc() for key in keys)


async def count_views(reader: Reader, sight: Sight, team_ids: Sequence[TeamId]) -> dict[str, int]:
    """How many conversations each view holds, counted up to COUNT_CAP; `team:{id}` for the teams given.

    `unanswered_mine` stands beside the views. One statement, whatever the number of teams.
    """
    views = {
        "mine": InboxView(assignee_id=sight.user_id),
        "unassigned": InboxView(unassigned=True),
        "all": InboxView(),
        "snoozed": InboxView(status=Status.SNOOZED),
        "closed": InboxView(status=Status.CLOSED),
        "unanswered_mine": InboxView(assignee_id=sight.user_id, unanswered=True),
    }
    parts: list[Any] = [
        select(literal(name).label("name"), _count(sight, view).label("n"))
        for name, view in views.items()
    ]
    if team_ids:
        parts.append(_count_teams(sight, team_ids))
    rows: list[Record] = await fetch(reader, union_all(*parts))
    return {row["name"]: row["n"] for row in rows}


def _count(sight: Sight, view: InboxView) -> ColumnElement[int]:
    branches = [_capped(branch) for branch in _branches(sight, view)]
    if not branches:
        return literal(0)
    found = select(literal(1).label("one")).select_from(union_all(*branches).subquery())
    capped = found.limit(COUNT_CAP).subquery()
    return select(func.count()).select_from(capped).scalar_subquery()


def _capped(branch: _Branch) -> Rows:
    found = select(literal(1).label("one")).select_from(conversation).where(*branch.where)
    # Asked for in an index's order, since counting in any order invites a walk through the whole table.
    found = found.order_by(*_index_order(branch)).limit(COUNT_CAP)
    if branch.team_ids is None:
        return select(found.subquery())
    return _for_each_team(found, branch.team_ids)


def _count_teams(sight: Sight, team_ids: Sequence[TeamId]) -> Rows:
    """A team that is not the caller's own holds, for the caller, only what is assigned to the caller."""
    ids = literal(list(team_ids), ARRAY(SQL_UUID()))
    each = func.unnest(ids).table_valued("team_id", name="each_team").render_derived()
    found = (
        select(literal(1).label("one"))
        .select_from(conversation)
        .where(
            _C.workspace_id == sight.workspace_id,
            _C.status == literal(Status.OPEN.value, literal_execute=True),
            _C.team_id == each.c.team_id,
            _seen_in_team(sight, each.c.team_id),
        )
        .order_by(_C.activity_at.desc(), _C.id.desc())
        .limit(COUNT_CAP)
        .lateral("found")
    )
    name = func.concat("team:", each.c.team_id)
    return (
        select(name.label("name"), func.count(found.c.one).label("n"))
        .select_from(each.outerjoin(found, true()))
        .group_by(each.c.team_id)
    )


def _seen_in_team(sight: Sight, team_id: ColumnElement[object]) -> ColumnElement[bool]:
    mine = _C.assignee_id == sight.user_id
    match sight.visibility:
        case Visibility.ALL:
            return true()
        case Visibility.OWN:
            return mine
        case Visibility.TEAM:
            ours = literal(sorted(sight.team_ids), ARRAY(SQL_UUID()))
            return or_(mine, and_(team_id == func.any(ours)))
