"""Two workspaces with their people, on a real database, behind a real app."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from fastapi import FastAPI

from api.client import Client
from parley.api.app import make_app
from parley.api.deps import Deps
from parley.domain.channel import ChannelPlugin
from parley.domain.ids import UserId, WorkspaceId
from parley.domain.people import Role, User, Visibility
from parley.domain.workspace import PublishedVersion, Settings
from parley.kit.crypto import KeyRing, hash_password, hash_token, new_token
from parley.kit.identifiers import IdSource
from parley.storage.database import Pool, transaction
from parley.storage.desks import Desks
from parley.storage.reference import References, StoredVersion
from parley.storage.setup import callers, users, workspaces
from parley.storage.setup.callers import Token
from parley.workflows.definition import compile_version, parse_definition

PASSWORD = "correct horse battery"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class HandClock:
    """Time that moves when a test says so."""

    def __init__(self, start: datetime = START) -> None:
        self.hour = start

    def now(self) -> datetime:
        return self.hour

    def advance(self, by: timedelta) -> None:
        self.hour += by


@cache
def hash_of_password() -> str:
    return hash_password(PASSWORD)


def compile_stored(stored: StoredVersion) -> PublishedVersion:
    return compile_version(
        parse_definition(stored.definition),
        workflow_id=stored.workflow_id,
        version_id=stored.version_id,
        published_order=stored.published_order,
        live=stored.live,
    )


@dataclass
class World:
    """`people` are by first name: ana@acme.test is Ana. Each has a token, too."""

    pool: Pool
    ids: IdSource
    clock: HandClock
    deps: Deps
    app: FastAPI
    workspace_id: WorkspaceId
    foreign_id: WorkspaceId
    people: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    async def hire(
        self,
        name: str,
        role: Role = Role.AGENT,
        *,
        visibility: Visibility = Visibility.ALL,
        workspace_id: WorkspaceId | None = None,
        capacity: int | None = None,
    ) -> User:
        home = workspace_id or self.workspace_id
        user_id = UserId(self.ids.new_id())
        email = f"{name.lower()}@acme.test"
        user = User(home, user_id, name, email, role, visibility, capacity, position=0)
        token = new_token("parley")
        async with transaction(self.pool) as connection:
            await users.add_user(
                connection, home, user, password_hash=hash_of_password(), now=self.clock.now()
            )
        kept = Token(self.ids.new_id(), "test", token[:12], self.clock.now(), None, None)
        await callers.add_token(self.pool, home, user_id, kept, token_hash=hash_token(token))
        self.people[name], self.tokens[name] = user, token
        return user

    def browser(self, *, address: str = "127.0.0.1") -> Client:
        return Client(self.app, address=address)

    def program(self, name: str) -> Client:
        return Client(self.app, token=self.tokens[name])

    async def signed_in(self, name: str) -> Client:
        client = self.browser()
        reply = await client.sign_in(self.people[name].email, PASSWORD)
        assert reply.status == 201, reply.body
        return client

    def with_deps(self, **changes: object) -> FastAPI:
        """The same world behind an app with other collaborators."""
        return make_app(replace(self.deps, **changes))


async def make_world(
    pool: Pool,
    *,
    plugins: Mapping[str, ChannelPlugin] | None = None,
    public_url: str = "http://127.0.0.1:8000",
) -> World:
    """A workspace with the owner Olga and a foreign one with the owner Fritz."""
    ids, clock = IdSource(), HandClock()
    ours, theirs = WorkspaceId(ids.new_id()), WorkspaceId(ids.new_id())
    async with transaction(pool) as connection:
        for workspace_id, name in ((ours, "Acme"), (theirs, "Foreign")):
            await workspaces.add_workspace(
                connection, workspace_id, name=name, settings=Settings(), now=clock.now()
            )

    manifests = {kind: plugin.manifest for kind, plugin in (plugins or {}).items()}
    references = References(pool, manifests=manifests, compile_version=compile_stored)
    deps = Deps(
        pool=pool,
        desk_for=Desks(pool, reference=references.get, clock=clock, ids=ids).desk_for,
        reference=references.get,
        clock=clock,
        wall=clock,
        ids=ids,
        plugins=plugins or {},
        keyring=KeyRing({"test": b"k" * 32}, current="test"),
        public_url=public_url,
    )
    world = World(pool, ids, clock, deps, make_app(deps), ours, theirs)
    await world.hire("Olga", Role.OWNER)
    await world.hire("Fritz", Role.OWNER, workspace_id=theirs)
    return world
