"""Callers die at any moment, by SIGKILL: each request has one outcome, and none is repeated that may not be."""

import asyncio
import contextlib
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from aiohttp import web

from parley.storage import calls
from parley.storage.doctor import examine
from parley.workflows.definition import Definition
from parley.workflows.steps import HttpRequest, SendMessage
from parley.workflows.steps.step import Step
from worker.test_calls import Shop, open_shop, publish, said
from worker.works import Works
from workflows_by_hand import flow_of, say

pytestmark = [pytest.mark.anyio, pytest.mark.slow]
CALLER = Path(__file__).with_name("caller.py")
PEOPLE = 5


def asks_twice(shop: Shop) -> Definition:
    """A POST that must not be repeated, then a GET that may be."""
    lanes: dict[str, str | None] = {lane: f"post_{lane}" for lane in ("success", "unknown")}
    steps: dict[str, Step] = {
        "post": HttpRequest(
            method="POST", url=f"{shop.origin}/{{{{contact.name}}}}", retries=3, lanes=lanes
        ),
        "get": HttpRequest(
            url=f"{shop.origin}/{{{{contact.name}}}}",
            retries=5,
            lanes={"success": "got", "unknown": "lost"},
        ),
        "got": say("got it"),
        "lost": say("lost it"),
    }
    for lane in lanes:
        steps[f"post_{lane}"] = SendMessage(text=f"post {lane}", lanes={"next": "get"})
    return flow_of(steps)


@contextlib.asynccontextmanager
async def caller(works: Works, shop: Shop) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Killed at the end, whatever it is doing then."""
    start = works.clock.now().isoformat()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(CALLER), works.parts.settings.database_url or "", shop.origin, start),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


class Forgetful:
    """Of three requests one gets no answer before its caller dies."""

    def __init__(self) -> None:
        self.asked = 0
        self.hangs = asyncio.Event()
        self.gives_up = asyncio.Event()

    async def answer(self, _request: web.Request) -> web.Response:
        self.asked += 1
        if self.asked % 3 == 0:
            self.hangs.set()
            await self.gives_up.wait()
        return web.json_response({})


async def one_life(works: Works, shop: Shop, server: Forgetful) -> None:
    """A caller lives until some request hangs, and dies with it; then its lease ends."""
    server.hangs.clear()
    server.gives_up.clear()
    async with caller(works, shop):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.hangs.wait(), timeout=3)
    server.gives_up.set()
    await works.drain()
    works.clock.advance(61)
    await calls.expire(works.parts.pool, now=works.clock.now())
    await works.drain()


async def test_callers_killed_over_and_over_repeat_nothing_that_may_not_be_repeated(
    works: Works,
) -> None:
    server = Forgetful()
    async with open_shop() as shop:
        shop.handler = server.answer
        await publish(works, asks_twice(shop))
        for number in range(PEOPLE):
            await works.journal(works.said("hello", by=f"4915120000{number:03}"))
        await works.drain()
        lives = 0
        while await works.count("http_call"):
            lives += 1
            await one_life(works, shop, server)
            assert await broken(works) == []
        posts = Counter(path for method, path, _ in shop.seen if method == "POST")
        assert max(posts.values()) == 1
        words = Counter(await said(works))
        # A caller may die between its mark and its request: then nobody was asked, and nobody can know that.
        assert words["post success"] <= len(posts)
        assert PEOPLE - len(posts) <= words["post unknown"]
        # Whoever was asked and whose answer nobody kept is unknown; each of the others went through.
        assert words["post success"] + words["post unknown"] == PEOPLE
        assert words["got it"] + words["lost it"] == PEOPLE
        assert words["post unknown"] > 0
        assert lives > 1


async def broken(works: Works) -> list[str]:
    async with works.parts.pool.acquire() as connection:
        examination = await examine(connection, now=works.clock.now())
    # Nobody owns the workspace of these tests.
    return [one.name for one in examination.broken if one.name != "workspace_has_owner"]
