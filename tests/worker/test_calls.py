"""Requests of workflows: a real server on this machine, a real database, and callers that die."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web

from parley.domain.ids import VersionId, WorkflowId
from parley.kit.egress import Egress
from parley.storage import calls
from parley.storage.database import transaction
from parley.storage.setup import workflows
from parley.worker.calls import CallSender
from parley.workflows.definition import Definition
from parley.workflows.steps import HttpRequest
from parley.workflows.steps.http_bodies import JsonBody
from parley.workflows.steps.http_request import Mapping
from worker.works import START, Works
from workflows_by_hand import flow, say

pytestmark = pytest.mark.anyio

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Shop:
    """Another system: it counts what reaches it."""

    origin: str = ""
    seen: list[tuple[str, str, str]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    handler: Handler | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append((request.method, request.path, await request.text()))
        self.keys.append(request.headers.get("Idempotency-Key"))
        if self.handler is not None:
            return await self.handler(request)
        return web.json_response({"id": "A7"})


@contextlib.asynccontextmanager
async def open_shop() -> AsyncGenerator[Shop]:
    shop = Shop()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", shop.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        shop.origin = f"http://{host}:{port}"
        yield shop
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def open_sender(
    works: Works, shop: Shop, *, by_operator: bool = True, own_hosts: frozenset[str] = frozenset()
) -> AsyncGenerator[CallSender]:
    async with Egress(exempt_origins=[shop.origin]) as egress:
        yield CallSender(
            works.parts.pool,
            works.clock,
            works.parts.signals,
            egress,
            own_hosts,
            lambda: 1.0,
            by_operator=by_operator,
        )


async def publish(works: Works, definition: Definition) -> None:
    workflow_id = WorkflowId(works.parts.ids.new_id())
    async with transaction(works.parts.pool) as connection:
        await workflows.add_workflow(
            connection,
            works.workspace_id,
            workflow_id,
            name=definition.name,
            description="",
            draft=b"{}",
            now=START,
            user_id=None,
        )
        await workflows.publish_version(
            connection,
            works.workspace_id,
            workflow_id,
            VersionId(works.parts.ids.new_id()),
            definition=definition.model_dump_json().encode(),
            content_hash=definition.content_hash,
            now=START,
            user_id=None,
        )
        await connection.execute(
            "UPDATE workspace SET reference_number = reference_number + 1 WHERE id = $1",
            works.workspace_id,
        )


async def goes_out(works: Works, sender: CallSender) -> int:
    claimed = await sender.claim_once()
    await sender.drain()
    await works.drain()
    return claimed


def request(shop: Shop, *, method: str = "GET", retries: int = 0, path: str = "/a") -> Definition:
    step = HttpRequest.model_validate(
        {
            "method": method,
            "url": f"{shop.origin}{path}",
            "body": JsonBody(value={"name": "{{contact.name}}"}) if method == "POST" else None,
            "retries": retries,
            "save": [Mapping(path="$.id", variable="id")],
            "lanes": {"success": "success", "failure": "failure", "unknown": "unknown"},
        }
    )
    return flow(
        call=step,
        success=say("got {{var.id|nothing}}"),
        failure=say("failed"),
        unknown=say("unknown"),
    )


async def said(works: Works) -> list[str]:
    return await works.column(
        "SELECT content->>'body' FROM message WHERE direction = 'out' ORDER BY id"
    )


async def test_another_system_is_asked_and_its_answer_comes_back_through_the_journal(
    works: Works,
) -> None:
    async with open_shop() as shop, open_sender(works, shop) as sender:
        await publish(works, request(shop, method="POST"))
        await works.hears("hello")
        assert await works.count("http_call") == 1
        assert shop.seen == []
        assert await goes_out(works, sender) == 1
        assert [(method, path) for method, path, _ in shop.seen] == [("POST", "/a")]
        assert shop.keys[0] is not None
        assert await said(works) == ["got A7"]
        assert await works.count("http_call") == 0


async def test_a_server_at_fault_is_asked_again_later_each_time_with_the_same_key(
    works: Works,
) -> None:
    async def refuse(_request: web.Request) -> web.Response:
        return web.Response(status=503)

    async with open_shop() as shop, open_sender(works, shop) as sender:
        shop.handler = refuse
        await publish(works, request(shop, method="POST", retries=2))
        await works.hears("hello")
        for pause in (1, 2, 4):
            assert await goes_out(works, sender) == 1
            assert await goes_out(works, sender) == 0
            now = works.clock.now()
            hour = await calls.next_try(works.parts.pool, after=now)
            assert hour == (now + timedelta(seconds=pause) if pause < 4 else None)
            works.clock.advance(pause)
        assert len(shop.seen) == 3
        assert len(set(shop.keys)) == 1
        assert await said(works) == ["failed"]


@pytest.mark.parametrize(
    ("method", "reached", "heard"), [("POST", 1, "unknown"), ("GET", 2, "got A7")]
)
async def test_a_caller_killed_between_request_and_result_repeats_only_what_may_be_repeated(
    works: Works, method: str, reached: int, heard: str
) -> None:
    async with open_shop() as shop, open_sender(works, shop) as sender:
        await publish(works, request(shop, method=method, retries=1))
        await works.hears("hello")
        claimed = await calls.claim(works.parts.pool, now=works.clock.now(), limit=1)
        await sender.egress.request(method, claimed[0].call.url, by_operator=True)
        # Here the process dies: it has asked, and tells nobody.
        works.clock.advance(61)
        await calls.expire(works.parts.pool, now=works.clock.now())
        await works.drain()
        await goes_out(works, sender)
        assert len(shop.seen) == reached
        assert await said(works) == [heard]


@pytest.mark.parametrize(
    ("method", "reached", "heard"), [("POST", 0, "unknown"), ("GET", 1, "got A7")]
)
async def test_a_caller_killed_before_its_request_has_left_asked_nobody_and_nobody_knows(
    works: Works, method: str, reached: int, heard: str
) -> None:
    async with open_shop() as shop, open_sender(works, shop) as sender:
        await publish(works, request(shop, method=method, retries=1))
        await works.hears("hello")
        await calls.claim(works.parts.pool, now=works.clock.now(), limit=1)
        # Here the process dies: the call is marked, and nothing has left.
        works.clock.advance(61)
        await calls.expire(works.parts.pool, now=works.clock.now())
        await works.drain()
        await goes_out(works, sender)
        assert len(shop.seen) == reached
        assert await said(works) == [heard]


async def test_a_result_that_comes_after_its_lease_is_not_told_twice(works: Works) -> None:
    async with open_shop() as shop, open_sender(works, shop):
        await publish(works, request(shop, method="POST"))
        await works.hears("hello")
        claimed = await calls.claim(works.parts.pool, now=works.clock.now(), limit=1)
        works.clock.advance(61)
        assert await calls.expire(works.parts.pool, now=works.clock.now()) == 1
        late = calls.result_of(claimed[0], "answered", now=works.clock.now(), status=200)
        assert not await calls.settle(works.parts.pool, claimed[0], late, now=works.clock.now())
        await works.drain()
        assert await said(works) == ["unknown"]


async def test_a_connection_that_breaks_leaves_a_post_unknown(works: Works) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with open_shop() as shop, open_sender(works, shop) as sender:
        shop.handler = hang_up
        await publish(works, request(shop, method="POST", retries=3))
        await works.hears("hello")
        await goes_out(works, sender)
        assert len(shop.seen) == 1
        assert await said(works) == ["unknown"]


async def test_an_endless_answer_is_cut_off(works: Works) -> None:
    async def pour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while True:
                await response.write(b"x" * 65_536)
        return response

    async with open_shop() as shop, open_sender(works, shop) as sender:
        shop.handler = pour
        await publish(works, request(shop))
        await works.hears("hello")
        async with asyncio.timeout(9):
            await goes_out(works, sender)
        assert await said(works) == ["unknown"]


async def test_5b_16_addresses_inside_and_our_own_are_refused_before_anything_is_sent(
    works: Works,
) -> None:
    async with open_shop() as shop:
        await publish(works, request(shop))
        async with open_sender(works, shop, by_operator=False) as sender:
            await works.hears("hello")
            await goes_out(works, sender)
        assert await said(works) == ["failed"]
        own = frozenset({"127.0.0.1"})
        async with open_sender(works, shop, own_hosts=own) as sender:
            await works.hears("hello", by=works.neighbour())
            await goes_out(works, sender)
        assert await said(works) == ["failed", "failed"]
        assert shop.seen == []


async def test_a_redirect_is_an_answer_and_is_not_followed(works: Works) -> None:
    async def lead_inside(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "http://169.254.169.254/"})

    async with open_shop() as shop, open_sender(works, shop) as sender:
        shop.handler = lead_inside
        await publish(works, request(shop))
        await works.hears("hello")
        await goes_out(works, sender)
        assert len(shop.seen) == 1
        assert await said(works) == ["failed"]


async def test_an_answer_that_is_no_text_is_read_as_far_as_it_goes(works: Works) -> None:
    async def odd(_request: web.Request) -> web.Response:
        return web.Response(body=b'\xff\x00{"id"', content_type="application/json")

    async with open_shop() as shop, open_sender(works, shop) as sender:
        shop.handler = odd
        await publish(works, request(shop))
        await works.hears("hello")
        await goes_out(works, sender)
        assert await said(works) == ["got nothing"]
