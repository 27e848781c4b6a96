"""The end of a shift, through the worker's loop on real rows: what becomes of the work that is still open (part 5)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest
import structlog

from api.inbox_world import Inbox
from parley.domain.desk import Desk
from parley.domain.ids import WorkspaceId
from parley.domain.needs import Needs
from parley.storage.desks import Desks
from parley.worker.attendance import AttendanceLoop

pytestmark = pytest.mark.anyio
V1 = "/api/v1"
T = TypeVar("T")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


async def notice(inbox: Inbox) -> None:
    """What a worker does every two seconds; a new one each time, as after a restart."""
    world = inbox.world
    desks = Desks(world.pool, reference=world.deps.reference, clock=world.clock, ids=world.ids)
    await AttendanceLoop(world.pool, desks, world.clock, world.clock, lambda _: None).run_once()


def daily(opens: str, closes: str) -> dict[str, Any]:
    return {day: [{"opens": opens, "closes": closes}] for day in DAYS}


async def works(inbox: Inbox, name: str, opens: str, closes: str, *, zone: str = "UTC") -> str:
    """Somebody who is here has a shift of these hours each day; tells the calendar's id."""
    olga = inbox.by("Olga")
    body = {"name": f"Shift of {name}", "timezone": zone, "weekly": daily(opens, closes)}
    calendar = (await olga.post(f"{V1}/calendars", body)).json()["id"]
    reply = await olga.patch(f"{V1}/users/{inbox.id_of(name)}", {"calendar_id": calendar})
    assert reply.status == 200, reply.body
    path = f"{V1}/users/{inbox.id_of(name)}/presence"
    assert (await inbox.by("Mia").put(path, {"presence": "online"})).status == 200
    return calendar


async def set_up(inbox: Inbox, **settings: Any) -> None:
    reply = await inbox.by("Olga").patch(f"{V1}/workspace", {"settings": settings})
    assert reply.status == 200, reply.body


async def waits(inbox: Inbox) -> list[tuple[str, str | None, float]]:
    items = (await inbox.by("Olga").get(f"{V1}/queue")).json()["items"]
    return [(e["conversation_id"], e["team_id"], e["waited_seconds"]) for e in items]


async def given(inbox: Inbox, sender: str, name: str, *, team: str | None = None) -> str:
    conversation = await inbox.writes(sender)
    await inbox.assign(conversation, name, team=team)
    return conversation


def at(inbox: Inbox, moment: datetime) -> None:
    inbox.clock.advance(moment - inbox.clock.now())


async def test_at_the_end_of_the_shift_open_work_waits_in_its_teams_line_with_its_age(
    inbox: Inbox,
) -> None:
    await set_up(inbox, when_absent="requeue")
    await works(inbox, "Tim", "08:00", "18:00")
    at(inbox, datetime(2026, 3, 3, 17, 30, tzinfo=UTC))
    ours = await given(inbox, "Kim", "Tim", team=inbox.sales)
    snoozed = await given(inbox, "Lee", "Tim")
    until = {"until": "2026-03-09T09:00:00Z"}
    await inbox.by("Olga").put(f"{V1}/conversations/{snoozed}/snooze", until)
    inbox.clock.advance(timedelta(minutes=29, seconds=59))
    await notice(inbox)
    assert await waits(inbox) == []

    inbox.clock.advance(timedelta(seconds=1))
    await notice(inbox)

    assert await waits(inbox) == [(ours, inbox.sales, 1800)]
    assert (await inbox.show(ours))["assignee_id"] is None
    assert (await inbox.show(snoozed))["assignee_id"] == inbox.id_of("Tim"), "it sleeps"


async def test_to_a_colleague_means_a_line_of_the_agents_teams(inbox: Inbox) -> None:
    await set_up(inbox, when_absent="colleague")
    await works(inbox, "Tim", "08:00", "18:00")
    at(inbox, datetime(2026, 3, 3, 17, 30, tzinfo=UTC))
    teamless = await given(inbox, "Kim", "Tim")

    inbox.clock.advance(timedelta(minutes=30))
    await notice(inbox)

    assert [(found, team) for found, team, _ in await waits(inbox)] == [(teamless, inbox.sales)]


async def test_by_default_work_stays_and_a_team_may_have_a_policy_of_its_own(inbox: Inbox) -> None:
    await works(inbox, "Tim", "08:00", "18:00")
    at(inbox, datetime(2026, 3, 3, 17, 30, tzinfo=UTC))
    ours = await given(inbox, "Kim", "Tim", team=inbox.sales)
    other = await given(inbox, "Lee", "Tim", team=inbox.support)
    inbox.clock.advance(timedelta(hours=1))
    await notice(inbox)
    assert await waits(inbox) == []

    await set_up(inbox, when_absent_by_team={inbox.sales: "requeue"})
    await notice(inbox)

    assert [found for found, _, _ in await waits(inbox)] == [ours]
    assert (await inbox.show(other))["assignee_id"] == inbox.id_of("Tim")


async def test_a_shift_changed_meanwhile_does_nothing(inbox: Inbox) -> None:
    await set_up(inbox, when_absent="requeue")
    calendar = await works(inbox, "Tim", "08:00", "18:00")
    at(inbox, datetime(2026, 3, 3, 17, 30, tzinfo=UTC))
    ours = await given(inbox, "Kim", "Tim")
    longer = {"weekly": daily("08:00", "20:00")}
    await inbox.by("Olga").patch(f"{V1}/calendars/{calendar}", longer)

    inbox.clock.advance(timedelta(hours=1))
    await notice(inbox)
    assert (await inbox.show(ours))["assignee_id"] == inbox.id_of("Tim")

    await inbox.by("Olga").patch(f"{V1}/users/{inbox.id_of('Tim')}", {"calendar_id": None})
    inbox.clock.advance(timedelta(hours=9))
    await notice(inbox)
    assert (await inbox.show(ours))["assignee_id"] == inbox.id_of("Tim"), "no shift, no end"


async def test_a_night_shift_ends_in_the_morning_however_long_the_night_was(inbox: Inbox) -> None:
    """Berlin's clocks go forward in this night: 22:00 to 06:00 are seven hours."""
    await set_up(inbox, when_absent="requeue")
    await works(inbox, "Tim", "22:00", "06:00", zone="Europe/Berlin")
    at(inbox, datetime(2026, 3, 28, 23, 30, tzinfo=UTC))
    ours = await given(inbox, "Kim", "Tim")

    at(inbox, datetime(2026, 3, 29, 3, 59, 59, tzinfo=UTC))
    await notice(inbox)
    assert await waits(inbox) == []
    inbox.clock.advance(timedelta(seconds=1))
    await notice(inbox)

    assert [found for found, _, _ in await waits(inbox)] == [ours]


async def test_a_shift_that_ends_in_the_hour_that_clocks_leave_out_ends_there(
    inbox: Inbox,
) -> None:
    """02:30 does not exist in Berlin on 29 March 2026: at 01:00 UTC it is 03:00."""
    await set_up(inbox, when_absent="requeue")
    await works(inbox, "Tim", "22:00", "02:30", zone="Europe/Berlin")
    at(inbox, datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    ours = await given(inbox, "Kim", "Tim")
    await notice(inbox)
    assert await waits(inbox) == []

    inbox.clock.advance(timedelta(minutes=1))
    await notice(inbox)

    assert [found for found, _, _ in await waits(inbox)] == [ours]


async def test_work_given_after_the_shift_and_work_being_finished_stay(inbox: Inbox) -> None:
    await set_up(inbox, when_absent="requeue")
    await works(inbox, "Tim", "08:00", "18:00")
    at(inbox, datetime(2026, 3, 3, 17, 30, tzinfo=UTC))
    begun = await given(inbox, "Kim", "Tim")
    path = f"{V1}/users/{inbox.id_of('Tim')}/presence"
    await inbox.by("Mia").put(path, {"presence": "finishing"})
    inbox.clock.advance(timedelta(hours=1))
    later = await given(inbox, "Lee", "Tim")
    await notice(inbox)
    assert await waits(inbox) == [], "Tim finishes what is begun"

    await inbox.by("Mia").put(path, {"presence": "online"})
    await notice(inbox)

    assert [found for found, _, _ in await waits(inbox)] == [begun]
    assert (await inbox.show(later))["assignee_id"] == inbox.id_of("Tim"), "meant for Tim"


async def test_who_never_had_a_shift_has_no_end_of_it(inbox: Inbox) -> None:
    await set_up(inbox, when_absent="requeue")
    calendar = await works(inbox, "Tim", "08:00", "18:00")
    await inbox.by("Olga").patch(f"{V1}/calendars/{calendar}", {"weekly": {}})
    ours = await given(inbox, "Kim", "Tim")

    inbox.clock.advance(timedelta(days=7))
    await notice(inbox)

    assert (await inbox.show(ours))["assignee_id"] == inbox.id_of("Tim")


class Breaking(Desks):
    """Desks on which one contact's work breaks the code."""

    def __init__(self, inbox: Inbox, contact_id: str) -> None:
        world = inbox.world
        super().__init__(
            world.pool, reference=world.deps.reference, clock=world.clock, ids=world.ids
        )
        self._broken = UUID(contact_id)

    async def decide(
        self, workspace_id: WorkspaceId, needs: Needs, work: Callable[[Desk], T]
    ) -> tuple[T, Desk]:
        if self._broken in needs.contacts:
            raise ZeroDivisionError
        return await super().decide(workspace_id, needs, work)


async def test_work_that_breaks_the_code_holds_up_nobody_elses(inbox: Inbox) -> None:
    await set_up(inbox, when_absent="requeue")
    await works(inbox, "Tim", "08:00", "18:00")
    at(inbox, datetime(2026, 3, 3, 17, 30, tzinfo=UTC))
    broken, sound = await given(inbox, "Kim", "Tim"), await given(inbox, "Lee", "Tim")
    inbox.clock.advance(timedelta(minutes=30))
    world = inbox.world
    desks = Breaking(inbox, await inbox.contact_of(broken))
    loop = AttendanceLoop(world.pool, desks, world.clock, world.clock, lambda _: None)

    with structlog.testing.capture_logs() as logs:
        await loop.run_once()

    assert [found for found, _, _ in await waits(inbox)] == [sound]
    told = [line["conversation_id"] for line in logs if "stays" in line["event"]]
    assert set(told) == {broken}
