"""At which place conversations wait in their lines, and what a line gave out in the last hour."""

from collections.abc import Collection
from datetime import datetime

from parley.domain.ids import ConversationId, TeamId, WorkspaceId
from parley.routing.places import THROUGHPUT_SPAN
from parley.storage.reads.query import Reader
from parley.storage.turns import AGEING, place_of

PLACES = (
    "WITH w AS (SELECT "  # noqa: S608 - made of constants
    + AGEING
    + """ AS ageing FROM workspace WHERE id = $1)
SELECT conversation_id, place FROM (
    SELECT q.conversation_id, """
    + place_of("w.ageing")
    + """::int AS place FROM queue_entry AS q CROSS JOIN w WHERE q.workspace_id = $1) AS ranked
 WHERE conversation_id = ANY($2::uuid[])
"""
)
# The line is the one that the decision was made in. Who was asked for by name waited for no line: the
# conversation's team counts it.
GIVEN_OUT = """
SELECT CASE d.reason ->> 'scope' WHEN 'workspace' THEN NULL WHEN 'user' THEN c.team_id
            ELSE (d.reason ->> 'scope')::uuid END AS line, count(*)
  FROM assignment_decision AS d
  JOIN conversation AS c ON c.workspace_id = d.workspace_id AND c.id = d.conversation_id
 WHERE d.workspace_id = $1 AND d.decided_at > $2 GROUP BY 1
"""


async def find_places(
    reader: Reader, workspace_id: WorkspaceId, conversation_ids: Collection[ConversationId]
) -> dict[ConversationId, int]:
    """As `parley.routing.places.list_places` numbers them; who does not wait is left out."""
    rows = await reader.fetch(PLACES, workspace_id, list(conversation_ids))
    return {row[0]: row[1] for row in rows}


async def count_given_out(
    reader: Reader, workspace_id: WorkspaceId, *, now: datetime
) -> dict[TeamId | None, int]:
    """How many the matcher gave out in the last hour, by line: for `expect_wait`."""
    rows = await reader.fetch(GIVEN_OUT, workspace_id, now - THROUGHPUT_SPAN)
    return {row[0]: row[1] for row in rows}
