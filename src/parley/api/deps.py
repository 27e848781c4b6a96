"""What the composition root hands to the API, and how a route gets at it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol

import anyio
from fastapi import Depends
from starlette.requests import HTTPConnection

from parley.api.broadcast import Broadcaster
from parley.api.limits import (
    BURST_PER_ADDRESS,
    BURST_PER_CALLER,
    LOCK_TIMEOUT_MS,
    PASSWORD_CHECKS_AT_ONCE,
    RATE_PER_ADDRESS,
    RATE_PER_CALLER,
)
from parley.api.rates import Buckets
from parley.domain.channel import ChannelPlugin
from parley.domain.desk import Desk
from parley.domain.ids import UUID, UserId, WorkspaceId
from parley.domain.needs import Needs
from parley.domain.promises import Clock
from parley.domain.workspace import Reference
from parley.kit.crypto import KeyRing
from parley.kit.forwarded import Network
from parley.storage.database import Pool


class Ids(Protocol):
    """Time-ordered ids and unguessable public handles."""

    def new_id(self) -> UUID: ...
    def new_handle(self) -> str: ...


class DeskFor(Protocol):
    """Loads and locks what is needed; saves, with reactions, when the block ends without an error."""

    def __call__(
        self, workspace_id: WorkspaceId, needs: Needs
    ) -> AbstractAsyncContextManager[Desk]: ...


def _nothing(_: WorkspaceId) -> None:
    return None


@dataclass(frozen=True)
class Deps:
    """`clock` is the product's hour (a test may move it); `wall` is the true one: sessions, lockouts and
    rates run by it. `public_url` is how browsers and providers reach this server, without a last slash.
    Only `trusted_proxies` are believed when they tell who called them.
    `active_at`: when each user was noted last as active, by this process.
    `wake_dispatcher` and `announce` are called after a commit and return at once.
    """

    pool: Pool
    desk_for: DeskFor
    reference: Callable[[WorkspaceId], Awaitable[Reference]]
    clock: Clock
    wall: Clock
    ids: Ids
    plugins: Mapping[str, ChannelPlugin]
    keyring: KeyRing
    public_url: str
    wake_dispatcher: Callable[[WorkspaceId], None] = _nothing
    announce: Callable[[WorkspaceId], None] = _nothing
    ui_directory: Path | None = None
    broadcaster: Broadcaster | None = None
    trusted_proxies: Sequence[Network] = ()
    lock_timeout_ms: int = LOCK_TIMEOUT_MS
    active_at: dict[UserId, datetime] = field(default_factory=dict)
    address_buckets: Buckets = field(
        default_factory=lambda: Buckets(rate=RATE_PER_ADDRESS, burst=BURST_PER_ADDRESS)
    )
    caller_buckets: Buckets = field(
        default_factory=lambda: Buckets(rate=RATE_PER_CALLER, burst=BURST_PER_CALLER)
    )
    password_checks: anyio.CapacityLimiter = field(
        default_factory=lambda: anyio.CapacityLimiter(PASSWORD_CHECKS_AT_ONCE)
    )

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def get_deps(connection: HTTPConnection) -> Deps:
    return connection.app.state.deps


DepsHere = Annotated[Deps, Depends(get_deps)]
