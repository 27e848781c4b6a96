"""Contacts through the API: search, values, tags, blocks, and who sees whom."""

from unicodedata import normalize
from urllib.parse import quote

import pytest

from api.inbox_world import Inbox

pytestmark = pytest.mark.anyio


async def names(inbox: Inbox, name: str, query: str = "") -> list[str]:
    reply = await inbox.by(name).get(f"/api/v1/contacts?{query}")
    assert reply.status == 200, reply.body
    return [item["display_name"] for item in reply.json()["items"]]


async def test_the_search_ignores_case_and_accents(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    for name in ("Đức Nguyễn", "Zoë", "Anna"):
        await olga.post("/api/v1/contacts", {"display_name": name})
    assert await names(inbox, "Ana") == ["Anna", "Đức Nguyễn", "Zoë"]
    assert await names(inbox, "Ana", "q=duc") == ["Đức Nguyễn"]
    assert await names(inbox, "Ana", "q=ZOE") == ["Zoë"]
    apart = quote(normalize("NFD", "Nguyễn"))
    assert await names(inbox, "Ana", f"q={quote(normalize('NFD', 'Đức'))}") == ["Đức Nguyễn"]
    assert await names(inbox, "Ana", f"q={apart}") == await names(inbox, "Ana", "q=nguyen")
    assert await names(inbox, "Ana", "q=%25") == []


async def test_a_contact_is_found_by_the_beginning_of_phone_and_email(inbox: Inbox) -> None:
    await inbox.by("Olga").post(
        "/api/v1/contacts",
        {"display_name": "Kim", "phone": "+49 30 901820", "email": "Kim@Shop.Example"},
    )
    assert await names(inbox, "Ana", "q=%2B4930") == ["Kim"]
    assert await names(inbox, "Ana", "q=KIM@") == ["Kim"]
    assert await names(inbox, "Ana", "q=kim") == ["Kim"]


async def test_a_look_up_with_two_hits_names_both(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    body = {"display_name": "Kim", "email": "kim@shop.example"}
    first = (await olga.post("/api/v1/contacts", body)).json()["id"]
    one = await olga.get("/api/v1/contacts/lookup?email=kim@shop.example")
    assert one.json()["id"] == first
    second = (await olga.post("/api/v1/contacts", body)).json()["id"]
    two = await olga.get("/api/v1/contacts/lookup?email=KIM@shop.example")
    assert (two.status, two.code) == (409, "several_contacts")
    assert two.json()["contact_ids"] == [first, second]
    none = await olga.get("/api/v1/contacts/lookup?email=nobody@shop.example")
    assert none.status == 404
    unclear = await olga.get("/api/v1/contacts/lookup")
    assert unclear.status == 422


async def test_who_sees_no_conversation_of_a_contact_does_not_see_the_contact(
    inbox: Inbox,
) -> None:
    conversation = await inbox.writes("Kim")
    contact = await inbox.contact_of(conversation)
    await inbox.assign(conversation, None, team=inbox.sales)
    for name, sees in (("Ana", True), ("Tim", True), ("Sue", False), ("Otto", False)):
        assert (await names(inbox, name)) == (["Kim"] if sees else []), name
        assert (await names(inbox, name, "q=ki")) == (["Kim"] if sees else []), name
        for path in ("", "/conversations", "/runs"):
            reply = await inbox.by(name).get(f"/api/v1/contacts/{contact}{path}")
            assert reply.status == (200 if sees else 404), (name, path)
        patched = await inbox.by(name).patch(f"/api/v1/contacts/{contact}", {"language": "en"})
        assert patched.status == (200 if sees else 404), name


async def test_values_are_checked_and_null_clears(inbox: Inbox) -> None:
    await inbox.by("Olga").post(
        "/api/v1/fields", {"scope": "contact", "slug": "size", "name": "Size", "type": "number"}
    )
    contact = await inbox.contact_of(await inbox.writes("Kim"))
    path = f"/api/v1/contacts/{contact}"
    changed = await inbox.by("Ana").patch(
        path, {"given_name": "Kim", "family_name": "Park", "fields": {"size": 42}}
    )
    view = changed.json()
    assert (view["given_name"], view["family_name"], view["fields"]) == (
        "Kim",
        "Park",
        {"size": 42},
    )
    assert view["first_name"] == "Kim"
    cleared = await inbox.by("Ana").patch(path, {"family_name": None, "fields": {"size": None}})
    assert (cleared.json()["family_name"], cleared.json()["fields"]) == (None, {})
    assert cleared.json()["given_name"] == "Kim"
    for wrong in ({"email": "no address"}, {"fields": {"size": "huge"}}, {"colour": "blue"}):
        assert (await inbox.by("Ana").patch(path, wrong)).status == 422, wrong


async def test_a_known_phone_is_saved_and_a_merge_suggested(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    first = await inbox.contact_of(await inbox.writes("Kim"))
    second = await inbox.contact_of(await inbox.writes("Kimberly"))
    for contact in (first, second):
        saved = await olga.patch(f"/api/v1/contacts/{contact}", {"phone": "+4930901820"})
        assert saved.json()["phone"] == "+4930901820"
    events = (await olga.get("/api/v1/events?kind=MergeSuggested")).json()["items"]
    assert [(e["contact_id"], e["body"]["other_contact_id"]) for e in events] == [(second, first)]


async def test_tags_come_and_go_and_filter_the_list(inbox: Inbox) -> None:
    tag = (await inbox.by("Olga").post("/api/v1/tags", {"name": "VIP"})).json()["id"]
    contact = await inbox.contact_of(await inbox.writes("Kim"))
    await inbox.writes("Lee")
    path = f"/api/v1/contacts/{contact}/tags/{tag}"
    assert (await inbox.by("Ana").put(path)).json()["tags"] == [tag]
    assert await names(inbox, "Ana", f"tag_id={tag}") == ["Kim"]
    assert (await inbox.by("Ana").delete(path)).json()["tags"] == []
    assert await names(inbox, "Ana", f"tag_id={tag}") == []
    unknown = await inbox.by("Ana").put(f"/api/v1/contacts/{contact}/tags/{contact}")
    assert unknown.status == 404


async def test_a_blocked_contact_opens_nothing_and_gets_nothing(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    contact = await inbox.contact_of(conversation)
    blocked = await inbox.by("Ana").put(f"/api/v1/contacts/{contact}/block")
    assert blocked.json()["blocked_at"] is not None
    refused = await inbox.by("Ana").post(
        f"/api/v1/conversations/{conversation}/messages", {"text": "Hi"}
    )
    assert (refused.status, refused.code) == (409, "contact_blocked")
    freed = await inbox.by("Ana").delete(f"/api/v1/contacts/{contact}/block")
    assert freed.json()["blocked_at"] is None


async def test_a_person_opens_a_conversation_once(inbox: Inbox) -> None:
    first = await inbox.writes("Kim")
    contact = await inbox.contact_of(first)
    path = f"/api/v1/contacts/{contact}/conversation"
    twice = await inbox.by("Ana").post(path)
    assert (twice.status, twice.code) == (409, "already_open")
    assert twice.json()["conversation_id"] == first
    await inbox.by("Ana").put(f"/api/v1/conversations/{first}/closure", {})
    ana = await inbox.person("Ana")
    opened = await ana.post(path)
    assert (opened.status, opened.json()["opened_by"]) == (201, "user")
    cycles = (await ana.get(f"/api/v1/contacts/{contact}/conversations")).json()["items"]
    assert [cycle["id"] for cycle in cycles] == [opened.json()["id"], first]
    shown = (await ana.get(f"/api/v1/contacts/{contact}")).json()
    assert shown["open_conversation_id"] == opened.json()["id"]
    assert [channel["kind"] for channel in shown["channels"]] == ["custom"]
    assert shown["channels"][0]["window_open_until"] is not None


async def test_the_list_of_contacts_is_read_page_by_page(inbox: Inbox) -> None:
    for name in ("Eve", "Ann", "Dot", "Cat", "Bea"):
        await inbox.by("Olga").post("/api/v1/contacts", {"display_name": name})
    found: list[str] = []
    after = ""
    while True:
        page = (await inbox.by("Ana").get(f"/api/v1/contacts?limit=2{after}")).json()
        found += [item["display_name"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == ["Ann", "Bea", "Cat", "Dot", "Eve"]


@pytest.mark.parametrize("name", ["Otto", "Tim"])
async def test_an_agent_with_a_narrow_sight_keeps_the_contact_that_he_entered(
    inbox: Inbox, name: str
) -> None:
    agent = inbox.by(name)

    made = await agent.post("/api/v1/contacts", {"display_name": "Kim"})
    path = f"/api/v1/contacts/{made.json()['id']}"

    assert (made.status, made.json()["owner_id"]) == (201, inbox.id_of(name))
    assert (await agent.get(path)).status == 200
    assert (await agent.patch(path, {"language": "en"})).status == 200
    assert await names(inbox, name) == ["Kim"]
    assert await names(inbox, "Sue") == []


async def test_a_contact_is_given_to_another_owner_or_to_nobody(inbox: Inbox) -> None:
    made = await inbox.by("Otto").post("/api/v1/contacts", {"display_name": "Kim"})
    path = f"/api/v1/contacts/{made.json()['id']}"

    given = await inbox.by("Otto").patch(path, {"owner_id": inbox.id_of("Sue")})
    gone = await inbox.by("Otto").get(path)
    kept = await inbox.by("Sue").patch(path, {"language": "en"})
    freed = await inbox.by("Ana").patch(path, {"owner_id": None})

    assert (given.status, given.json()["owner_id"]) == (200, inbox.id_of("Sue"))
    assert gone.status == 404
    assert kept.json()["owner_id"] == inbox.id_of("Sue")
    assert freed.json()["owner_id"] is None
    events = (await inbox.by("Olga").get("/api/v1/events?kind=ContactFieldChanged")).json()["items"]
    owners = [e["body"]["new"] for e in events if e["body"]["slug"] == "owner_id"]
    assert sorted(owners, key=str) == sorted(
        [inbox.id_of("Otto"), inbox.id_of("Sue"), None], key=str
    )


async def test_only_an_active_user_of_the_workspace_owns_a_contact(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    made = await olga.post("/api/v1/contacts", {"display_name": "Kim"})
    await olga.delete(f"/api/v1/users/{inbox.id_of('Sue')}")

    for owner, status in (
        (inbox.id_of("Sue"), 422),
        (inbox.id_of("Fritz"), 404),
        (made.json()["id"], 404),
    ):
        reply = await olga.patch(f"/api/v1/contacts/{made.json()['id']}", {"owner_id": owner})
        assert (reply.status, reply.json()["field"]) == (status, "owner_id")


async def test_the_thread_says_who_owns_the_contact_now(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    contact = await inbox.contact_of(conversation)

    for owner in (inbox.id_of("Sue"), None):
        await inbox.by("Olga").patch(f"/api/v1/contacts/{contact}", {"owner_id": owner})

    thread = await inbox.by("Olga").get(f"/api/v1/conversations/{conversation}/thread")
    texts = [item["text"] for item in thread.json()["items"] if item["type"] == "event"]
    assert texts[:2] == [
        "Olga (API) cleared the contact's owner",
        "Olga (API) gave the contact to Sue",
    ]
