"""Whatever an admin changes that lets somebody be served wakes the dispatcher at once: no sweep is waited for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from api.inbox_world import Inbox
from parley.domain.ids import WorkspaceId
from parley.worker.dispatcher import Dispatcher

pytestmark = pytest.mark.anyio
V1 = "/api/v1"
NEVER: dict[str, Any] = {"weekly": {}}
ALWAYS: dict[str, Any] = {
    "weekly": {
        day: [{"opens": "00:00", "closes": "24:00"}]
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    }
}


@dataclass
class Sales:
    """Tim is online in Sales, and Kim waits in its line; `woken` has what the API told the dispatcher."""

    inbox: Inbox
    kim: str = ""
    woken: list[WorkspaceId] = field(default_factory=list)

    async def patch(self, path: str, **body: Any) -> None:
        reply = await self.inbox.by("Olga").patch(f"{V1}/{path}", body)
        assert reply.status == 200, reply.body

    async def tim(self, **body: Any) -> None:
        await self.patch(f"users/{self.inbox.id_of('Tim')}", **body)

    async def team(self, **body: Any) -> None:
        await self.patch(f"teams/{self.inbox.sales}", **body)

    async def set_up(self, **settings: Any) -> None:
        await self.patch("workspace", settings=settings)

    async def calendar(self, hours: dict[str, Any]) -> str:
        body = {"name": "Hours", "timezone": "UTC", **hours}
        return (await self.inbox.by("Olga").post(f"{V1}/calendars", body)).json()["id"]

    async def knows(self, slug: str) -> None:
        await self.inbox.by("Olga").post(f"{V1}/skills", {"slug": slug, "name": slug.title()})

    async def run(self, sql: str, *values: Any) -> None:
        """Set up what the API of this world cannot."""
        pool = self.inbox.world.pool
        await pool.execute(sql, *values)
        await pool.execute("UPDATE workspace SET reference_number = reference_number + 1")

    async def kim_asks_for(self, slug: str) -> None:
        await self.knows(slug)
        await self.run("UPDATE queue_entry SET skills = jsonb_build_object($1::text, 3)", slug)

    async def serve(self) -> str | None:
        """What the dispatcher does once it is woken; tells who has Kim then."""
        world = self.inbox.world
        dispatcher = Dispatcher(
            world.pool, reference=world.deps.reference, clock=world.clock, ids=world.ids
        )
        await dispatcher.drain(world.workspace_id)
        return (await self.inbox.show(self.kim))["assignee_id"]


@pytest.fixture
async def sales(inbox: Inbox) -> Sales:
    shop = Sales(inbox)
    inbox.world.app = inbox.world.with_deps(wake_dispatcher=shop.woken.append)
    path = f"{V1}/users/{inbox.id_of('Tim')}/presence"
    await inbox.by("Olga").put(path, {"presence": "online"})
    shop.kim = await inbox.writes("Kim")
    path = f"{V1}/conversations/{shop.kim}/queue-entry"
    await inbox.by("Olga").put(path, {"team_id": inbox.sales})
    return shop


Act = Callable[[Sales], Awaitable[Any]]


async def learns_later(sales: Sales) -> Act:
    await sales.kim_asks_for("vietnamese")
    return lambda sales: sales.tim(skills={"vietnamese": 4})


async def skill_is_deleted(sales: Sales) -> Act:
    await sales.kim_asks_for("vietnamese")
    return lambda sales: sales.inbox.by("Olga").delete(f"{V1}/skills/vietnamese")


async def shift_is_taken_away(sales: Sales) -> Act:
    await sales.tim(calendar_id=await sales.calendar(NEVER))
    return lambda sales: sales.tim(calendar_id=None)


async def shift_is_exchanged(sales: Sales) -> Act:
    await sales.tim(calendar_id=await sales.calendar(NEVER))
    other = await sales.inbox.by("Olga").post(
        f"{V1}/calendars", {"name": "Days", "timezone": "UTC", **ALWAYS}
    )
    return lambda sales: sales.tim(calendar_id=other.json()["id"])


async def calendar_is_changed(sales: Sales) -> Act:
    calendar = await sales.calendar(NEVER)
    await sales.tim(calendar_id=calendar)
    return lambda sales: sales.patch(f"calendars/{calendar}", **ALWAYS)


async def channel_is_allowed(sales: Sales) -> Act:
    tim = sales.inbox.id_of("Tim")
    await sales.run("UPDATE user_account SET channel_kinds = '{carrier_pigeon}' WHERE id = $1", tim)
    return lambda sales: sales.tim(channel_kinds=["custom"])


async def capacity_grows(sales: Sales) -> Act:
    await sales.tim(capacity=0)
    return lambda sales: sales.tim(capacity=1)


async def joins_the_team(sales: Sales) -> Act:
    await sales.team(members=[])
    return lambda sales: sales.team(members=[sales.inbox.id_of("Tim")])


async def team_is_deleted(sales: Sales) -> Act:
    await sales.team(members=[])
    return lambda sales: sales.inbox.by("Olga").delete(f"{V1}/teams/{sales.inbox.sales}")


async def team_opens(sales: Sales) -> Act:
    await sales.team(calendar_id=await sales.calendar(NEVER))
    return lambda sales: sales.team(calendar_id=None)


async def cap_of_each_grows(sales: Sales) -> Act:
    await sales.team(max_open=0)
    return lambda sales: sales.team(max_open=1)


async def cap_of_all_grows(sales: Sales) -> Act:
    await sales.team(max_in_hand=0)
    return lambda sales: sales.team(max_in_hand=1)


async def workspace_cap_of_each_grows(sales: Sales) -> Act:
    await sales.set_up(max_open=0)
    return lambda sales: sales.set_up(max_open=1)


async def workspace_cap_of_all_grows(sales: Sales) -> Act:
    await sales.set_up(max_in_hand=0)
    return lambda sales: sales.set_up(max_in_hand=None)


async def weight_sinks(sales: Sales) -> Act:
    await sales.tim(capacity=1)
    await sales.set_up(channel_weights={"custom": 2})
    return lambda sales: sales.set_up(channel_weights={})


@pytest.mark.parametrize(
    "begin",
    [
        learns_later,
        skill_is_deleted,
        shift_is_taken_away,
        shift_is_exchanged,
        calendar_is_changed,
        channel_is_allowed,
        capacity_grows,
        joins_the_team,
        team_is_deleted,
        team_opens,
        cap_of_each_grows,
        cap_of_all_grows,
        workspace_cap_of_each_grows,
        workspace_cap_of_all_grows,
        weight_sinks,
    ],
    ids=lambda begin: begin.__name__,
)
async def test_a_change_that_lets_kim_be_served_wakes_the_dispatcher_at_once(
    sales: Sales, begin: Callable[[Sales], Awaitable[Act]]
) -> None:
    change = await begin(sales)
    assert await sales.serve() is None, "nobody can take Kim yet"
    sales.woken.clear()

    await change(sales)

    assert sales.woken == [sales.inbox.world.workspace_id]
    assert await sales.serve() == sales.inbox.id_of("Tim")


async def test_a_changed_strategy_wakes_the_dispatcher_and_holds_for_what_comes(
    sales: Sales,
) -> None:
    await sales.tim(capacity=0)
    sales.woken.clear()

    await sales.team(strategy="manual")

    assert sales.woken == [sales.inbox.world.workspace_id]
    await sales.tim(capacity=1)
    assert await sales.serve() == sales.inbox.id_of("Tim"), "Kim came with round robin"


@pytest.mark.parametrize("presence", ["online", "busy", "break", "offline", "finishing"])
async def test_who_comes_or_goes_wakes_the_dispatcher(sales: Sales, presence: str) -> None:
    """Who leaves may be the one whom somebody waits for, or the last of a ring."""
    path = f"{V1}/users/{sales.inbox.id_of('Ana')}/presence"
    first = "busy" if presence == "offline" else "offline"
    await sales.inbox.by("Olga").put(path, {"presence": first})
    sales.woken.clear()

    await sales.inbox.by("Olga").put(path, {"presence": presence})

    assert sales.woken == [sales.inbox.world.workspace_id]
