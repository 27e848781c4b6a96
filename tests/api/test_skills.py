"""Who can do what, on which channels and when, and how a team gives out its work."""

from typing import Any

import pytest

from api.inbox_world import Inbox

pytestmark = pytest.mark.anyio
V1 = "/api/v1"


async def test_a_user_learns_a_skill_and_the_skill_goes(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    ana = f"{V1}/users/{inbox.id_of('Ana')}"
    made = await olga.post(f"{V1}/skills", {"slug": "vietnamese", "name": "Vietnamese"})
    again = await olga.post(f"{V1}/skills", {"slug": "vietnamese", "name": "Other"})
    learned = await olga.patch(ana, {"skills": {"vietnamese": 3}, "channel_kinds": ["custom"]})
    reference = await inbox.world.deps.reference(inbox.world.workspace_id)

    assert (made.status, again.status, learned.status) == (201, 409, 200)
    assert learned.json()["skills"] == {"vietnamese": 3}
    assert reference.users[inbox.world.people["Ana"].id].channel_kinds == ("custom",)
    assert (await olga.patch(f"{V1}/skills/vietnamese", {"name": "Tiếng Việt"})).status == 200
    listed = (await inbox.by("Ana").get(f"{V1}/skills")).json()["items"]
    assert listed == [{"slug": "vietnamese", "name": "Tiếng Việt"}]
    assert (await olga.delete(f"{V1}/skills/vietnamese")).status == 204
    assert (await olga.get(ana)).json()["skills"] == {}
    assert (await olga.get(f"{V1}/skills/vietnamese")).status == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"skills": {"magic": 1}}, 404),
        ({"skills": {"magic": 0}}, 422),
        ({"skills": {"magic": 6}}, 422),
        ({"channel_kinds": ["pigeon"]}, 404),
        ({"calendar_id": "00000000-0000-0000-0000-000000000001"}, 404),
    ],
)
async def test_a_user_is_set_up_only_with_what_exists(
    inbox: Inbox, body: dict[str, Any], status: int
) -> None:
    reply = await inbox.by("Olga").patch(f"{V1}/users/{inbox.id_of('Ana')}", body)

    assert reply.status == status, reply.body


async def test_a_team_says_how_its_work_is_given_out(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    calendar = await olga.post(f"{V1}/calendars", {"name": "Office", "timezone": "UTC"})
    routing = {
        "strategy": "sticky",
        "next_strategy": "longest_idle",
        "preferred_seconds": 60,
        "calendar_id": calendar.json()["id"],
        "max_open": 4,
    }

    changed = await olga.patch(f"{V1}/teams/{inbox.sales}", routing)
    renamed = await olga.patch(f"{V1}/teams/{inbox.sales}", {"name": "Selling"})
    endless = await olga.patch(f"{V1}/teams/{inbox.sales}", {"next_strategy": "contact_owner"})

    assert changed.status == 200, changed.body
    assert routing.items() <= renamed.json().items()
    assert endless.status == 422
