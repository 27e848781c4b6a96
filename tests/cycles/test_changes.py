"""A change is told when something changed, and only then."""

import pytest

from cycles.people import Json, Refused
from cycles.town import Town

pytestmark = pytest.mark.anyio


async def changes(town: Town, kind: str) -> list[Json]:
    return await town.owner.list("events", kind=kind)


async def test_a_field_or_tag_that_stays_as_it_is_makes_no_event(town: Town) -> None:
    await town.owner.post("fields", scope="conversation", slug="order", name="Order")
    tag = await town.owner.post("tags", name="VIP")
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    conversation, contact = await town.conversation(mia), await town.contact(mia)
    for _ in range(2):
        await town.owner.patch(f"conversations/{conversation['id']}", fields={"order": "A7"})
        await town.owner.patch(f"contacts/{contact['id']}", email="mia@example.org")
        await town.owner.put(f"contacts/{contact['id']}/tags/{tag['id']}")
    for kind in ("ConversationFieldChanged", "ContactFieldChanged", "ContactTagged"):
        assert len(await changes(town, kind)) == 1, kind


async def test_who_has_not_written_first_cannot_be_written_to(town: Town) -> None:
    made = await town.owner.post("contacts", display_name="Cold", phone="+4915100000001")
    opened = await town.owner.post(f"contacts/{made['id']}/conversation")
    with pytest.raises(Refused) as refused:
        await town.owner.reply(opened, "Buy our bikes")
    assert (refused.value.status, refused.value.code) == (409, "no_channel")
