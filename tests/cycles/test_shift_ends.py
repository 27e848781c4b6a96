"""The end of a shift through real processes: open work goes on at its very second, with its age."""

from datetime import datetime, timedelta

import pytest

from cycles.people import Json
from cycles.test_routing_hours import ALWAYS, ana_and_bo, holder, writes
from cycles.town import Town

pytestmark = pytest.mark.anyio


async def test_open_work_goes_to_who_is_still_here_when_the_shift_ends(town: Town) -> None:
    ana, bo = await ana_and_bo(town, when_absent="requeue")
    tomorrow = (town.now + timedelta(days=1)).date()
    until_six = Json(date=str(tomorrow), hours=[{"opens": "08:00", "closes": "18:00"}])
    shift = await town.owner.post(
        "calendars", name="Ana's", timezone="UTC", weekly=ALWAYS, exceptions=[until_six]
    )
    await town.owner.patch(f"users/{ana.id}", calendar_id=shift["id"])
    six = datetime.combine(tomorrow, datetime.min.time(), town.now.tzinfo) + timedelta(hours=18)
    await town.pass_time(seconds=(six - town.now).total_seconds() - 600)
    await ana.becomes("online")
    mia = await writes(town, "Mia")
    assert await holder(town, mia) == ana.id
    await bo.becomes("online")

    await town.pass_time(seconds=(six - town.now).total_seconds() - 1)
    assert await holder(town, mia) == ana.id, "the shift is on"
    await town.pass_time(minutes=30)

    assert await holder(town, mia) == bo.id
    conversation = await town.conversation(mia)
    newest, *_ = await town.owner.list(f"conversations/{conversation['id']}/decisions")
    assert datetime.fromisoformat(newest["decided_at"]) == six, "not when somebody looked next"
    assert newest["waited_seconds"] == 600, "its age is that of the first wait"
