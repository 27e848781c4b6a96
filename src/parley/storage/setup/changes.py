"""One change of a workspace's set-up: its number grows and its event is written, or nothing happens."""

import contextlib
from collections.abc import AsyncGenerator
from datetime import datetime

from msgspec import Struct

from parley.domain.actor import Actor
from parley.domain.errors import NotFound
from parley.domain.events import EventBody, WorkspaceChanged
from parley.domain.ids import WorkspaceId
from parley.domain.promises import IdSource
from parley.storage import codec
from parley.storage.database import Connection, Pool, transaction

# The workspace's row is locked first: set-up changes of one workspace follow each other.
BUMP = "UPDATE workspace SET reference_number = reference_number + 1 WHERE id = $1 RETURNING id"
ADD_EVENT = """
INSERT INTO event (workspace_id, id, at, contact_id, conversation_id, kind, actor, body)
VALUES ($1, $2, $3, NULL, NULL, $4, $5, $6)
"""


class Author(Struct, frozen=True):
    """Who changes a workspace's set-up, when, and where the event's id comes from."""

    workspace_id: WorkspaceId
    actor: Actor
    now: datetime
    ids: IdSource


@contextlib.asynccontextmanager
async def set_up_change(
    pool: Pool, author: Author, *, noun: str, subject: object, lock_timeout_ms: int | None = None
) -> AsyncGenerator[Connection]:
    """The transaction of one change of `noun` with the id `subject`."""
    async with transaction(pool, lock_timeout_ms=lock_timeout_ms) as connection:
        if await connection.fetchval(BUMP, author.workspace_id) is None:
            raise NotFound
        yield connection
        await add_event(connection, author, WorkspaceChanged(noun, str(subject)))


async def add_event(connection: Connection, author: Author, body: EventBody) -> None:
    """A fact that concerns no contact."""
    await connection.execute(
        ADD_EVENT,
        author.workspace_id,
        author.ids.new_id(),
        author.now,
        type(body).__name__,
        codec.encode(author.actor),
        codec.encode(body),
    )
