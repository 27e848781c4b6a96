"""An agent comes online while one conversation waits: how long until it is theirs, on an idle system."""

import time
from dataclasses import dataclass

import aiohttp

from parley.actions.conversations import open_conversation
from parley.actions.queueing import enqueue, make_entry
from parley.api.auth import TOKEN_PREFIX
from parley.bench.figures import Figure, quantile
from parley.bench.town import Town, open_town
from parley.domain.actor import SYSTEM
from parley.domain.contact import Contact
from parley.domain.conversation import Source
from parley.domain.desk import Desk
from parley.domain.ids import ContactId, ConversationId, UserId
from parley.kit.crypto import hash_token, new_token
from parley.storage.database import transaction
from parley.storage.desk_save import save
from parley.storage.setup import callers

WARM_UP = 5
GOAL_MS = 100.0
NOBODY_ONLINE = "UPDATE agent SET presence = 'offline' WHERE workspace_id = $1"
COMMITTED = """
SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) FROM assignment_decision
WHERE workspace_id = $1 AND conversation_id = $2
"""


@dataclass(frozen=True)
class Agent:
    """One of the bench's agents, who calls with a token and has a page open."""

    town: Town
    user_id: UserId
    session: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse

    async def becomes(self, presence: str) -> None:
        path = f"{self.town.web_url}/api/v1/users/{self.user_id}/presence"
        async with self.session.put(path, json={"presence": presence}) as answer:
            answer.raise_for_status()

    async def hears_of(self, conversation_id: ConversationId) -> float:
        """The moment in which the page is told that the conversation is assigned."""
        while True:
            frame = await self.socket.receive_json(timeout=30)
            for event in frame.get("events", ()):
                is_it = event["conversation_id"] == str(conversation_id)
                if is_it and event["kind"] == "ConversationAssigned":
                    return time.time()


async def measure_online(*, times: int) -> list[Figure]:
    """Each time one new conversation waits, and nobody is there; then the agent's call says `online`."""
    async with open_town(with_web=True, with_worker=True) as town:
        await town.parts.pool.execute(NOBODY_ONLINE, town.world.workspace_id)
        user_id = town.world.agents[0]
        token = await _make_token(town, user_id)
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{town.web_url.replace('http', 'ws')}/api/v1/live"
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.ws_connect(address) as socket,
        ):
            await socket.send_json({"token": token})
            agent = Agent(town, user_id, session, socket)
            for _ in range(WARM_UP):
                await _once(agent)
            took = [await _once(agent) for _ in range(times)]
    assigned, shown = ([each[place] * 1000 for each in took] for place in (0, 1))
    what = "agent comes online -> assigned"
    return [
        Figure(f"{what}, p50", quantile(assigned, 0.5), "ms"),
        Figure(f"{what}, p99", quantile(assigned, 0.99), "ms", GOAL_MS, at_most=True),
        Figure(f"{what}, longest", max(assigned), "ms"),
        Figure("agent comes online -> shown on the page, p50", quantile(shown, 0.5), "ms"),
        Figure("agent comes online -> shown on the page, p99", quantile(shown, 0.99), "ms"),
    ]


async def _once(agent: Agent) -> tuple[float, float]:
    """Seconds from the call's first byte to the commit of the assignment, and to the word of it on the page."""
    conversation_id = await _wait_in_line(agent.town)
    await agent.becomes("offline")
    began = time.time()
    await agent.becomes("online")
    shown_at = await agent.hears_of(conversation_id)
    committed_at = await agent.town.parts.pool.fetchval(
        COMMITTED, agent.town.world.workspace_id, conversation_id
    )
    return float(committed_at) - began, shown_at - began


async def _wait_in_line(town: Town) -> ConversationId:
    parts, workspace_id = town.parts, town.world.workspace_id
    desk = Desk(await parts.references.get(workspace_id), now=parts.clock.now(), ids=parts.ids)
    contact = Contact(workspace_id, desk.new_id(ContactId), "Somebody", created_at=desk.now)
    desk.put_contact(contact)
    conversation = open_conversation(desk, contact.id, source=Source.CONTACT, actor=SYSTEM)
    enqueue(desk, make_entry(desk, conversation), actor=SYSTEM)
    async with transaction(parts.pool) as connection:
        await save(connection, desk)
    return conversation.id


async def _make_token(town: Town, user_id: UserId) -> str:
    secret, now = new_token(TOKEN_PREFIX), town.parts.wall.now()
    token = callers.Token(town.parts.ids.new_id(), "Bench", secret[:12], now, None, None)
    await callers.add_token(
        town.parts.pool, town.world.workspace_id, user_id, token, token_hash=hash_token(secret)
    )
    return secret
