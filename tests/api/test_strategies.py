"""The strategies, explained to whoever chooses one."""

import pytest

from api.inbox_world import Inbox
from parley.domain.queue import Strategy

pytestmark = pytest.mark.anyio


async def test_all_strategies_are_explained_to_everybody(inbox: Inbox) -> None:
    items = (await inbox.by("Ana").get("/api/v1/routing-strategies")).json()["items"]

    assert [item["strategy"] for item in items] == [strategy.value for strategy in Strategy]
    assert all(item["name"] and item["explanation"].endswith(".") for item in items)
    assert [item["strategy"] for item in items if item["is_default"]] == ["round_robin"]
    assert [item["strategy"] for item in items if item["asks_one_first"]] == [
        "sticky",
        "contact_owner",
    ]
    needs = {item["strategy"]: item["needs"] for item in items}
    assert "Skills with levels" in needs["best_skill_fit"]
    assert needs["round_robin"] == needs["least_open"] == ""


async def test_each_strategy_that_is_listed_can_be_chosen_for_a_team(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    for item in (await olga.get("/api/v1/routing-strategies")).json()["items"]:
        reply = await olga.patch(f"/api/v1/teams/{inbox.sales}", {"strategy": item["strategy"]})
        assert reply.json()["strategy"] == item["strategy"]
