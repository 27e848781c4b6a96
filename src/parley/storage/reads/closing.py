"""Which conversations a closing of many means."""

from datetime import datetime

from sqlalchemy import select

from parley.domain.ids import ConversationId, TeamId, UserId
from parley.storage.reads.query import Reader, fetch
from parley.storage.schema.conversations import conversation
from parley.storage.setup.sight import Sight, sees_conversation

_C = conversation.c


async def list_to_close(
    reader: Reader,
    sight: Sight,
    *,
    assignee_id: UserId | None,
    team_id: TeamId | None,
    unassigned: bool,
    idle_since: datetime | None,
    limit: int,
) -> list[ConversationId]:
    """Those that rest longest first."""
    statement = (
        select(_C.id)
        .where(sees_conversation(sight), _C.status.in_(["open", "snoozed"]))
        .order_by(_C.activity_at, _C.id)
        .limit(limit)
    )
    if assignee_id is not None:
        statement = statement.where(_C.assignee_id == assignee_id)
    if unassigned:
        statement = statement.where(_C.assignee_id.is_(None))
    if team_id is not None:
        statement = statement.where(_C.team_id == team_id)
    if idle_since is not None:
        statement = statement.where(_C.activity_at <= idle_since)
    return [row["id"] for row in await fetch(reader, statement)]
