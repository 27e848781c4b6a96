"""A workspace with its people, set up over the API, and the phones of its contacts."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count

import aiohttp
import asyncpg

from cycles.installation import Installation
from cycles.people import PASSWORD, Json, Live, Person
from parley.domain.ids import UUID, TeamId, UserId, WorkspaceId
from parley.domain.people import Role, User, Visibility
from parley.domain.workspace import Settings
from parley.kit.crypto import hash_password
from parley.kit.identifiers import IdSource
from parley.simulator.numbers import Number
from parley.simulator.phones import Phone
from parley.simulator.server import Simulator
from parley.storage.database import open_pool, transaction
from parley.storage.setup import users, workspaces
from parley.workflows.definition import Definition
from parley.workflows.samples import demo_inbound

NUMBERS = count(1)
IDS = IdSource()


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


@dataclass
class Town:
    """`people` by first name; `owner` sees all. `live` is the owner's screen."""

    installation: Installation
    owner: Person
    live: Live
    exits: contextlib.AsyncExitStack
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    teams: dict[str, str] = field(default_factory=dict[str, str])
    number: Number = field(init=False)
    channel: Json = field(init=False)
    _contacts: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def simulator(self) -> Simulator:
        return self.installation.simulator

    @property
    def now(self) -> datetime:
        return self.installation.hour

    # -- setting up --------------------------------------------------------------------------------

    async def hire(self, name: str, **choices: object) -> Person:
        """An agent who sees all, offline, unless told otherwise."""
        email = f"{name.lower()}.{IDS.new_id().hex[-12:]}@town.example"
        await self.owner.post("users", name=name, email=email, password=PASSWORD, **choices)
        person = await self.exits.enter_async_context(browser(self.installation.url, email))
        self.people[name] = person
        return person

    async def install_program(self) -> Person:
        """It writes with a token of the owner's."""
        token = await self.owner.post("tokens", name="Shop")
        session = await self.exits.enter_async_context(aiohttp.ClientSession())
        return Person(self.owner.url, self.owner.email, session, token=token["token"])

    async def make_team(self, name: str, *members: Person) -> str:
        team = await self.owner.post("teams", name=name, members=[person.id for person in members])
        self.teams[name] = team["id"]
        return team["id"]

    async def connect(self) -> None:
        """A WhatsApp number of its own."""
        which = next(NUMBERS)
        number_id, account_id = f"10650000000{which:04}", f"10290000000{which:04}"
        secrets = {"access_token": f"token-{which}", "app_secret": f"secret-{which}"}
        self.channel = await self.owner.post(
            "channels",
            kind="whatsapp",
            name="WhatsApp",
            config={
                "phone_number_id": number_id,
                "business_account_id": account_id,
                "verify_token": "verify",
                **secrets,
            },
        )
        self.number = self.simulator.add_number(
            callback_url=self.channel["webhook_url"],
            number_id=number_id,
            waba_id=account_id,
            display_number=f"1555{which:07}",
            token=secrets["access_token"],
            app_secret=secrets["app_secret"],
            verify_token="verify",
        )

    async def publish(self, definition: Definition) -> Json:
        draft = definition.model_dump(mode="json")
        made = await self.owner.post("workflows", name=definition.name, draft=draft)
        return await self.owner.put(f"workflows/{made['id']}/publication")

    async def publish_demo(self, *, quiet_seconds: int = 0) -> Json:
        """The demo's workflow, for the teams Sales and Support."""
        await self.owner.post(
            "fields",
            scope="conversation",
            slug="topic",
            name="Topic",
            type="list",
            options=["Sales", "Support"],
        )
        return await self.publish(
            demo_inbound(
                sales=TeamId(UUID(self.teams["Sales"])),
                support=TeamId(UUID(self.teams["Support"])),
                quiet_seconds=quiet_seconds,
            )
        )

    async def change_settings(self, **settings: object) -> None:
        await self.owner.patch("workspace", settings=settings)

    def phone(self, name: str) -> Phone:
        """A new contact's."""
        digits = f"4915{next(NUMBERS):04}{next(self._contacts):05}"
        return self.simulator.phone(digits, name=name, number_id=self.number.number_id)

    # -- time --------------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Until everything that has been said is handled, and every answer to it."""
        while True:
            before = len(self.simulator.ledger.entries)
            await self.simulator.settled()
            await self.owner.post("test/clock", advance_seconds=0)
            await self.simulator.settled()
            if len(self.simulator.ledger.entries) == before:
                return

    async def pass_time(self, **spans: float) -> None:
        """`await town.pass_time(minutes=15)`: all that falls due has happened afterwards."""
        await self.settle()
        await self.move_clock(timedelta(**spans))
        await self.settle()

    async def move_clock(self, span: timedelta) -> None:
        moved = await self.owner.post("test/clock", advance_seconds=span.total_seconds())
        self.installation.hour = datetime.fromisoformat(moved["now"])

    # -- looking -----------------------------------------------------------------------------------

    async def contact(self, phone: Phone) -> Json:
        async def look() -> Json | None:
            found = await self.owner.list("contacts", q=phone.name)
            return found[0] if found else None

        return await self.live.until(look)

    async def cycles(self, phone: Phone) -> list[Json]:
        """The contact's conversations, newest first."""
        contact = await self.contact(phone)
        return await self.owner.list(f"contacts/{contact['id']}/conversations")

    async def conversation(self, phone: Phone) -> Json:
        """The newest one, with its run and its reply window."""
        newest = (await self.cycles(phone))[0]
        return await self.owner.get(f"conversations/{newest['id']}")

    async def until_assigned(self, phone: Phone, person: Person) -> Json:
        async def look() -> Json | None:
            found = await self.conversation(phone)
            return found if found["assignee_id"] == person.id else None

        return await self.live.until(look)

    async def until_waiting(self, phone: Phone) -> Json:
        """In the queue."""

        async def look() -> Json | None:
            found = await self.conversation(phone)
            return found if found["waiting"] else None

        return await self.live.until(look)

    async def until_message(self, message: Json, status: str) -> Json:
        async def look() -> Json | None:
            found = await self.owner.get(f"messages/{message['id']}")
            return found if found["status"] == status else None

        return await self.live.until(look)

    async def runs(self, phone: Phone) -> list[Json]:
        contact = await self.contact(phone)
        return await self.owner.list(f"contacts/{contact['id']}/runs")

    async def thread(self, conversation: Json) -> list[Json]:
        """Oldest first."""
        return (await self.owner.list(f"conversations/{conversation['id']}/thread"))[::-1]

    async def look(self, query: str, *values: object) -> object:
        """What no call shows: one value out of the installation's database."""
        connection = await asyncpg.connect(self.installation.database_url)
        try:
            return await connection.fetchval(query, *values)
        finally:
            await connection.close()

    async def queued_ids(self) -> list[str]:
        return [entry["conversation_id"] for entry in await self.owner.list("queue")]


@contextlib.asynccontextmanager
async def browser(url: str, email: str) -> AsyncGenerator[Person]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        person = Person(url, email, session)
        await person.sign_in()
        yield person


@contextlib.asynccontextmanager
async def found_town(
    installation: Installation, settings: Mapping[str, object] | None = None
) -> AsyncGenerator[Town]:
    """An owner and a WhatsApp number, and nothing else yet."""
    email = await _add_owner(installation)
    async with contextlib.AsyncExitStack() as exits:
        owner = await exits.enter_async_context(browser(installation.url, email))
        live = await exits.enter_async_context(owner.watching())
        town = Town(installation, owner, live, exits)
        if settings:
            await town.change_settings(**settings)
        await town.connect()
        yield town
        await town.settle()


async def _add_owner(installation: Installation) -> str:
    """The one thing that has no call: a workspace begins with its owner."""
    workspace_id, user_id = WorkspaceId(IDS.new_id()), UserId(IDS.new_id())
    email = f"owner.{workspace_id.hex[-12:]}@town.example"
    owner = User(workspace_id, user_id, "Olga", email, Role.OWNER, Visibility.ALL, None, position=0)
    hashed = await asyncio.to_thread(_hash)
    pool = await open_pool(installation.database_url, size=1)
    try:
        async with transaction(pool) as connection:
            await workspaces.add_workspace(
                connection, workspace_id, name="Town", settings=Settings(), now=installation.hour
            )
            await users.add_user(
                connection, workspace_id, owner, password_hash=hashed, now=installation.hour
            )
    finally:
        await pool.close()
    return email
