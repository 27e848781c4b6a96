"""What routing does when time passes: each of its clocks through real processes, to the second."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from cycles.people import Json, Person
from cycles.town import Town
from parley.domain.ids import UUID
from parley.simulator.phones import Phone
from parley.workflows.definition import Definition
from parley.workflows.steps import AssignTo
from parley.workflows.steps.assign_to import RelaxationRing, ToTeam
from parley.workflows.triggers import ConversationOpenedTrigger

pytestmark = pytest.mark.anyio
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALWAYS = {day: [{"opens": "00:00", "closes": "24:00"}] for day in DAYS}


async def give_to_sales(town: Town, **how: Any) -> None:
    """Publish a workflow that gives every new conversation to Sales; nobody is too long in coming."""
    target = ToTeam(team_id=UUID(town.teams["Sales"]))
    step = AssignTo(target=target, timeout_seconds=7 * 24 * 3600, **how)
    trigger = ConversationOpenedTrigger()
    await town.publish(
        Definition(name="To Sales", trigger=trigger, start="assign", steps={"assign": step})
    )


async def ana_and_bo(town: Town, **settings: object) -> tuple[Person, Person]:
    """Both in Sales, offline, and all that is written goes to Sales."""
    await town.change_settings(**settings)
    ana, bo = await town.hire("Ana"), await town.hire("Bo")
    await town.make_team("Sales", ana, bo)
    await give_to_sales(town)
    return ana, bo


async def writes(town: Town, name: str, text: str = "Hello") -> Phone:
    phone = town.phone(name)
    phone.says(text)
    await town.settle()
    return phone


async def holder(town: Town, phone: Phone) -> str | None:
    return (await town.conversation(phone))["assignee_id"]


async def user_now(town: Town, person: Person) -> Json:
    return await town.owner.get(f"users/{person.id}")


async def test_an_agent_silent_for_ten_minutes_loses_the_contact_to_a_colleague(town: Town) -> None:
    ana, bo = await ana_and_bo(town, when_absent="colleague", silence_minutes=10)
    await ana.becomes("online")
    mia = await writes(town, "Mia")
    await town.until_assigned(mia, ana)
    await bo.becomes("online")
    await town.pass_time(minutes=9, seconds=59)
    assert await holder(town, mia) == ana.id
    await town.pass_time(seconds=1)
    conversation = await town.until_assigned(mia, bo)
    newest, _ = await town.owner.list(f"conversations/{conversation['id']}/decisions")
    assert newest["waited_seconds"] == 600, "it keeps the age of the contact's wait"

    await bo.reply(conversation, "Here I am")
    mia.says("Thank you, and then?")
    await town.settle()
    await town.pass_time(minutes=5)
    await bo.reply(conversation, "Then this")
    await town.pass_time(hours=3)
    assert await holder(town, mia) == bo.id, "who answers in time keeps it"


async def test_whoever_waits_too_long_is_told_once_and_at_the_second(town: Town) -> None:
    await town.change_settings(queue_alarm_minutes=15)
    await town.make_team("Sales")
    await give_to_sales(town)
    mia = await writes(town, "Mia")
    waiting = await town.until_waiting(mia)
    await town.pass_time(minutes=14, seconds=59)
    assert town.live.of("QueueAlarmRaised") == []
    await town.pass_time(seconds=1)

    async def told() -> list[Json]:
        return town.live.of("QueueAlarmRaised", waiting)

    (alarm,) = await town.live.until(told)
    assert datetime.fromisoformat(alarm["at"]) == town.now
    await town.pass_time(hours=12)
    assert len(town.live.of("QueueAlarmRaised")) == 1
    shown = await town.owner.get(f"conversations/{waiting['id']}/assignment")
    assert shown["waiting"]["candidates"] == 0, "a team without members keeps it in sight"


async def test_everybody_is_offline_for_a_week_and_the_contact_still_has_a_place(
    town: Town,
) -> None:
    ana, _ = await ana_and_bo(town, queue_alarm_minutes=60, bot_silence_minutes=None)
    mia = await writes(town, "Mia")
    waiting = await town.until_waiting(mia)
    await town.pass_time(days=7, seconds=-1)
    assert await town.queued_ids() == [waiting["id"]]
    assert len(town.live.of("QueueAlarmRaised")) == 1
    (line,) = [
        line for line in (await town.owner.get("floor"))["lines"] if line["team_name"] == "Sales"
    ]
    assert (line["waiting"], line["oldest_seconds"]) == (1, 7 * 24 * 3600 - 1)
    await ana.becomes("online")
    await town.until_assigned(mia, ana)


async def test_who_does_nothing_is_taken_offline_gets_nothing_and_comes_back_with_a_click(
    town: Town,
) -> None:
    ana, bo = await ana_and_bo(town, offline_after_minutes=5, when_absent="requeue")
    await ana.becomes("online")
    first = await writes(town, "First")
    await town.until_assigned(first, ana)
    await town.pass_time(minutes=6, seconds=1)
    gone = await user_now(town, ana)
    assert (gone["presence"], gone["absence"], gone["returns_to"]) == (
        "offline",
        "inactive",
        "online",
    )
    second = await writes(town, "Second")
    assert await town.queued_ids() == [
        (await town.conversation(phone))["id"] for phone in (first, second)
    ], "what she held waits again, before what came later"

    await bo.becomes("busy")
    await ana.post(f"conversations/{(await town.conversation(first))['id']}/comments", body="Hm")
    await town.until_assigned(first, ana)
    await town.until_assigned(second, ana)
    back = await user_now(town, ana)
    assert (back["presence"], back["absence"]) == ("online", None)


async def test_the_last_socket_counts_after_a_minute_and_the_work_goes_to_a_colleague(
    town: Town,
) -> None:
    ana, bo = await ana_and_bo(town, when_absent="colleague")
    await ana.becomes("online")
    mia = await writes(town, "Mia")
    await town.until_assigned(mia, ana)
    await bo.becomes("online")
    async with ana.watching():
        async with ana.watching():
            pass
        await town.pass_time(minutes=30)
        assert (await user_now(town, ana))["presence"] == "online", "one page is still open"
    await until_gone(town, ana)
    await town.pass_time(seconds=59)
    async with ana.watching():
        await town.pass_time(minutes=2)
        assert (await user_now(town, ana))["presence"] == "online", "back within the minute"
    await until_gone(town, ana)
    await town.pass_time(seconds=59)
    assert await holder(town, mia) == ana.id
    await town.pass_time(seconds=1)
    await town.until_assigned(mia, bo)
    assert (await user_now(town, ana))["absence"] == "connection_lost"


async def until_gone(town: Town, person: Person) -> None:
    """The server has noticed that the page was closed; it says so nowhere before the minute is over."""
    left = "SELECT left_at FROM attendance WHERE user_id = $1"
    async with asyncio.timeout(10):
        while True:
            if await town.look(left, UUID(person.id)) is not None:
                return
            await asyncio.sleep(0)


async def test_who_comes_back_from_a_break_gets_what_has_waited_longest(town: Town) -> None:
    ana, bo = await ana_and_bo(town, break_reasons=["Lunch"])
    await ana.put(f"users/{ana.id}/presence", presence="break", reason="Lunch")
    await bo.becomes("finishing")
    first = await writes(town, "First")
    await town.pass_time(minutes=20)
    second = await writes(town, "Second")
    await town.pass_time(minutes=10)
    assert [await holder(town, phone) for phone in (first, second)] == [None, None]
    waiting = await town.conversation(first)
    shown = await town.owner.get(f"conversations/{waiting['id']}/assignment")
    assert shown["waiting"]["excluded"] == {"break": 1, "finishing": 1}

    await ana.becomes("online")
    given = [await town.until_assigned(phone, ana) for phone in (first, second)]
    waits = [
        (await town.owner.list(f"conversations/{each['id']}/decisions"))[0]["waited_seconds"]
        for each in given
    ]
    assert waits == [1800, 600]


async def test_a_ring_widens_at_its_very_hour_and_one_that_nobody_can_serve_is_skipped(
    town: Town,
) -> None:
    await town.owner.post("skills", slug="vietnamese", name="Vietnamese")
    ana = await town.hire("Ana", capacity=1)
    await town.owner.patch(f"users/{ana.id}", skills={"vietnamese": 4})
    bo = await town.hire("Bo")
    await town.make_team("Sales", ana, bo)
    await give_to_sales(town, rings=[RelaxationRing(skills={"vietnamese": 3}, seconds=300)])
    await ana.becomes("online")
    await bo.becomes("online")
    first = await writes(town, "First")
    await town.until_assigned(first, ana)
    second = await writes(town, "Second")
    await town.pass_time(minutes=4, seconds=59)
    assert await holder(town, second) is None, "Ana may be free soon"
    await town.pass_time(seconds=1)
    assert await holder(town, second) == bo.id
    conversation = await town.conversation(second)
    (decision,) = await town.owner.list(f"conversations/{conversation['id']}/decisions")
    assert decision["waited_seconds"] == 300

    await ana.becomes("offline")
    third = await writes(town, "Third")
    assert await holder(town, third) == bo.id, "nobody on shift speaks it: the ring is skipped"


async def test_work_waits_for_the_shift_and_for_the_former_agent_as_long_as_asked(
    town: Town,
) -> None:
    soon = (town.now + timedelta(days=1)).date()
    closed = [Json(date=str(soon + timedelta(days=n)), hours=[]) for n in (-1, 0)]
    shift = await town.owner.post(
        "calendars", name="From the day after", timezone="UTC", weekly=ALWAYS, exceptions=closed
    )
    ana, bo = await ana_and_bo(town)
    await town.owner.patch(f"users/{ana.id}", calendar_id=shift["id"])
    await ana.becomes("online")
    mia = await writes(town, "Mia")
    assert await holder(town, mia) is None, "online, and not on shift"
    opens = datetime.combine(soon + timedelta(days=1), datetime.min.time(), town.now.tzinfo)
    await town.pass_time(seconds=(opens - town.now).total_seconds() - 1)
    assert await holder(town, mia) is None
    await town.pass_time(seconds=1)
    assert await holder(town, mia) == ana.id, "the shift began"

    await town.owner.patch(f"teams/{town.teams['Sales']}", strategy="sticky", preferred_seconds=120)
    await ana.close(await town.conversation(mia))
    await bo.becomes("online")
    await town.owner.patch(f"users/{ana.id}", capacity=0)
    mia.says("Me again")
    await town.settle()
    await town.pass_time(seconds=119)
    assert await holder(town, mia) is None, "Ana is on shift, and was Mia's"
    await town.pass_time(seconds=1)
    assert await holder(town, mia) == bo.id


async def test_a_contact_who_lets_wait_weighs_less_and_fully_again_with_the_next_word(
    town: Town,
) -> None:
    await town.change_settings(
        channel_weights={"whatsapp": 3}, light_after_minutes=10, light_weight=1
    )
    ana = await town.hire("Ana", capacity=4)
    await town.make_team("Sales", ana)
    await give_to_sales(town)
    await ana.becomes("online")
    first = await writes(town, "First")
    await town.until_assigned(first, ana)
    second = await writes(town, "Second")
    await ana.reply(await town.conversation(first), "Which size?")
    await town.pass_time(minutes=9, seconds=59)
    assert await holder(town, second) is None, "3 of 4 units are taken"
    await town.pass_time(seconds=1)
    assert await holder(town, second) == ana.id, "1 of 4, since the contact lets her wait"
    assert (await user_now(town, ana))["over_by"] == 0

    first.says("Large")
    await town.settle()
    now = await user_now(town, ana)
    assert (now["open_count"], now["over_by"]) == (2, 2), "full weight, beyond the capacity"
    third = await writes(town, "Third")
    assert await holder(town, third) is None
