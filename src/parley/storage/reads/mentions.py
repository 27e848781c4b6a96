"""The comments that mention a user, newest first."""

from msgspec import Struct

from parley.domain.ids import CommentId, ContactId, UserId, WorkspaceId
from parley.storage.reads.query import Reader
from parley.storage.reads.thread import CommentRow, comment_of

# `<> '{}'` is what the index asks for. MATERIALIZED, so that nobody walks through all comments in their order
# to find the few that mention somebody.
MENTIONS = """
WITH own AS MATERIALIZED (
    SELECT id, created_at AS at, conversation_id, author, author_id, body, mentions, contact_id FROM comment
     WHERE workspace_id = $1 AND mentions @> ARRAY[$2::uuid] AND mentions <> '{}'
)
SELECT * FROM own WHERE $3::uuid IS NULL OR id < $3 ORDER BY id DESC LIMIT $4
"""


class MentionRow(Struct, frozen=True):
    contact_id: ContactId
    comment: CommentRow


async def list_mentions(
    reader: Reader,
    workspace_id: WorkspaceId,
    user_id: UserId,
    *,
    after: CommentId | None,
    limit: int,
) -> list[MentionRow]:
    """Whoever holds the conversations: a mention is for the one who is mentioned."""
    rows = await reader.fetch(MENTIONS, workspace_id, user_id, after, limit)
    return [MentionRow(row["contact_id"], comment_of(row)) for row in rows]
