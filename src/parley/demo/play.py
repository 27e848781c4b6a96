"""The demo: people write, the workflow answers, agents get work; then all of it is checked over the API."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from parley.demo.http import DemoFailed, Server, open_session, sign_in
from parley.demo.names import OWNER
from parley.demo.personas import Persona, make_personas
from parley.demo.phone import PACES, PhoneReport, play
from parley.kit.clock import SystemClock
from parley.places import Running

WELCOME = "Hello {name}, welcome!"
ASSIGN_SECONDS = 10
ASK_SECONDS = 0.3
NAME_WIDTH = 16

Write = Callable[[str], None]


class Play(Struct, frozen=True):
    """What the demo is asked for."""

    contacts: int
    seed: int
    pace: str
    as_json: bool


class Line(Struct, frozen=True, omit_defaults=True):
    """One thing that happened to one contact."""

    at: datetime
    contact: str
    phone: str
    what: str
    text: str


class Summary(Struct, frozen=True):
    """`problems` is empty when all went as it should; to wait while every agent is full is no problem."""

    contacts: int
    messages_received: int
    conversations_assigned: int
    conversations_waiting: int
    agents: dict[str, int]
    problems: list[str]
    type: str = "summary"


async def run_demo(running: Running, password: str, wanted: Play, *, write: Write) -> Summary:
    """Ends by itself. Raises DemoFailed when a server does not answer."""
    async with open_session() as session:
        api, simulator = Server(session, running.url), Server(session, running.simulator_url)
        await sign_in(api, email=OWNER.email, password=password)
        return await _Director(api, simulator, wanted, write).direct()


class _Director:
    def __init__(self, api: Server, simulator: Server, wanted: Play, write: Write) -> None:
        self._api = api
        self._simulator = simulator
        self._wanted = wanted
        self._write = write

    async def direct(self) -> Summary:
        known = await self._simulator.get("/sim/contacts")
        taken = frozenset(str(phone["wa_id"]) for phone in known)
        chance = random.Random(self._wanted.seed)  # noqa: S311 - a play, repeatable by its seed
        personas = make_personas(self._wanted.contacts, chance, taken=taken)
        names = await self._names()
        stories = [self._story(persona, place, names) for place, persona in enumerate(personas)]
        return _sum_up(await asyncio.gather(*stories))

    async def _story(
        self, persona: Persona, place: int, names: dict[str, str]
    ) -> tuple[PhoneReport, str]:
        """What the phone received, and who has the conversation at the end."""
        pace = PACES[self._wanted.pace]
        await asyncio.sleep(place * pace.apart)
        report = await play(self._simulator, persona, pace, tell=self._tell, queues=self._queues)
        if report.missing or report.is_queued:
            return report, ""
        return report, await self._holder(persona, names)

    async def _holder(self, persona: Persona, names: dict[str, str]) -> str:
        """The agent who has the conversation now; "" when nobody got it in time."""
        for _ in range(int(ASSIGN_SECONDS / ASK_SECONDS)):
            conversation = await self._conversation(persona.phone)
            if conversation and conversation["assignee_id"]:
                agent = names[conversation["assignee_id"]]
                team = names.get(conversation["team_id"] or "", "no team")
                self._tell(persona, "is with", f"{agent} ({team})")
                return agent
            await asyncio.sleep(ASK_SECONDS)
        return ""

    async def _queues(self, persona: Persona) -> bool:
        conversation = await self._conversation(persona.phone)
        place = conversation and conversation["waiting"]
        if place:
            self._tell(persona, "waits", f"for an agent, place {place['position']} of the queue")
        return bool(place)

    async def _conversation(self, phone: str) -> dict[str, Any] | None:
        contact = await self._api.get("/api/v1/contacts/lookup", {"phone": f"+{phone}"})
        found = contact["open_conversation_id"]
        return await self._api.get(f"/api/v1/conversations/{found}") if found else None

    async def _names(self) -> dict[str, str]:
        """Of users and teams, by id."""
        users = await self._api.get("/api/v1/users")
        teams = await self._api.get("/api/v1/teams")
        return {row["id"]: row["name"] for row in (*users["items"], *teams["items"])}

    def _tell(self, persona: Persona, what: str, text: str) -> None:
        line = Line(SystemClock().now().astimezone(), persona.name, persona.phone, what, text)
        if self._wanted.as_json:
            self._write(msgspec.json.encode(line).decode())
            return
        shown = text.replace("\n", " / ")
        self._write(f"{line.at:%H:%M:%S}  {persona.name:<{NAME_WIDTH}} {what:<9} {shown}")


def _sum_up(stories: list[tuple[PhoneReport, str]]) -> Summary:
    held = Counter(agent for _, agent in stories if agent)
    return Summary(
        contacts=len(stories),
        messages_received=sum(len(report.received) for report, _ in stories),
        conversations_assigned=held.total(),
        conversations_waiting=sum(report.is_queued for report, _ in stories),
        agents=dict(sorted(held.items())),
        problems=[problem for report, agent in stories for problem in _problems_of(report, agent)],
    )


def _problems_of(report: PhoneReport, agent: str) -> list[str]:
    """The welcome by name comes first, then the question; nothing comes twice."""
    name = report.persona.name
    if report.missing:
        return [f"{name} did not receive {report.missing}"]
    if not report.received[0].startswith(WELCOME.format(name=name)):
        return [f"{name} was not welcomed but told: {report.received[0]}"]
    if report.is_queued:
        return []
    if len(report.received) != len(report.persona.moves) + 2:
        return [f"{name} received {len(report.received)} messages"]
    return [] if agent else [f"{name}: nobody was given the conversation"]


__all__ = ["DemoFailed", "Play", "Summary", "run_demo"]
