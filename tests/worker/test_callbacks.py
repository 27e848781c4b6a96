"""A system that calls back before it has answered: its word is not lost."""

import json

import pytest
from aiohttp import web

from parley.api.hooks import WorkflowHooks
from parley.domain.ids import WorkflowId
from parley.storage.database import transaction
from parley.storage.setup import hooks
from parley.workflows.steps import HttpRequest, WaitForEvent
from parley.workflows.steps.http_bodies import JsonBody
from parley.workflows.steps.wait_for_event import WebhookComes
from worker.test_calls import goes_out, open_sender, open_shop, publish, said
from worker.works import Works, call
from workflows_by_hand import flow, say

pytestmark = pytest.mark.anyio
HANDLE = "h" * 32


async def test_a_callback_that_comes_before_the_answer_is_taken_by_the_wait(works: Works) -> None:
    parts = works.parts
    door = WorkflowHooks(
        pool=parts.pool,
        keyring=parts.keyring,
        clock=works.clock,
        ids=parts.ids,
        appended=lambda: None,
    )

    async def call_back(request: web.Request) -> web.Response:
        who = (await request.json())["who"]
        body = json.dumps({"contact": who, "total": 7}).encode()
        answer = await call(door, "POST", f"/hooks/{HANDLE}", [body], [])
        # The workers are quick: they have read it before the answer is out.
        await works.drain()
        return web.json_response({}, status=answer.status)

    paid = WebhookComes(contact_path="$.contact", mapping={"total": "$.total"})
    async with open_shop() as shop, open_sender(works, shop) as sender:
        shop.handler = call_back
        asks = HttpRequest(
            method="POST",
            url=f"{shop.origin}/pay",
            body=JsonBody(value={"who": "{{contact.id}}"}),
            lanes={"success": "wait"},
        )
        wait = WaitForEvent(events=[paid], lanes={"happened": "say"})
        await publish(works, flow(ask=asks, wait=wait, say=say("paid {{var.total}}")))
        workflow_id: WorkflowId = await works.value("SELECT id FROM workflow")
        async with transaction(parts.pool) as connection:
            await hooks.put_hook(
                connection,
                parts.keyring,
                works.workspace_id,
                workflow_id,
                handle=HANDLE,
                secret=None,
                renews=False,
                now=works.clock.now(),
            )
        await works.hears("hello")
        assert await goes_out(works, sender) == 1
        assert await said(works) == ["paid 7"]
        delivery = await parts.pool.fetchrow("SELECT outcome, run_id FROM hook_delivery")
        run_id = await works.value("SELECT id FROM run")
        assert delivery is not None
        assert (delivery["outcome"], delivery["run_id"]) == ("resumed", run_id)
