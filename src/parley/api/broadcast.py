"""Brings the event log to every socket of this process: read once, encoded once, sent to who may see it."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import structlog
from msgspec import Struct

from parley.api.refusals import TooManyRequests
from parley.domain.ids import UUID, TeamId, UserId, WorkspaceId
from parley.storage.database import TROUBLE, Pool
from parley.storage.reads.log import (
    Cursor,
    Holder,
    LoggedEvent,
    end_of_log,
    has_held_back,
    holders_of,
    list_new,
)
from parley.storage.setup.sight import Sight

log = structlog.stdlib.get_logger(__name__)

KEPT_PER_WORKSPACE = 1_000
PENDING_PER_SOCKET = 1_000
EVENTS_PER_FRAME = 200
SOCKETS_PER_USER = 50
POLL_SECONDS = 2.0
HELD_BACK_SECONDS = 0.05

Watcher = Callable[[WorkspaceId, UserId], None]


class Told(Struct, frozen=True):
    """An event ready to be sent. `holders` say who may see it; `for_all`: it concerns the whole workspace."""

    cursor: Cursor
    payload: bytes
    for_all: bool
    holders: tuple[Holder, ...]

    def is_for(self, sight: Sight) -> bool:
        return (
            self.for_all
            or sight.sees_all
            or any(sight.sees(assignee_id=h.assignee_id, team_id=h.team_id) for h in self.holders)
        )


class Client:
    """One socket's end of the broadcast: a bounded queue. Who is too slow is told to fetch anew."""

    def __init__(self, sight: Sight, cursor: Cursor) -> None:
        self.sight = sight
        self.cursor = cursor
        self.needs_check = False
        self._pending: deque[Told] = deque()
        self._is_lost = False
        self._news = asyncio.Event()

    def offer(self, told: Told) -> None:
        """Takes what its user may see. Never waits, never grows beyond PENDING_PER_SOCKET."""
        self.cursor = told.cursor
        if self._is_lost or not told.is_for(self.sight):
            return
        if len(self._pending) >= PENDING_PER_SOCKET:
            self.lose()
            return
        self._pending.append(told)
        self._news.set()

    def lose(self) -> None:
        """Events were missed: the client must load its views again."""
        self._pending.clear()
        self._is_lost = True
        self._news.set()

    def restart(self, events: Iterable[Told]) -> None:
        """From a place in the past on: what is pending is part of `events`."""
        self._pending.clear()
        self._is_lost = False
        for told in events:
            if told.is_for(self.sight):
                self._pending.append(told)
        self._news.set()

    def check(self) -> None:
        """Something changed that may concern the caller's rights: they are looked up before the next frame."""
        self.needs_check = True
        self._news.set()

    async def wait(self, seconds: float) -> bool:
        """True when there is something to do; False after that time."""
        try:
            # `wait_for` of Python 3.11 forgets a cancellation that comes together with the news.
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def take_frame(self) -> bytes | None:
        """The next frame to send, or None if nothing is pending."""
        if self._is_lost:
            self._is_lost = False
            return _frame("refetch", self.cursor)
        if not self._pending:
            self._news.clear()
            return None
        count = min(EVENTS_PER_FRAME, len(self._pending))
        taken = [self._pending.popleft() for _ in range(count)]
        cursor = taken[-1].cursor if self._pending else self.cursor
        return _frame("events", cursor, [told.payload for told in taken])

    def hello(self) -> bytes:
        return _frame("hello", self.cursor)

    def ping(self) -> bytes:
        """Carries the cursor: who sees little would else resume from long ago."""
        return _frame("ping", self.cursor)


class Broadcaster:
    """One per web process. `wake` is called on news; a poll is the net. `joined` and `left` tell of sockets."""

    def __init__(
        self,
        pool: Pool,
        *,
        poll_seconds: float = POLL_SECONDS,
        joined: Watcher | None = None,
        left: Watcher | None = None,
    ) -> None:
        self._pool = pool
        self._poll_seconds = poll_seconds
        self._joined = joined
        self._left = left
        self._cursor: Cursor | None = None
        self._first: Cursor | None = None
        self._kept: dict[WorkspaceId, deque[Told]] = {}
        self._kept_after: dict[WorkspaceId, Cursor] = {}
        self._clients: dict[WorkspaceId, set[Client]] = {}
        self._started = asyncio.Event()
        self._news = asyncio.Event()
        # Two readers at once would hand out the same events twice.
        self._turn = asyncio.Lock()

    def wake(self) -> None:
        self._news.set()

    async def run(self) -> None:
        """Until cancelled. A lost database is waited for; nothing is missed meanwhile."""
        while True:
            self._news.clear()
            pause = self._poll_seconds
            try:
                if await self.read_new():
                    pause = HELD_BACK_SECONDS
            except TROUBLE as error:
                log.warning("broadcast_interrupted", error=str(error))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._news.wait()

    async def read_new(self) -> bool:
        """Reads and hands out all that is new. True if more is committed but must wait for older
        transactions: to be asked again soon.
        """
        async with self._turn:
            if self._cursor is None:
                self._cursor = self._first = await end_of_log(self._pool)
                self._started.set()
            while events := await list_new(self._pool, self._cursor):
                holders = await holders_of(self._pool, events)
                for event in events:
                    self._hand_out(event, _tell(event, holders))
                self._cursor = events[-1].cursor
            return await has_held_back(self._pool)

    async def join(self, sight: Sight) -> Client:
        """A client that gets all from now on. Raises TooManyRequests beyond SOCKETS_PER_USER."""
        await self._started.wait()
        clients = self._clients.setdefault(sight.workspace_id, set())
        if sum(client.sight.user_id == sight.user_id for client in clients) >= SOCKETS_PER_USER:
            raise TooManyRequests(limit=SOCKETS_PER_USER)
        client = Client(sight, self._reached)
        clients.add(client)
        if self._joined is not None:
            self._joined(sight.workspace_id, sight.user_id)
        return client

    def leave(self, client: Client) -> None:
        self._clients.get(client.sight.workspace_id, set()).discard(client)
        if self._left is not None:
            self._left(client.sight.workspace_id, client.sight.user_id)

    def check_user(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        """A session, token or password of the user has gone: each socket looks whether it may stay."""
        for client in self._clients.get(workspace_id, ()):
            if client.sight.user_id == user_id:
                client.check()

    def resume(self, client: Client, cursor: Cursor) -> None:
        """Sends what came after that place; if it is not kept any more the client is told to fetch anew."""
        workspace_id = client.sight.workspace_id
        oldest = self._kept_after.get(workspace_id, self._first or self._reached)
        if not oldest <= cursor <= self._reached:
            client.lose()
            return
        kept = self._kept.get(workspace_id, ())
        client.restart(told for told in kept if told.cursor > cursor)

    @property
    def _reached(self) -> Cursor:
        if self._cursor is None:
            message = "the log has not been read yet"
            raise RuntimeError(message)
        return self._cursor

    def _hand_out(self, event: LoggedEvent, told: Told) -> None:
        kept = self._kept.setdefault(event.workspace_id, deque())
        kept.append(told)
        if len(kept) > KEPT_PER_WORKSPACE:
            self._kept_after[event.workspace_id] = kept.popleft().cursor
        for client in self._clients.get(event.workspace_id, ()):
            client.offer(told)
            if event.kind == "WorkspaceChanged":
                client.check()


class _Mentioning(Struct, frozen=True):
    """Who is mentioned hears of the comment, whoever holds the conversation."""

    mentions: tuple[UserId, ...] = ()


class _Former(Struct, frozen=True):
    """Who held it until now: they see it go."""

    former_user_id: UserId | None = None
    former_team_id: TeamId | None = None


_MENTIONING = msgspec.json.Decoder(_Mentioning)
_FORMER = msgspec.json.Decoder(_Former)
_MOVES = ("ConversationAssigned", "ConversationTeamChanged")


def _tell(event: LoggedEvent, holders: Mapping[UUID, Sequence[Holder]]) -> Told:
    subject = event.conversation_id or event.contact_id
    found = list(holders.get(subject, ())) if subject else []
    if event.kind in _MOVES:
        former = _FORMER.decode(event.body)
        found.append(Holder(former.former_user_id, former.former_team_id))
    elif event.kind == "CommentAdded":
        found += (Holder(user, None) for user in _MENTIONING.decode(event.body).mentions)
    payload = msgspec.json.encode(
        {
            "id": event.id,
            "cursor": str(event.cursor),
            "at": event.at,
            "kind": event.kind,
            "contact_id": event.contact_id,
            "conversation_id": event.conversation_id,
            "actor": {"kind": event.actor.kind, "id": event.actor.id},
            "body": event.body,
        }
    )
    return Told(event.cursor, payload, subject is None, tuple(found))


def _frame(kind: str, cursor: Cursor, payloads: Sequence[bytes] | None = None) -> bytes:
    head = f'{{"type":"{kind}","cursor":"{cursor}"'.encode()
    if payloads is None:
        return head + b"}"
    return b"".join((head, b',"events":[', b",".join(payloads), b"]}"))
