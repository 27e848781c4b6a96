"""Nobody is there, then somebody is: the queue keeps its order and knows who may be given work."""

import pytest

from cycles.town import Town
from parley.domain.ids import UUID
from parley.workflows.definition import Definition
from parley.workflows.steps import AssignTo
from parley.workflows.steps.assign_to import ToTeam
from parley.workflows.triggers import ConversationOpenedTrigger

pytestmark = pytest.mark.anyio


async def assign_at_once(town: Town) -> None:
    """Publishes a workflow that asks nothing and gives every new conversation to Sales."""
    target = ToTeam(team_id=UUID(town.teams["Sales"]))
    await town.publish(
        Definition(
            name="Straight to Sales",
            trigger=ConversationOpenedTrigger(),
            start="assign",
            steps={"assign": AssignTo(target=target)},
        )
    )


async def test_three_wait_and_are_served_in_order_when_somebody_comes(town: Town) -> None:
    ana, bo = await town.hire("Ana", capacity=2), await town.hire("Bo")
    await town.make_team("Sales", ana, bo)
    await assign_at_once(town)
    await bo.becomes("busy")
    first, second, third = (town.phone(name) for name in ("First", "Second", "Third"))
    waiting: list[str] = []
    for phone in (first, second, third):
        phone.says("Hello")
        waiting.append((await town.until_waiting(phone))["id"])
    assert await town.queued_ids() == waiting

    await ana.becomes("online")
    await town.until_assigned(first, ana)
    await town.until_assigned(second, ana)

    async def given() -> list[str]:
        found = [event["conversation_id"] for event in town.live.of("ConversationAssigned")]
        return found if len(found) > 1 else []

    assert await town.live.until(given) == waiting[:2], "the oldest first"
    assert await town.queued_ids() == waiting[2:], "Ana is full, and Bo is busy"

    await ana.close({"id": waiting[0]})
    await town.until_assigned(third, ana)
    assert await town.queued_ids() == []
    assert await bo.ids_in("mine") == set(), "who is busy never receives"


async def test_nobody_online_then_one_comes_and_the_run_goes_on(demo_town: Town) -> None:
    ana = demo_town.people["Ana"]
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    mia.presses("Sales")
    await mia.received_message()
    mia.says("mia@example.org")
    waiting = await demo_town.until_waiting(mia)
    assert waiting["waiting"]["position"] == 1
    assert waiting["waiting"]["team_id"] == demo_town.teams["Sales"]
    assert waiting["run"]["waiting"] == "assignment"

    await demo_town.pass_time(minutes=10)
    await ana.becomes("online")
    await demo_town.until_assigned(mia, ana)
    assert (await mia.received_message()).text.startswith("Thank you! Ana")
    decision = (await ana.list(f"conversations/{waiting['id']}/decisions"))[0]
    assert decision["waited_seconds"] == 600


async def test_a_manual_assignment_may_exceed_the_capacity_and_blocks_only_claims(
    town: Town,
) -> None:
    ana = await town.hire("Ana", capacity=1)
    await town.make_team("Sales", ana)
    await assign_at_once(town)
    await ana.becomes("online")
    first, second, third = (town.phone(name) for name in ("First", "Second", "Third"))
    first.says("Hello")
    await town.until_assigned(first, ana)
    second.says("Hello")
    held = await town.until_waiting(second)
    await town.owner.put(f"conversations/{held['id']}/assignment", user_id=ana.id)
    third.says("Hello")
    await town.until_waiting(third)

    loaded = await town.owner.get(f"users/{ana.id}")
    assert (loaded["open_count"], loaded["over_by"]) == (2, 1)
    await ana.close(held)
    await town.settle()
    assert (await town.conversation(third))["assignee_id"] is None, "full is still full"
    await ana.close(await town.conversation(first))
    await town.until_assigned(third, ana)
