"""The way to Postgres: a pool, one transaction shape, and which errors mean 'again'."""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg

from parley.storage import codec, id_arrays, instants

if TYPE_CHECKING:
    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]
    Pool = asyncpg.Pool[Any]
else:  # generic for the type checker alone
    Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy
    Pool = asyncpg.Pool
T = TypeVar("T")

AGAIN = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
# Whatever the database, or the way to it, may say. The client's own "internal error" is one of them: a connection
# that heard the server's last word while it was idle answers its next use with it.
TROUBLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
# The server is away, going or out of means: it says nothing about the work in hand, which may be done again.
AWAY = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)
MAX_ROUNDS = 8
# Plans are kept, those of foreign keys, too: one made while a table was nearly empty must not go on
# reading all of it when it has grown.
SESSION = {"timezone": "UTC", "jit": "off", "enable_seqscan": "off"}


class LostRace(Exception):
    """Another transaction was first: roll back, load again, decide again."""


async def open_pool(
    url: str, *, size: int = 8, application: str = "parley", only_looks_up: bool = False
) -> Pool:
    """`only_looks_up`: rows by their keys and nothing else, as workers do. Such plans never look at a value:
    a workspace that is not in the statistics yet would seem to be empty, and be read whole for each row.
    """
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=prepare,
        statement_cache_size=512,
        max_inactive_connection_lifetime=0,
        reset=_keep,
        server_settings={
            "application_name": application,
            "plan_cache_mode": "force_generic_plan" if only_looks_up else "auto",
            **SESSION,
        },
    )


async def _keep(_: "asyncpg.Connection[Any]") -> None:
    """Nothing to undo when a connection comes back: all our settings and locks end with their transaction."""


async def prepare(connection: "asyncpg.Connection[Any]") -> None:
    """JSON travels as bytes: values encode and decode themselves. Instants travel as numbers, ids in one piece."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=codec.to_jsonb,
        decoder=codec.from_jsonb,
        format="binary",
    )
    await connection.set_type_codec(
        "timestamptz",
        schema="pg_catalog",
        encoder=instants.encode,
        decoder=instants.decode,
        format="tuple",
    )
    try:
        await connection.set_builtin_type_codec(id_arrays.TYPE, codec_name="bytea", format="binary")
    except ValueError as error:
        message = "the database has not this version's schema yet: parley migrate"
        raise asyncpg.UndefinedObjectError(message) from error


@contextlib.asynccontextmanager
async def transaction(
    pool: Pool, *, lock_timeout_ms: int | None = None
) -> AsyncGenerator[Connection]:
    """Commits at the end, rolls back on any error. The one place where a change becomes true."""
    async with pool.acquire() as connection, connection.transaction():
        if lock_timeout_ms is not None:
            await connection.execute(f"SET LOCAL lock_timeout = {int(lock_timeout_ms)}")
        yield connection


async def fetch_afresh(connection: Connection, query: str, *args: object) -> list[Any]:
    """Plans the statement for the tables as they are now. For those that are empty at one time and full at
    another: a kept plan, made when there was nothing, reads all of them for each row.
    """
    statement = await connection.prepare(query)
    return await statement.fetch(*args)


@contextlib.asynccontextmanager
async def savepoint(connection: Connection) -> AsyncGenerator[None]:
    """Within the caller's transaction: an error inside undoes only what was done inside."""
    async with connection.transaction():
        yield


async def again_if_lost(work: Callable[[], Awaitable[T]]) -> T:
    """Repeats what lost a race or a deadlock, at most 8 rounds; the last error goes to the caller."""
    for _ in range(MAX_ROUNDS - 1):
        with contextlib.suppress(LostRace, *AGAIN):
            return await work()
    return await work()
