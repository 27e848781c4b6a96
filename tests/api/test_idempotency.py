"""A write that is sent twice happens once."""

from datetime import timedelta

import anyio
import asyncpg
import pytest

from api.client import Client, Reply
from api.world import World

pytestmark = pytest.mark.anyio
TAGS = "/api/v1/tags"
KEY = {"idempotency-key": "order-17"}


async def count_tags(world: World) -> int:
    return await world.pool.fetchval("SELECT count(*) FROM tag")


async def test_the_same_key_and_body_are_answered_the_same(world: World) -> None:
    olga = world.program("Olga")

    first = await olga.post(TAGS, {"name": "VIP"}, headers=KEY)
    again = await olga.post(TAGS, {"name": "VIP"}, headers=KEY)

    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert again.headers["idempotent-replayed"] == "true"
    assert await count_tags(world) == 1


async def test_the_same_key_with_another_request_is_refused(world: World) -> None:
    olga = world.program("Olga")
    await olga.post(TAGS, {"name": "VIP"}, headers=KEY)

    body = await olga.post(TAGS, {"name": "Other"}, headers=KEY)
    path = await olga.post("/api/v1/teams", {"name": "VIP"}, headers=KEY)

    assert (body.status, body.code) == (422, "idempotency_key_reused")
    assert path.code == "idempotency_key_reused"


async def test_two_callers_may_choose_the_same_key(world: World) -> None:
    await world.program("Olga").post(TAGS, {"name": "VIP"}, headers=KEY)

    reply = await world.program("Fritz").post(TAGS, {"name": "VIP"}, headers=KEY)

    assert reply.status == 201
    assert "idempotent-replayed" not in reply.headers
    assert await count_tags(world) == 2


async def test_a_refused_request_may_be_tried_again_under_its_key(world: World) -> None:
    olga = world.program("Olga")
    tag_id = (await olga.post(TAGS, {"name": "VIP"})).json()["id"]

    refused = await olga.post(TAGS, {"name": "vip"}, headers=KEY)
    await olga.delete(f"{TAGS}/{tag_id}")
    again = await olga.post(TAGS, {"name": "vip"}, headers=KEY)

    assert (refused.status, again.status) == (409, 201)


async def test_in_parallel_one_is_done_and_nobody_gets_a_second_tag(world: World) -> None:
    olga = world.program("Olga")
    replies: list[Reply] = []

    async def add() -> None:
        replies.append(await olga.post(TAGS, {"name": "VIP"}, headers=KEY))

    async with anyio.create_task_group() as group:
        for _ in range(10):
            group.start_soon(add)

    assert await count_tags(world) == 1
    assert {reply.status for reply in replies} <= {201, 409}
    waiting = [reply for reply in replies if reply.status == 409]
    assert all(reply.code == "idempotency_in_progress" for reply in waiting)


async def test_after_a_day_the_key_is_new(world: World) -> None:
    olga = world.program("Olga")
    await olga.post(TAGS, {"name": "VIP"}, headers=KEY)
    world.clock.advance(timedelta(hours=24, seconds=1))

    reply = await olga.post(TAGS, {"name": "Other"}, headers=KEY)

    assert reply.status == 201


async def test_a_key_has_at_most_200_characters(world: World) -> None:
    reply = await world.program("Olga").post(
        TAGS, {"name": "VIP"}, headers={"idempotency-key": "x" * 201}
    )

    assert (reply.status, reply.code, reply.json()["limit"]) == (422, "limit_exceeded", 200)


async def test_what_broke_after_its_commit_is_not_done_again_under_its_key(world: World) -> None:
    def lose_the_connection(_: object) -> None:
        raise asyncpg.ConnectionDoesNotExistError

    app = world.with_deps(announce=lose_the_connection)
    broken = Client(app, token=world.tokens["Olga"])

    first = await broken.post(TAGS, {"name": "VIP"}, headers=KEY)
    again = await world.program("Olga").post(TAGS, {"name": "VIP"}, headers=KEY)

    assert first.status == 500
    assert (again.status, again.code) == (409, "idempotency_in_progress")
    assert await count_tags(world) == 1
