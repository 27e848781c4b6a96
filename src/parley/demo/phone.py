"""One persona with a phone in hand: writes, reads what comes, answers."""

import asyncio
from collections.abc import Awaitable, Callable

from msgspec import Struct

from parley.demo.http import Server
from parley.demo.personas import PHOTO, Move, Persona, Presses, Says, SendsPhoto

RECEIVE_SECONDS = 40
SLICE_SECONDS = 4

Tell = Callable[[Persona, str, str], None]
# Whether the person stands in a queue: then nothing more comes for now.
Queues = Callable[[Persona], Awaitable[bool]]


class Pace(Struct, frozen=True):
    """Seconds: how far apart people begin, and how long they think before they answer."""

    apart: float
    thinking: float


PACES = {"fast": Pace(0.05, 1.1), "lively": Pace(1.5, 2.5)}


class PhoneReport(Struct, frozen=True):
    """What the phone received; `missing` says what did not come, "" when all came."""

    persona: Persona
    received: tuple[str, ...]
    missing: str = ""
    is_queued: bool = False


async def play(
    simulator: Server, persona: Persona, pace: Pace, *, tell: Tell, queues: Queues
) -> PhoneReport:
    """The whole story of one person. Raises DemoFailed when the simulator does."""
    phone = _Phone(simulator, persona, tell, queues)
    await phone.do(Says(persona.opening))
    expected = ["the welcome", "the first question"]
    if not await phone.await_messages(len(expected)):
        return phone.report(expected[min(len(phone.received), 1)])
    for move in persona.moves:
        await asyncio.sleep(max(pace.thinking, move.waits))
        before = len(phone.received)
        await phone.do(move)
        if not await phone.await_messages(before + 1):
            return phone.report("an answer")
    return phone.report("")


class _Phone:
    def __init__(self, simulator: Server, persona: Persona, tell: Tell, queues: Queues) -> None:
        self._simulator = simulator
        self._persona = persona
        self._tell = tell
        self._queues = queues
        self._is_queued = False
        self._path = f"/sim/contacts/{persona.phone}"
        self.received: list[str] = []

    async def do(self, move: Move) -> None:
        name = {"name": self._persona.name}
        match move:
            case Says(text=text):
                self._tell(self._persona, "says", text)
                await self._simulator.post(f"{self._path}/messages", {"says": text, **name})
            case Presses(button=button):
                self._tell(self._persona, "presses", f"[{button}]")
                await self._simulator.post(f"{self._path}/messages", {"presses": button, **name})
            case SendsPhoto():
                self._tell(self._persona, "sends", "a photo")
                await self._simulator.post(f"{self._path}/messages", {"content": PHOTO, **name})

    async def await_messages(self, count: int) -> bool:
        """True when the phone has received that many in all, or its owner waits for an agent."""
        for _ in range(RECEIVE_SECONDS // SLICE_SECONDS):
            query = {"after": str(len(self.received)), "wait": str(SLICE_SECONDS)}
            for message in await self._simulator.get(f"{self._path}/received", query):
                buttons = "".join(f"  [{title}]" for title in message["buttons"])
                self.received.append(message["text"])
                self._tell(self._persona, "receives", message["text"] + buttons)
            if len(self.received) >= count:
                return True
            self._is_queued = await self._queues(self._persona)
            if self._is_queued:
                return True
        return False

    def report(self, missing: str) -> PhoneReport:
        return PhoneReport(self._persona, tuple(self.received), missing, self._is_queued)
