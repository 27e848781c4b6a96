"""What is deleted leaves nothing behind that points at it."""

from typing import Any
from uuid import UUID

import pytest

from api.inbox_world import Inbox
from parley.domain.ids import TeamId, WorkspaceId
from parley.workflows.samples import demo_inbound

pytestmark = pytest.mark.anyio
V1 = "/api/v1"


async def one(inbox: Inbox, statement: str) -> Any:
    return await inbox.world.pool.fetchval(statement)


async def test_a_deleted_tag_is_off_every_contact(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    contact = await inbox.contact_of(await inbox.writes("Bo"))
    kept = (await olga.post(f"{V1}/tags", {"name": "Kept"})).json()["id"]
    gone = (await olga.post(f"{V1}/tags", {"name": "Gone"})).json()["id"]
    for tag in (kept, gone):
        assert (await olga.put(f"{V1}/contacts/{contact}/tags/{tag}")).status == 200

    assert (await olga.delete(f"{V1}/tags/{gone}")).status == 204

    assert (await olga.get(f"{V1}/contacts/{contact}")).json()["tags"] == [kept]


async def test_a_deleted_field_takes_its_values_along(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    conversation = await inbox.writes("Bo")
    contact = await inbox.contact_of(conversation)
    for scope in ("contact", "conversation"):
        body = {"scope": scope, "slug": "size", "name": "Size"}
        assert (await olga.post(f"{V1}/fields", body)).status == 201
    told = {"fields": {"size": "XL"}}
    assert (await olga.patch(f"{V1}/contacts/{contact}", told)).status == 200
    assert (await olga.patch(f"{V1}/conversations/{conversation}", told)).status == 200

    for scope in ("contact", "conversation"):
        assert (await olga.delete(f"{V1}/fields/{scope}/size")).status == 204

    assert (await olga.get(f"{V1}/contacts/{contact}")).json()["fields"] == {}
    assert (await inbox.show(conversation))["fields"] == {}


async def test_a_deleted_teams_conversations_stay_without_a_team(inbox: Inbox) -> None:
    conversation = await inbox.writes("Bo")
    olga = inbox.by("Olga")
    path = f"{V1}/conversations/{conversation}/queue-entry"
    assert (await olga.put(path, {"team_id": inbox.sales})).status == 200

    assert (await olga.delete(f"{V1}/teams/{inbox.sales}")).status == 204

    shown = await inbox.show(conversation)
    assert (shown["team_id"], shown["waiting"]["team_id"]) == (None, None)
    assert await one(inbox, "SELECT count(*) FROM team_member") == 1


async def test_a_deactivated_users_conversations_stay_and_are_listed(inbox: Inbox) -> None:
    conversation = await inbox.writes("Bo")
    await inbox.assign(conversation, "Ana")

    reply = await inbox.by("Olga").delete(f"{V1}/users/{inbox.id_of('Ana')}")

    assert reply.json()["open_conversation_ids"] == [conversation]
    assert (await inbox.show(conversation))["assignee_id"] == inbox.id_of("Ana")
    again = await inbox.by("Olga").patch(f"{V1}/users/{inbox.id_of('Ana')}", {"deactivated": False})
    assert (again.json()["deactivated_at"], again.json()["presence"]) == (None, "offline")
    assert again.json()["open_count"] == 1


async def test_a_deactivated_user_cannot_come_online(inbox: Inbox) -> None:
    path = f"{V1}/users/{inbox.id_of('Ana')}"
    await inbox.by("Olga").delete(path)

    reply = await inbox.by("Olga").put(f"{path}/presence", {"presence": "online"})

    assert (reply.status, reply.code) == (409, "user_not_active")


async def test_a_deleted_category_stays_on_what_was_closed_with_it(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    conversation = await inbox.writes("Bo")
    category = (await olga.post(f"{V1}/closing-categories", {"name": "Sold"})).json()["id"]
    closed = await olga.put(f"{V1}/conversations/{conversation}/closure", {"category_id": category})
    assert closed.status == 200, closed.body

    assert (await olga.delete(f"{V1}/closing-categories/{category}")).status == 204

    assert (await inbox.show(conversation))["category_id"] == category


async def test_stopping_a_workflow_ends_its_runs(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    body = {"scope": "conversation", "slug": "topic", "name": "Topic"}
    assert (await olga.post(f"{V1}/fields", body)).status == 201
    draft = demo_inbound(
        sales=TeamId(UUID(inbox.sales)), support=TeamId(UUID(inbox.support)), quiet_seconds=0
    ).model_dump(mode="json")
    workflow = (await olga.post(f"{V1}/workflows", {"draft": draft})).json()["id"]
    path = f"{V1}/workflows/{workflow}/publication"
    assert (await olga.put(path)).status == 200
    for sender in ("Bo", "Chi"):
        await inbox.writes(sender)
    assert await one(inbox, "SELECT count(*) FROM run WHERE ended_at IS NULL") == 2

    stopped = await olga.delete(path)

    assert stopped.status == 200, stopped.body
    assert stopped.json()["state"] == "stopped"
    assert await one(inbox, "SELECT count(*) FROM run WHERE ended_at IS NULL") == 0
    reasons = await inbox.world.pool.fetch("SELECT DISTINCT end_reason FROM run")
    assert [row[0] for row in reasons] == ["stopped"]
    await inbox.writes("Dung")
    assert await one(inbox, "SELECT count(*) FROM run") == 2


async def test_nothing_of_another_workspace_is_touched(inbox: Inbox) -> None:
    fritz, olga = inbox.by("Fritz"), inbox.by("Olga")
    foreign = WorkspaceId(inbox.world.foreign_id)
    theirs = (await fritz.post(f"{V1}/contacts", {"display_name": "Theirs"})).json()["id"]
    for program in (fritz, olga):
        await program.post(f"{V1}/fields", {"slug": "size", "name": "Size"})
    await fritz.patch(f"{V1}/contacts/{theirs}", {"fields": {"size": "XL"}})

    assert (await olga.delete(f"{V1}/fields/contact/size")).status == 204

    assert (await fritz.get(f"{V1}/contacts/{theirs}")).json()["fields"] == {"size": "XL"}
    count = await inbox.world.pool.fetchval(
        "SELECT count(*) FROM field WHERE workspace_id = $1", foreign
    )
    assert count == 1
