"""Nobody answers: the lanes for it are taken at the very second, whatever became of the worker."""

import pytest

from cycles.town import Town

pytestmark = pytest.mark.anyio


async def test_a_question_and_an_assignment_time_out_to_the_second(demo_town: Town) -> None:
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    await demo_town.pass_time(minutes=14, seconds=59)
    asked = await demo_town.conversation(mia)
    assert (asked["run"]["step_id"], asked["run"]["waiting"]) == ("topic", "answer")

    await demo_town.pass_time(seconds=1)
    waiting = await demo_town.conversation(mia)
    assert (waiting["run"]["step_id"], waiting["run"]["waiting"]) == ("support", "assignment")
    assert waiting["waiting"]["team_id"] == demo_town.teams["Support"]

    await demo_town.pass_time(minutes=29, seconds=59)
    assert (await demo_town.conversation(mia))["run"]["waiting"] == "assignment"
    await demo_town.pass_time(seconds=1)
    assert (await mia.received_message()).text.startswith("All our colleagues are busy.")
    left = await demo_town.conversation(mia)
    assert (left["status"], left["run"], left["assignee_id"]) == ("open", None, None)
    assert left["id"] in await demo_town.owner.ids_in("unassigned")

    mia.says("Sales")
    await demo_town.settle()
    assert [cycle["id"] for cycle in await demo_town.cycles(mia)] == [left["id"]]
    assert (await demo_town.conversation(mia))["fields"] == {}, "too late to be an answer"


async def test_a_time_out_comes_at_its_second_although_the_worker_was_killed(
    demo_town: Town,
) -> None:
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    await demo_town.pass_time(minutes=14, seconds=59)
    await demo_town.installation.kill_worker()
    assert (await demo_town.conversation(mia))["run"]["step_id"] == "topic"
    await demo_town.pass_time(seconds=1)
    conversation = await demo_town.conversation(mia)
    assert (conversation["run"]["step_id"], conversation["run"]["waiting"]) == (
        "support",
        "assignment",
    )
    traced = await demo_town.owner.get(f"runs/{conversation['run']['id']}")
    assert traced["step_id"] == "support"
    assert [visit["step_id"] for visit in traced["visits"]] == ["welcome", "topic"]
