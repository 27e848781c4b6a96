"""A business with three WhatsApp numbers on a real database, its workers, and the door that providers post to."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from parley.api.group_commit import GroupCommit
from parley.api.hooks import WorkflowHooks
from parley.api.webhooks import Webhooks
from parley.domain.channel import Channel
from parley.domain.desk import Desk
from parley.domain.ids import ChannelId, EndpointId, UserId, WorkspaceId
from parley.domain.needs import Needs
from parley.domain.people import Role, User, Visibility
from parley.domain.workspace import Settings
from parley.main import Parts, open_parts
from parley.settings import read_settings
from parley.simulator.contents import text
from parley.simulator.errors import Json
from parley.simulator.webhooks import Sender, WebhookEvent, encode, payload_of, signature_of
from parley.storage.database import transaction
from parley.storage.desks import Desks
from parley.storage.journal import EntryKind, NewEntry, lane_of_sender
from parley.storage.setup import channels, endpoints, users, workspaces
from parley.storage.setup.secrets import EndpointSecrets
from parley.worker.lanes import LaneWorker

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
APP_SECRET = "app-secret-of-the-tests"
TOKEN = "token-of-the-tests"
VERIFY = "verify-me"
BO = "4915112345678"


class HandClock:
    """Time that moves when a test says so."""

    def __init__(self) -> None:
        self.hour = START

    def now(self) -> datetime:
        return self.hour

    def advance(self, seconds: float) -> None:
        self.hour += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[bytes, bytes]
    body: bytes


@dataclass(frozen=True)
class Line:
    """One number of the business: where its events come in, and as what."""

    channel_id: ChannelId
    endpoint_id: EndpointId
    handle: str
    sender: Sender


@dataclass
class Works:
    parts: Parts
    clock: HandClock
    workspace_id: WorkspaceId
    lines: list[Line]
    agents: tuple[UserId, ...]
    desks_seen: list[Desk] = field(default_factory=list)

    @property
    def webhooks(self) -> Webhooks:
        return self.make_webhooks(GroupCommit(self.parts.journal, self.clock))

    def make_webhooks(self, commits: GroupCommit) -> Webhooks:
        return Webhooks(
            find_endpoint=self.parts.connections.find_endpoint,
            plugins=self.parts.plugins,
            commits=commits,
            clock=self.clock,
            appended=lambda: None,
        )

    def lane_worker(self, **changes: Any) -> LaneWorker:
        parts = self.parts
        given: dict[str, Any] = {
            "pool": parts.pool,
            "journal": parts.journal,
            "references": parts.references,
            "plugins": parts.plugins,
            "clock": self.clock,
            "ids": parts.ids,
            "committed": self.desks_seen.append,
        }
        return LaneWorker(**(given | changes))

    def neighbour(self) -> str:
        """A contact whose events go by another lane than Bo's."""
        endpoint_id = self.lines[0].endpoint_id
        names = (f"49151000000{number:02}" for number in range(100))
        bo = lane_of_sender(endpoint_id, BO)
        return next(name for name in names if lane_of_sender(endpoint_id, name) != bo)

    # -- what comes in ----------------------------------------------------------------------------

    def said(
        self, body: str, *, by: str = BO, wamid: str = "", line: int = 0, at: datetime | None = None
    ) -> WebhookEvent:
        item: Json = {"from": by, "id": wamid or f"wamid.{by}.{body}", **text(body)}
        return self.event(item, by=by, line=line, at=at)

    def event(
        self, item: Json, *, by: str = BO, line: int = 0, at: datetime | None = None
    ) -> WebhookEvent:
        stamp = str(int((at or self.clock.now()).timestamp()))
        block = {"profile": {"name": f"Contact {by[-4:]}"}, "wa_id": by}
        told = {"timestamp": stamp, **item}
        return WebhookEvent(told["id"], by, self.lines[line].sender, told, contact_block=block)

    def body_of(self, *events: WebhookEvent) -> bytes:
        return encode(payload_of(events))

    async def journal(self, *events: WebhookEvent, line: int = 0) -> None:
        """As ingest would have left them."""
        await self.journal_body(self.body_of(*events), line=line)

    async def journal_body(self, body: bytes, *, line: int = 0, sender: str | None = None) -> None:
        """With a `sender` the body becomes one entry on that sender's lane, unread."""
        endpoint_id = self.lines[line].endpoint_id
        if sender is None:
            cut = [(e.sender, e.body) for e in self.parts.plugins["whatsapp"].split(body)]
        else:
            cut = [(sender, body)]
        await self.parts.journal.append(
            [
                NewEntry(
                    lane_of_sender(endpoint_id, who),
                    self.workspace_id,
                    endpoint_id,
                    EntryKind.EVENT,
                    raw,
                    self.clock.now(),
                )
                for who, raw in cut
            ]
        )

    async def post(
        self,
        body: bytes,
        *,
        app: Webhooks | None = None,
        line: int = 0,
        signature: str | None = None,
        headers: Iterable[tuple[bytes, bytes]] = (),
        chunks: Sequence[bytes] | None = None,
    ) -> Answer:
        signed = signature_of(body, APP_SECRET) if signature is None else signature
        given = [(b"x-hub-signature-256", signed.encode())] if signed else []
        path = f"/webhooks/{self.lines[line].handle}"
        return await call(app or self.webhooks, "POST", path, chunks or [body], [*given, *headers])

    async def get(self, query: str) -> Answer:
        path = f"/webhooks/{self.lines[0].handle}"
        return await call(self.webhooks, "GET", path, [b""], [], query=query)

    # -- what becomes of it -----------------------------------------------------------------------

    async def drain(self, worker: LaneWorker | None = None) -> None:
        """Until the journal is empty."""
        worker = worker or self.lane_worker()
        async with asyncio.timeout(60):
            while await self.count("journal"):
                await worker.run_once()

    async def hears(self, body: str, **given: Any) -> None:
        """A message, handled."""
        line = given.get("line", 0)
        await self.journal(self.said(body, **given), line=line)
        await self.drain()

    async def count(self, table: str) -> int:
        return int(await self.parts.pool.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own words

    async def column(self, query: str, *arguments: object) -> list[Any]:
        return [row[0] for row in await self.parts.pool.fetch(query, *arguments)]

    async def value(self, query: str, *arguments: object) -> Any:
        return await self.parts.pool.fetchval(query, *arguments)

    async def texts(self) -> list[str]:
        """What contacts wrote, in the order in which it was handled."""
        return await self.column(
            "SELECT content->>'body' FROM message WHERE direction = 'in' ORDER BY id"
        )

    @contextlib.asynccontextmanager
    async def desk(self, **needs: Any) -> AsyncGenerator[Desk]:
        """A desk as a person's call gets it."""
        parts = self.parts
        desks = Desks(parts.pool, reference=parts.references.get, clock=self.clock, ids=parts.ids)
        async with desks.desk_for(self.workspace_id, Needs(**needs)) as desk:
            yield desk


async def call(
    app: Webhooks | WorkflowHooks,
    method: str,
    path: str,
    chunks: Sequence[bytes],
    headers: Iterable[tuple[bytes, bytes]],
    *,
    query: str = "",
) -> Answer:
    """One request as an ASGI server makes it; several chunks have no content-length."""
    left = list(chunks)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        chunk = left.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    length = [(b"content-length", str(len(chunks[0])).encode())] if len(chunks) == 1 else []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [*length, *headers],
    }
    await app(scope, receive, send)
    return Answer(
        sent[0]["status"],
        dict(sent[0]["headers"]),
        b"".join(message.get("body", b"") for message in sent[1:]),
    )


@contextlib.asynccontextmanager
async def open_works(
    database_url: str, folder: Path, *, base_url: str = "", settings: Settings | None = None
) -> AsyncGenerator[Works]:
    """Three numbers, an endpoint each, two agents online; no workflow."""
    environment = {
        "PARLEY_DATABASE_URL": database_url,
        "PARLEY_DATA_DIR": str(folder),
        "PARLEY_WHATSAPP_BASE_URL": base_url,
    }
    clock = HandClock()
    async with open_parts(read_settings(environment), application="test") as opened:
        parts = replace(opened, clock=clock)
        workspace_id = WorkspaceId(parts.ids.new_id())
        async with transaction(parts.pool) as connection:
            await workspaces.add_workspace(
                connection,
                workspace_id,
                name="Shop",
                settings=settings or Settings(country="DE"),
                now=START,
            )
        agents = (await _hire(parts, workspace_id, 0), await _hire(parts, workspace_id, 1))
        lines = [await _connect(parts, workspace_id, number) for number in range(3)]
        yield Works(parts, clock, workspace_id, lines, agents)


async def _hire(parts: Parts, workspace_id: WorkspaceId, number: int) -> UserId:
    user = User(
        workspace_id,
        UserId(parts.ids.new_id()),
        f"Agent {number}",
        f"agent{number}@example.com",
        Role.AGENT,
        Visibility.ALL,
        None,
        number,
    )
    async with transaction(parts.pool) as connection:
        await users.add_user(connection, workspace_id, user, password_hash=None, now=START)
        await connection.execute("UPDATE agent SET presence = 'online'")
    return user.id


async def _connect(parts: Parts, workspace_id: WorkspaceId, number: int) -> Line:
    number_id = f"10650000000000{number + 1}"
    line = Line(
        ChannelId(parts.ids.new_id()),
        EndpointId(parts.ids.new_id()),
        parts.ids.new_handle(),
        Sender("1", number_id, f"1555010000{number + 1}"),
    )
    channel = Channel(
        workspace_id,
        line.channel_id,
        line.endpoint_id,
        "whatsapp",
        f"Number {number}",
        number_id,
        {"phone_number_id": number_id, "business_account_id": "1"},
    )
    async with transaction(parts.pool) as connection:
        await endpoints.add_endpoint(
            connection,
            parts.keyring,
            workspace_id,
            line.endpoint_id,
            handle=line.handle,
            kind="whatsapp",
            secrets=EndpointSecrets((APP_SECRET,), VERIFY),
            now=START,
        )
        await channels.add_channel(
            connection,
            parts.keyring,
            workspace_id,
            channel,
            secrets={"access_token": TOKEN, "app_secret": APP_SECRET},
            now=START,
        )
    return line
