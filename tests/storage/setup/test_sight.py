"""The predicate and the SQL condition of visibility are one rule (O28)."""

from datetime import UTC, datetime
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from parley.domain.ids import ConversationId, TeamId, UserId, WorkspaceId
from parley.domain.people import Visibility
from parley.kit.identifiers import IdSource
from parley.storage.database import open_pool
from parley.storage.schema.conversations import conversation
from parley.storage.setup.sight import Sight, sees_conversation

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
IDS = IdSource(seed=7)
WORKSPACE, OTHER = WorkspaceId(IDS.new_id()), WorkspaceId(IDS.new_id())
ME, COLLEAGUE = UserId(IDS.new_id()), UserId(IDS.new_id())
MINE, ALSO_MINE, THEIRS = (TeamId(IDS.new_id()) for _ in range(3))
ADD = """
INSERT INTO conversation (workspace_id, id, contact_id, status, opened_at, opened_by, team_id, assignee_id,
                          handler, fields, closed_at, closed_by, summary, activity_at, preview,
                          preview_outgoing, incoming_count, outgoing_count)
VALUES ($1, $2, $2, 'closed', $3, 'contact', $4, $5, 'nobody', '{}', $3, 'user', '', $3, '', false, 0, 0)
"""


@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize("teams", [frozenset[TeamId](), frozenset({MINE, ALSO_MINE})])
async def test_sql_finds_what_the_predicate_sees(
    database_url: str, visibility: Visibility, teams: frozenset[TeamId]
) -> None:
    sight = Sight(WORKSPACE, ME, visibility, teams)
    wanted: set[ConversationId] = set()
    pool = await open_pool(database_url, size=1)
    async with pool.acquire() as connection:
        await connection.execute("SET session_replication_role = replica")
        for workspace, team, assignee in product(
            (WORKSPACE, OTHER), (None, MINE, ALSO_MINE, THEIRS), (None, ME, COLLEAGUE)
        ):
            conversation_id = ConversationId(IDS.new_id())
            await connection.execute(ADD, workspace, conversation_id, NOW, team, assignee)
            if workspace == WORKSPACE and sight.sees(assignee_id=assignee, team_id=team):
                wanted.add(conversation_id)
        compiled = (
            select(conversation.c.id)
            .where(sees_conversation(sight))
            .compile(
                dialect=postgresql.dialect(paramstyle="numeric_dollar"),
                compile_kwargs={"render_postcompile": True},
            )
        )
        values = [compiled.params[name] for name in compiled.positiontup or ()]
        found = {row[0] for row in await connection.fetch(str(compiled), *values)}
    await pool.close()

    assert found == wanted
    assert wanted
