"""The business with a simulated provider at the other end of its outbox."""

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from parley.actions.messages import write_reply
from parley.actions.retrying import retry_message
from parley.domain.actor import SYSTEM, user_actor
from parley.domain.content import Text
from parley.domain.ids import ConversationId, MessageId
from parley.simulator.ledger import PhoneReceived
from parley.simulator.numbers import NO_STATUSES, Number
from parley.simulator.server import Simulator
from parley.storage import outbox
from parley.worker.http import Clients, open_clients
from parley.worker.outbox import OutboxSender
from worker.works import APP_SECRET, BO, START, TOKEN, VERIFY, Works, open_works


@dataclass
class Post:
    works: Works
    simulator: Simulator
    number: Number
    sender: OutboxSender

    async def meets(self, by: str = BO) -> ConversationId:
        """The contact has written, so that we may."""
        await self.works.hears(f"hello from {by}", by=by)
        found = await self.works.value(
            "SELECT c.id FROM conversation c JOIN identity i USING (workspace_id, contact_id) WHERE i.value = $1",
            by,
        )
        return ConversationId(found)

    async def replies(self, conversation_id: ConversationId, text: str) -> MessageId:
        needs = frozenset({conversation_id})
        async with self.works.desk(conversations=needs) as desk:
            actor = user_actor(self.works.agents[0])
            return write_reply(desk, conversation_id, Text(text), actor=actor).id

    async def retries(self, message_id: MessageId) -> None:
        async with self.works.desk(messages=frozenset({message_id})) as desk:
            retry_message(desk, message_id, actor=SYSTEM)

    async def goes_out(self) -> int:
        """One round: claimed, called, settled, and the outcome handled."""
        claimed = await self.sender.claim_once()
        await self.sender.drain()
        await self.works.drain()
        return claimed

    async def expires(self) -> int:
        found = await outbox.declare_unknown(self.works.parts.pool, now=self.works.clock.now())
        await self.works.drain()
        return found

    def received(self, by: str = BO) -> list[str]:
        return [message.text or "" for message in self.simulator.phone(by).received()]

    def reached(self) -> int:
        return len(self.simulator.ledger.of(PhoneReceived))

    async def status(self, message_id: MessageId) -> str:
        return await self.works.value("SELECT status FROM message WHERE id = $1", message_id)

    async def failure(self, message_id: MessageId) -> str:
        return await self.works.value(
            "SELECT failure->>'error_class' FROM message WHERE id = $1", message_id
        )

    async def attempts(self, message_id: MessageId) -> list[str]:
        return await self.works.column(
            "SELECT outcome FROM send_attempt WHERE message_id = $1 ORDER BY at, number", message_id
        )


@contextlib.asynccontextmanager
async def open_post(database_url: str, folder: Path) -> AsyncGenerator[Post]:
    async with (
        Simulator(now=START.timestamp, seed="tests") as simulator,
        open_works(database_url, folder, base_url=simulator.base_url) as works,
        open_clients([simulator.base_url]) as http,
    ):
        line = works.lines[0].sender
        number = simulator.add_number(
            callback_url="http://127.0.0.1:9/",
            number_id=line.number_id,
            display_number=line.display_number,
            waba_id=line.waba_id,
            token=TOKEN,
            app_secret=APP_SECRET,
            verify_token=VERIFY,
            window="off",
            statuses=NO_STATUSES,
        )
        yield Post(works, simulator, number, make_sender(works, simulator, http))


def make_sender(works: Works, simulator: Simulator, http: Clients) -> OutboxSender:
    parts = works.parts
    return OutboxSender(
        parts.pool,
        works.clock,
        parts.signals,
        parts.plugins,
        parts.connections.find_channel,
        http,
        {"whatsapp": simulator.base_url},
        lambda: 1.0,
    )
