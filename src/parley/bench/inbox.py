"""Pages of the inbox among very many conversations."""

import time

from parley.bench.clones import make_clones
from parley.bench.figures import Figure, quantile
from parley.bench.mix import Mix
from parley.bench.site import Site
from parley.bench.world import World, make_world
from parley.domain.conversation import Status
from parley.domain.people import Visibility
from parley.main import Parts, open_parts
from parley.storage.database import transaction
from parley.storage.reads.inbox import ActivityKey, InboxView, list_conversations
from parley.storage.setup.sight import Sight

PAGE = 50
PAGES = 200  # of each list
GOAL_MS = 20.0
# Of ten one is open; half of the open ones are nobody's. The newest have the highest numbers.
IS_OPEN = "k.n % 10 = 0"


async def measure_inbox(site: Site, *, conversations: int) -> list[Figure]:
    """Each list page by page, from the top: keysets make the last page as cheap as the first."""
    async with open_parts(site.settings, application="bench") as parts:
        world = await make_world(parts)
        await Mix(parts, world, 1).run()
        async with transaction(parts.pool) as connection:
            await make_clones(connection, conversations, _changes(world))
        figures: list[Figure] = []
        for name, view in _views(world).items():
            took = await _page_through(parts, world, view)
            figures.append(
                Figure(
                    f"inbox, {conversations:,} conversations: {name}, p99 a page",
                    quantile(took, 0.99),
                    "ms",
                    GOAL_MS,
                    at_most=True,
                )
            )
    return figures


def _views(world: World) -> dict[str, InboxView]:
    return {
        "all open": InboxView(),
        "unassigned": InboxView(unassigned=True),
        "mine": InboxView(assignee_id=world.agents[0]),
        "closed": InboxView(status=Status.CLOSED),
    }


def _changes(world: World) -> dict[str, dict[str, str]]:
    agents = ", ".join(f"'{user_id}'::uuid" for user_id in world.agents)
    return {
        "contact": {"display_name": "'Contact ' || k.n"},
        "contact_channel": {},
        "conversation": {
            "status": f"CASE WHEN {IS_OPEN} THEN 'open' ELSE 'closed' END",
            "closed_at": f"CASE WHEN {IS_OPEN} THEN NULL ELSE t.opened_at END",
            "closed_by": f"CASE WHEN {IS_OPEN} THEN NULL ELSE 'user' END",
            "assignee_id": f"CASE WHEN k.n % 20 > 0 THEN (ARRAY[{agents}])[1 + k.n / 20 % {len(world.agents)}] END",
            "activity_at": "t.activity_at - make_interval(secs => 10000000 - k.n)",
        },
    }


async def _page_through(parts: Parts, world: World, view: InboxView) -> list[float]:
    sight = Sight(world.workspace_id, world.agents[0], Visibility.ALL)
    after: ActivityKey | None = None
    took: list[float] = []
    async with parts.pool.acquire() as connection:
        for _ in range(PAGES):
            began = time.perf_counter()
            rows = await list_conversations(connection, sight, view, after=after, limit=PAGE)
            took.append((time.perf_counter() - began) * 1000)
            if len(rows) < PAGE:
                break
            last = rows[-1]
            after = ActivityKey(last.activity_at, last.id)
    return took
