"""Presence as people live it (O21): chosen, lost and found again, with breaks that have names."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from api.client import Client
from api.inbox_world import Inbox
from api.socket import Socket
from api.world import HandClock, World
from parley.api.broadcast import Broadcaster
from parley.domain.people import Absence, Role
from parley.storage import attendance
from parley.storage.desks import Desks
from parley.worker.attendance import AttendanceLoop

pytestmark = pytest.mark.anyio
V1 = "/api/v1"


@dataclass
class Office:
    """A workspace with open screens, and the loop that notices who has gone."""

    world: World
    wall: HandClock = field(default_factory=HandClock)

    def open_page(self, name: str) -> Socket:
        return Socket(self.world.app, token=self.world.tokens[name])

    async def notice(self) -> int:
        """What a worker does every two seconds; a new one each time, as after a restart."""
        world = self.world
        desks = Desks(world.pool, reference=world.deps.reference, clock=world.clock, ids=world.ids)
        loop = AttendanceLoop(world.pool, desks, world.clock, self.wall, lambda _: None)
        return await loop.run_once()

    async def passes(self, **time: float) -> None:
        self.world.clock.advance(timedelta(**time))
        await self.notice()

    def path(self, name: str) -> str:
        return f"{V1}/users/{self.world.people[name].id}/presence"

    async def chooses(self, name: str, presence: str, reason: str | None = None) -> None:
        body = {"presence": presence} | ({"reason": reason} if reason else {})
        reply = await self.world.program(name).put(self.path(name), body)
        assert reply.status == 200, reply.body

    async def see(self, name: str) -> tuple[str, str | None]:
        """Presence, and why the system took it away."""
        user = self.world.people[name]
        shown = (await self.world.program("Olga").get(f"{V1}/users/{user.id}")).json()
        return shown["presence"], shown["absence"]

    async def set_up(self, **settings: object) -> None:
        reply = await self.world.program("Olga").patch(f"{V1}/workspace", {"settings": settings})
        assert reply.status == 200, reply.body


@pytest.fixture
async def office(world: World) -> AsyncIterator[Office]:
    await world.hire("Ana")
    await world.hire("Mia", Role.MANAGER)
    made = Office(world)
    broadcaster = Broadcaster(world.pool, poll_seconds=0.02)
    running = asyncio.create_task(broadcaster.run())
    world.app = world.with_deps(broadcaster=broadcaster, wall=made.wall)
    yield made
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def signed_in(office: Office, name: str) -> Client:
    return await office.world.signed_in(name)


async def test_who_wants_to_finish_says_so(office: Office) -> None:
    await office.chooses("Ana", "finishing")

    assert await office.see("Ana") == ("finishing", None)


async def test_a_minute_after_the_last_socket_is_lost_ana_is_offline(office: Office) -> None:
    await office.chooses("Ana", "online")
    async with office.open_page("Ana") as first:
        await first.get()
        async with office.open_page("Ana") as second:
            await second.get()
        await office.passes(minutes=5)
        assert await office.see("Ana") == ("online", None), "the other page is still open"

    await office.passes(seconds=59)
    assert await office.see("Ana") == ("online", None)
    await office.passes(seconds=1)
    assert await office.see("Ana") == ("offline", "connection_lost")


async def test_who_is_back_within_the_minute_was_never_gone(office: Office) -> None:
    await office.chooses("Ana", "online")
    async with office.open_page("Ana") as page:
        await page.get()
    await office.passes(seconds=50)
    async with office.open_page("Ana") as page:
        await page.get()
        await office.passes(minutes=10)

        assert await office.see("Ana") == ("online", None)


async def test_the_former_state_comes_back_with_the_socket(office: Office) -> None:
    await office.chooses("Ana", "break", "Lunch")
    async with office.open_page("Ana") as page:
        await page.get()
    await office.passes(minutes=2)
    assert await office.see("Ana") == ("offline", "connection_lost")

    async with office.open_page("Ana") as page:
        await page.get()
        shown = (await office.world.program("Ana").get(f"{V1}/session")).json()["user"]

    assert (shown["presence"], shown["presence_reason"]) == ("break", "Lunch")
    assert shown["returns_to"] is None


async def test_who_left_by_hand_stays_offline(office: Office) -> None:
    await office.chooses("Ana", "online")
    async with office.open_page("Ana") as page:
        await page.get()
        await office.chooses("Ana", "offline")
    await office.passes(minutes=2)
    async with office.open_page("Ana") as page:
        await page.get()
        (await signed_in(office, "Ana"))

        assert await office.see("Ana") == ("offline", None)


async def test_who_is_told_to_stay_offline_while_away_does_not_come_back(office: Office) -> None:
    await office.chooses("Ana", "online")
    async with office.open_page("Ana") as page:
        await page.get()
    await office.passes(minutes=2)
    set_by_mia = await office.world.program("Mia").put(office.path("Ana"), {"presence": "offline"})
    assert set_by_mia.json()["returns_to"] is None
    async with office.open_page("Ana") as page:
        await page.get()

        assert await office.see("Ana") == ("offline", None)


async def test_a_manager_sets_somebody_online_who_has_no_page_open(office: Office) -> None:
    async with office.open_page("Ana") as page:
        await page.get()
    await office.passes(minutes=2)
    reply = await office.world.program("Mia").put(office.path("Ana"), {"presence": "online"})
    assert reply.status == 200
    await office.passes(minutes=20)

    assert await office.see("Ana") == ("online", None), "what a person chose holds"


async def test_sockets_of_a_process_that_died_are_lost_as_well(office: Office) -> None:
    world, ana = office.world, office.world.people["Ana"]
    await office.chooses("Ana", "online")
    await attendance.open_socket(
        world.pool, world.workspace_id, ana.id, world.ids.new_id(), wall=office.wall.now()
    )
    await office.passes(minutes=2)
    assert await office.see("Ana") == ("online", None)

    office.wall.advance(timedelta(minutes=4))
    await office.notice()
    await office.passes(seconds=60)

    assert await office.see("Ana") == ("offline", "connection_lost")


async def test_the_idle_go_offline_and_the_first_click_brings_them_back(office: Office) -> None:
    await office.set_up(offline_after_minutes=10)
    page = await signed_in(office, "Ana")
    await page.put(office.path("Ana"), {"presence": "busy"})
    await office.passes(minutes=10)
    await page.post(f"{V1}/session/activity")
    await office.passes(minutes=10)
    assert await office.see("Ana") == ("busy", None), "something was done ten minutes ago"
    await office.passes(minutes=1)
    assert await office.see("Ana") == ("offline", "inactive")

    async with office.open_page("Ana") as socket:
        await socket.get()
        assert await office.see("Ana") == ("offline", "inactive"), "a page alone is nobody"
        assert (await page.get(f"{V1}/teams")).status == 200
        assert await office.see("Ana") == ("offline", "inactive")

        assert (await page.post(f"{V1}/session/activity")).status == 204
        assert await office.see("Ana") == ("busy", None)


async def test_without_the_setting_nobody_is_too_idle(office: Office) -> None:
    await office.chooses("Ana", "online")
    await office.passes(days=3)

    assert await office.see("Ana") == ("online", None)


async def test_activity_is_kept_coarsely(office: Office) -> None:
    """A hundred clicks in a minute write one row."""
    page = await signed_in(office, "Ana")
    await office.world.pool.execute("DELETE FROM attendance")
    for _ in range(5):
        office.world.clock.advance(timedelta(seconds=10))
        await page.post(f"{V1}/session/activity")
    assert await office.world.pool.fetchval("SELECT count(*) FROM attendance") == 0
    office.world.clock.advance(timedelta(seconds=10))
    await page.post(f"{V1}/session/activity")

    assert await office.world.pool.fetchval("SELECT count(*) FROM attendance") == 1


async def test_the_deactivated_are_offline_and_do_not_come_back(office: Office) -> None:
    await office.chooses("Ana", "online")
    async with office.open_page("Ana") as page:
        await page.get()
    await office.passes(minutes=2)
    ana = f"{V1}/users/{office.world.people['Ana'].id}"
    olga = office.world.program("Olga")
    await olga.delete(ana)
    shown = (await olga.patch(ana, {"deactivated": False})).json()
    await signed_in(office, "Ana")

    assert (shown["presence"], shown["absence"], shown["returns_to"]) == ("offline", None, None)
    assert await office.see("Ana") == ("offline", None)


async def test_breaks_have_the_names_that_the_workspace_gives_them(office: Office) -> None:
    await office.set_up(break_reasons=["Lunch", "Training"])
    ana = office.world.program("Ana")

    refused = await ana.put(office.path("Ana"), {"presence": "break", "reason": "Nap"})
    taken = await ana.put(office.path("Ana"), {"presence": "break", "reason": "Training"})
    unnamed = await ana.put(office.path("Ana"), {"presence": "break"})

    assert (refused.status, refused.code) == (422, "unknown_break_reason")
    assert refused.json()["known"] == ["Lunch", "Training"]
    assert taken.json()["presence_reason"] == "Training"
    assert (unnamed.status, unnamed.json()["presence_reason"]) == (200, None)


@pytest.mark.parametrize(
    "settings",
    [
        {"offline_after_minutes": 0},
        {"offline_after_minutes": 1441},
        {"break_reasons": ["Lunch", "Lunch"]},
        {"break_reasons": [" "]},
        {"break_reasons": [f"Reason {n}" for n in range(51)]},
    ],
)
async def test_settings_of_presence_have_limits(
    office: Office, settings: dict[str, object]
) -> None:
    reply = await office.world.program("Olga").patch(f"{V1}/workspace", {"settings": settings})

    assert reply.status == 422


async def test_presence_that_flaps_every_second_ends_as_the_last_word_says(office: Office) -> None:
    for turn in range(10):
        office.world.clock.advance(timedelta(seconds=1))
        await office.chooses("Ana", "offline" if turn % 2 else "online")
        await office.notice()

    assert await office.see("Ana") == ("offline", None)
    assert Absence.INACTIVE not in await office.see("Ana")


async def test_open_work_of_who_went_offline_waits_again_and_keeps_its_age(inbox: Inbox) -> None:
    """By hand, by a lost page, or by being deactivated: a worker notices, whichever it was."""
    office = Office(inbox.world)
    await office.set_up(when_absent="requeue", when_absent_by_team={inbox.support: "keep"})
    for name in ("Ana", "Sue", "Otto"):
        await office.chooses(name, "online")
    hers, kept = await inbox.writes("Kim"), await inbox.writes("Lee")
    his = await inbox.writes("Max")
    asked = inbox.clock.now()
    office.world.clock.advance(timedelta(minutes=3))
    await inbox.assign(hers, "Ana")
    await inbox.assign(kept, "Sue", team=inbox.support)
    await inbox.assign(his, "Otto")
    office.world.clock.advance(timedelta(minutes=3))
    for name in ("Ana", "Sue"):
        await office.chooses(name, "offline")
    await inbox.by("Olga").delete(f"{V1}/users/{inbox.id_of('Otto')}")
    await office.notice()

    waiting = (await inbox.by("Olga").get(f"{V1}/queue")).json()["items"]

    assert {entry["conversation_id"] for entry in waiting} == {hers, his}
    assert {datetime.fromisoformat(entry["since"]) for entry in waiting} == {asked}
    assert (await inbox.show(kept))["assignee_id"] == inbox.id_of("Sue")
    assert await office.notice() == 0
