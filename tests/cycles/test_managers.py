"""Several people at once, and each sees only what is theirs to see: in lists, counts and live."""

import asyncio

import pytest

from cycles.people import Json, Live, Person, Refused
from cycles.town import Town

pytestmark = pytest.mark.anyio


async def test_of_two_managers_who_assign_at_once_one_learns_who_has_it(town: Town) -> None:
    ana, bo = await town.hire("Ana"), await town.hire("Bo")
    managers = [await town.hire("Max", role="manager"), await town.hire("Moe", role="manager")]
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    conversation = await town.conversation(mia)
    path = f"conversations/{conversation['id']}/assignment"
    answers = await asyncio.gather(
        managers[0].put(path, user_id=ana.id, expected_user_id=None),
        managers[1].put(path, user_id=bo.id, expected_user_id=None),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    holder = (await town.conversation(mia))["assignee_id"]
    assert holder in {ana.id, bo.id}
    assert [(refusal.status, refusal.code) for refusal in refused] == [(409, "already_assigned")]
    assert refused[0].problem["holder"] == holder
    loads = [(await town.owner.get(f"users/{agent.id}"))["open_count"] for agent in (ana, bo)]
    assert sorted(loads) == [0, 1]


async def test_each_sees_own_team_or_all_on_list_counts_and_live(town: Town) -> None:
    ana = await town.hire("Ana", visibility="own")
    bo = await town.hire("Bo", visibility="team")
    chi = await town.hire("Chi", visibility="all")
    sales = await town.make_team("Sales", bo)
    conversations = await three_conversations(town)
    anas, teams, nobodys = conversations
    async with ana.watching() as at_ana, bo.watching() as at_bo, chi.watching() as at_chi:
        await town.owner.put(f"conversations/{anas['id']}/assignment", user_id=ana.id)
        await town.owner.put(f"conversations/{teams['id']}/team", team_id=sales)
        await town.owner.put(f"conversations/{nobodys['id']}/queue-entry", team_id=None)
        for conversation in conversations:
            await comment(town, conversation)
        seen = {
            ana.email: (ana, at_ana, {anas["id"]}),
            bo.email: (bo, at_bo, {teams["id"]}),
            chi.email: (chi, at_chi, {anas["id"], teams["id"], nobodys["id"]}),
        }
        for person, live, theirs in seen.values():
            assert await person.ids_in("all") == theirs
            counts = await person.get("conversation-counts")
            assert counts["views"]["all"] == len(theirs)
            assert await hears_comments_on(live, theirs) == theirs
            await reads_only(person, conversations, theirs)
            their_contacts = {c["contact"]["id"] for c in conversations if c["id"] in theirs}
            assert {contact["id"] for contact in await person.list("contacts")} == their_contacts
            assert set(await queued_for(person)) == {nobodys["id"]} & theirs


async def queued_for(person: Person) -> list[str]:
    return [entry["conversation_id"] for entry in await person.list("queue")]


async def three_conversations(town: Town) -> list[Json]:
    found: list[Json] = []
    for name in ("One", "Two", "Three"):
        phone = town.phone(name)
        phone.says("Hello")
        await town.settle()
        found.append(await town.conversation(phone))
    return found


async def comment(town: Town, conversation: Json) -> None:
    await town.owner.post(f"conversations/{conversation['id']}/comments", body="Look here")


async def hears_comments_on(live: Live, theirs: set[str]) -> set[str]:
    """The comments come in the order in which they were written, so the last one ends the wait."""

    async def look() -> set[str] | None:
        heard = {event["conversation_id"] for event in live.of("CommentAdded")}
        return heard if heard >= theirs else None

    return await live.until(look)


async def reads_only(person: Person, conversations: list[Json], theirs: set[str]) -> None:
    for conversation in conversations:
        path = f"conversations/{conversation['id']}"
        if conversation["id"] in theirs:
            assert (await person.get(path))["id"] == conversation["id"]
            continue
        for hidden in (path, f"{path}/thread", f"{path}/decisions"):
            with pytest.raises(Refused) as refused:
                await person.get(hidden)
            assert refused.value.status == 404


async def test_who_gives_a_conversation_away_sees_it_go(town: Town) -> None:
    ana = await town.hire("Ana", visibility="own")
    bo = await town.hire("Bo", visibility="own")
    conversation = (await three_conversations(town))[0]
    path = f"conversations/{conversation['id']}/assignment"
    await town.owner.put(path, user_id=ana.id)
    async with ana.watching() as at_ana, bo.watching() as at_bo:
        await ana.put(path, user_id=bo.id)

        async def gone() -> bool:
            return bool(at_ana.of("ConversationAssigned", conversation))

        async def come() -> bool:
            return bool(at_bo.of("ConversationAssigned", conversation))

        assert await at_ana.until(gone)
        assert await at_bo.until(come)
    with pytest.raises(Refused) as refused:
        await ana.get(f"conversations/{conversation['id']}")
    assert refused.value.status == 404
    assert await bo.ids_in("mine") == {conversation["id"]}


async def test_agents_set_nothing_up(town: Town) -> None:
    ana = await town.hire("Ana")
    wanted: dict[str, dict[str, str]] = {
        "teams": {"name": "Mine"},
        "workflows": {"name": "Mine"},
        "users": {"name": "X", "email": "x@town.example", "password": "long enough 12"},
    }
    for path, body in wanted.items():
        with pytest.raises(Refused) as refused:
            await ana.post(path, **body)
        assert (refused.value.status, refused.value.code) == (403, "forbidden")
