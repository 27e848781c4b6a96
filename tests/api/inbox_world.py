"""A shop with agents, teams and a channel that contacts write to, handled by the real worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from api.client import Client, Reply
from api.world import HandClock, World, compile_stored, make_world
from parley.channels.custom.manifest import MANIFEST
from parley.channels.custom.plugin import Custom
from parley.domain.channel import Manifest
from parley.domain.people import Role, Visibility
from parley.storage.database import Pool
from parley.storage.journal import TableJournal
from parley.storage.reference import References
from parley.worker.lanes import LaneWorker

WINDOW = timedelta(hours=24)


class Shop(Custom):
    """The Custom channel with a reply window, so that there is one to miss."""

    @property
    def manifest(self) -> Manifest:
        return replace(MANIFEST, reply_window=WINDOW)


@dataclass
class Inbox:
    """Olga owns; Ana sees all, Tim his team (Sales), Otto his own, Mia manages. Sue is Support's and sees its."""

    world: World
    worker: LaneWorker
    channel_id: str
    sales: str
    support: str

    @property
    def clock(self) -> HandClock:
        return self.world.clock

    def by(self, name: str) -> Client:
        """That person, signed in with a token: the API's actor."""
        return self.world.program(name)

    async def person(self, name: str) -> Client:
        """That person at a browser: a user's actor."""
        return await self.world.signed_in(name)

    def id_of(self, name: str) -> str:
        return str(self.world.people[name].id)

    async def writes(self, sender: str, text: str = "Hello", *, at: datetime | None = None) -> str:
        """A contact's message through the journal; gives the id of the open conversation."""
        await self.bring([told(sender, text, at or self.clock.now())])
        found = await self.by("Olga").get(f"/api/v1/contacts?q={sender}")
        return found.json()["items"][0]["open_conversation_id"]

    async def bring(self, messages: list[dict[str, Any]], *, key: str | None = None) -> Reply:
        """The generic inbound API, then the worker until nothing is left."""
        reply = await self.by("Olga").post(
            f"/api/v1/channels/{self.channel_id}/messages",
            {"messages": messages},
            headers={"idempotency-key": key or uuid4().hex},
        )
        await self.work()
        return reply

    async def work(self) -> None:
        while await self.worker.run_once():
            pass

    async def contact_of(self, conversation: str) -> str:
        return (await self.show(conversation))["contact"]["id"]

    async def show(self, conversation: str, *, by: str = "Olga") -> dict[str, Any]:
        reply = await self.by(by).get(f"/api/v1/conversations/{conversation}")
        assert reply.status == 200, reply.body
        return reply.json()

    async def assign(self, conversation: str, name: str | None, *, team: str | None = None) -> None:
        body: dict[str, Any] = {"user_id": self.id_of(name) if name else None}
        if team is not None:
            body["team_id"] = team
        reply = await self.by("Olga").put(f"/api/v1/conversations/{conversation}/assignment", body)
        assert reply.status == 200, reply.body

    async def listed(self, name: str, query: str = "view=all") -> list[str]:
        reply = await self.by(name).get(f"/api/v1/conversations?{query}")
        assert reply.status == 200, reply.body
        return [item["id"] for item in reply.json()["items"]]


def told(sender: str, text: str, at: datetime) -> dict[str, Any]:
    return {
        "type": "message",
        "external_id": uuid4().hex,
        "provider_at": at.isoformat(),
        "senders": [{"scheme": "custom_id", "value": sender.lower()}],
        "content": {"type": "text", "body": text},
        "profile": {"display_name": sender},
    }


async def make_inbox(pool: Pool) -> Inbox:
    plugins = {"custom": Shop(HandClock())}
    world = await make_world(pool, plugins=plugins)
    await world.hire("Mia", Role.MANAGER)
    await world.hire("Ana")
    await world.hire("Tim", visibility=Visibility.TEAM)
    await world.hire("Sue", visibility=Visibility.TEAM)
    await world.hire("Otto", visibility=Visibility.OWN)
    worker = LaneWorker(
        pool,
        TableJournal(pool),
        References(
            pool,
            manifests={"custom": plugins["custom"].manifest},
            compile_version=compile_stored,
        ),
        plugins,
        world.clock,
        world.ids,
        committed=lambda _: None,
    )
    owner = world.program("Olga")
    channel = await owner.post(
        "/api/v1/channels",
        {
            "kind": "custom",
            "name": "Our shop",
            "config": {
                "channel_id": "shop",
                "api_base_url": "https://shop.example",
                "api_token": "a-token-of-the-shop",
            },
        },
    )
    assert channel.status == 201, channel.body
    teams = {
        name: await owner.post("/api/v1/teams", {"name": name, "members": members})
        for name, members in {
            "Sales": [str(world.people["Tim"].id)],
            "Support": [str(world.people["Sue"].id)],
        }.items()
    }
    assert all(reply.status == 201 for reply in teams.values()), teams
    return Inbox(
        world,
        worker,
        channel.json()["id"],
        teams["Sales"].json()["id"],
        teams["Support"].json()["id"],
    )


NOBODY = str(UUID(int=0))
