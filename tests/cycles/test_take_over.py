"""A person steps in while the bot asks: the bot is silent from then on."""

from collections.abc import Awaitable, Callable

import pytest

from cycles.people import Json
from cycles.town import Town
from parley.simulator.phones import Phone

pytestmark = pytest.mark.anyio

RATE_LIMITED = 130429


async def ask(town: Town) -> tuple[Phone, Json]:
    """Mia stands before the first question."""
    mia = town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    await town.settle()
    return mia, await town.conversation(mia)


async def reply(town: Town, _mia: Phone, conversation: Json) -> None:
    await town.people["Ana"].reply(conversation, "Ana here.")


async def echo(_town: Town, mia: Phone, _conversation: Json) -> None:
    mia.is_written_to_by_the_app("From the phone.")


async def assign(town: Town, _mia: Phone, conversation: Json) -> None:
    path = f"conversations/{conversation['id']}/assignment"
    await town.owner.put(path, user_id=town.people["Ana"].id)


async def take_over(town: Town, _mia: Phone, conversation: Json) -> None:
    await town.people["Ana"].put(f"conversations/{conversation['id']}/takeover")


@pytest.mark.parametrize(
    ("step_in", "reason", "is_held"),
    [
        (reply, "person_replied", True),
        (echo, "person_replied", False),
        (assign, "assigned_by_hand", True),
        (take_over, "taken_over", True),
    ],
    ids=["reply", "phone echo", "assignment by hand", "take over"],
)
async def test_a_person_steps_in_and_the_bot_is_silent(
    demo_town: Town,
    step_in: Callable[[Town, Phone, Json], Awaitable[None]],
    reason: str,
    is_held: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    mia, conversation = await ask(demo_town)
    await step_in(demo_town, mia, conversation)
    await demo_town.settle()
    run = (await demo_town.runs(mia))[0]
    assert (run["end_reason"], (await demo_town.conversation(mia))["run"]) == (reason, None)

    heard = len(mia.received())
    mia.presses("Sales")
    await demo_town.pass_time(minutes=16)
    assert len(mia.received()) == heard, "no question, no time-out, no greeting"
    now = await demo_town.conversation(mia)
    assert (now["id"], now["fields"]) == (conversation["id"], {}), "a stale button is a message"
    assert now["assignee_id"] == (demo_town.people["Ana"].id if is_held else None)


async def test_what_the_bot_had_not_sent_yet_is_taken_back(demo_town: Town) -> None:
    mia = demo_town.phone("Mia")
    mia.faults.fail_next(RATE_LIMITED)
    mia.says("Hello")
    await demo_town.settle()
    conversation = await demo_town.conversation(mia)
    assert mia.received() == [], "the greeting waits for its second try, the question behind it"

    await demo_town.people["Ana"].reply(conversation, "Ana here.")
    await demo_town.pass_time(minutes=5)
    assert [message.text for message in mia.received()] == ["Ana here."]


async def test_a_comment_and_a_program_leave_the_bot_alone(demo_town: Town) -> None:
    mia, conversation = await ask(demo_town)
    path = f"conversations/{conversation['id']}/comments"
    await demo_town.people["Ana"].post(path, body="She called before.")
    shop = await demo_town.install_program()
    await shop.reply(conversation, "Your parcel is on its way.")
    assert (await mia.received_message()).text == "Your parcel is on its way."
    await demo_town.settle()
    assert (await demo_town.conversation(mia))["run"]["step_id"] == "topic"
    mia.presses("Support")
    await mia.received_message()
    assert (await demo_town.conversation(mia))["fields"] == {"topic": "Support"}
