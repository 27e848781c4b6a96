"""The clock starts workflows: at an hour for all who are due, and after a silence, through real processes."""

from datetime import timedelta

import pytest

from cycles.town import Town
from parley.workflows.definition import Definition
from parley.workflows.steps import SendMessage
from parley.workflows.triggers import (
    AnyTrigger,
    ContactSilentTrigger,
    ConversationWaitingTrigger,
    ScheduleTrigger,
)

pytestmark = pytest.mark.anyio


def says(trigger: AnyTrigger, text: str) -> Definition:
    step = SendMessage(text=text, lanes={"next": None, "failure": None})
    return Definition(name=text, trigger=trigger, quiet_seconds=0, start="a", steps={"a": step})


async def test_everybody_is_greeted_at_the_hour_although_the_worker_is_killed_in_mid_tick(
    town: Town,
) -> None:
    moment = (town.now + timedelta(hours=1)).isoformat()
    published = await town.publish(
        says(ScheduleTrigger(at=moment, per_minute=12), "Good morning {{contact.first_name}}")
    )
    phones = [town.phone(name) for name in ("Kim", "Lee", "Mo", "Noa")]
    for phone in phones:
        phone.says("hi")
    await town.pass_time(minutes=59, seconds=59)
    assert [phone.received() for phone in phones] == [[], [], [], []]
    await town.pass_time(seconds=6)
    (tick,) = await town.owner.list(f"workflows/{published['id']}/ticks")
    assert (tick["state"], tick["due"], tick["started"]) == ("starting", 4, 2)
    await town.installation.kill_worker()
    await town.pass_time(minutes=1)
    assert [[m.text for m in phone.received()] for phone in phones] == [
        [f"Good morning {phone.name}"] for phone in phones
    ]
    (tick,) = await town.owner.list(f"workflows/{published['id']}/ticks")
    assert (tick["state"], tick["started"]) == ("done", 4)


async def test_who_waits_and_who_is_silent_hears_from_us_at_the_very_second(town: Town) -> None:
    await town.publish(says(ConversationWaitingTrigger(seconds=600), "Sorry for the wait"))
    await town.publish(says(ContactSilentTrigger(seconds=3600), "Are you still there?"))
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.pass_time(minutes=9, seconds=59)
    assert mia.received() == []
    await town.pass_time(seconds=1)
    assert (await mia.received_message()).text == "Sorry for the wait"
    await town.owner.reply(await town.conversation(mia), "Which size?")
    await town.pass_time(minutes=59, seconds=59)
    assert [message.text for message in mia.received()][1:] == ["Which size?"]
    await town.pass_time(seconds=1)
    assert [message.text for message in mia.received()][2:] == ["Are you still there?"]
    await town.pass_time(hours=20)
    assert len(mia.received()) == 3
