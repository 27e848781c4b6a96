"""Secrets of requests go out in the call, and are found nowhere afterwards."""

from collections.abc import Collection, Mapping

import pytest
from aiohttp import web

from parley.domain.ids import WorkspaceId
from parley.storage.database import transaction
from parley.storage.setup import kept_secrets
from parley.workflows.definition import Definition
from parley.workflows.steps import HttpRequest
from parley.workflows.steps.http_bodies import JsonBody
from parley.workflows.steps.http_request import Header
from parley.workflows.steps.http_request import Mapping as Saved
from worker.test_calls import Shop, goes_out, open_sender, open_shop, publish, said
from worker.works import Works
from workflows_by_hand import flow, say

pytestmark = pytest.mark.anyio
CANARY = 'canary"of the{crm}'


async def keeps(works: Works, slug: str, value: str) -> None:
    async with transaction(works.parts.pool) as connection:
        await kept_secrets.add_secret(
            connection,
            works.parts.keyring,
            works.workspace_id,
            slug,
            value,
            now=works.clock.now(),
        )


def request(shop: Shop) -> Definition:
    step = HttpRequest(
        method="POST",
        url=f"{shop.origin}/a",
        headers=[Header(name="Authorization", value="Bearer {{secret.crm}}")],
        body=JsonBody(value={"key": "{{secret.crm}}", "said": "{{message.text}}"}),
        save=[Saved(path="$.echo", variable="echo")],
        lanes={"success": "success", "failure": "failure"},
    )
    return flow(call=step, success=say("got {{var.echo|nothing}}"), failure=say("failed"))


async def everything(works: Works) -> str:
    """All rows of all tables but the sealed ones, as text."""
    tables = await works.column(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
    )
    found: list[str] = []
    for table in tables:
        rows = await works.column(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608 - our own tables
        found += rows
    # Journal bodies are bytes, which Postgres writes in hexadecimal digits.
    return "\n".join(found)


def writings(value: str) -> list[str]:
    escaped = value.replace('"', '\\"')
    return [value, escaped, value.encode().hex(), escaped.encode().hex()]


async def test_the_secret_goes_out_and_stands_in_no_row_and_no_log(
    works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    heads: list[str] = []

    async def echo(request: web.Request) -> web.Response:
        heads.append(request.headers["Authorization"])
        return web.json_response({"echo": (await request.json())["key"]})

    async with open_shop() as shop, open_sender(works, shop) as sender:
        sender.open_secrets = works.parts.connections.open_secrets
        shop.handler = echo
        await keeps(works, "crm", CANARY)
        await publish(works, request(shop))
        await works.hears("{{secret.crm}}")
        waiting = await everything(works)
        assert await goes_out(works, sender) == 1
        assert heads == [f"Bearer {CANARY}"]
        assert 'canary\\"of the{crm}' in shop.seen[0][2]
        assert '"said": "{{secret.crm}}"' in shop.seen[0][2]
        # The answer repeated it: what is kept of the answer, and said, has its place instead.
        assert await said(works) == ["got {{secret.crm}}"]
        rows = waiting + await everything(works)
        told = capsys.readouterr()
        for writing in writings(CANARY):
            assert writing not in rows
            assert writing not in told.out + told.err


async def test_a_secret_that_was_dropped_or_sealed_elsewhere_makes_no_call(works: Works) -> None:
    async with open_shop() as shop, open_sender(works, shop) as sender:
        sender.open_secrets = works.parts.connections.open_secrets
        await publish(works, request(shop))
        await works.hears("hello")
        await goes_out(works, sender)
        assert await said(works) == ["failed"]
        await keeps(works, "other", CANARY)
        await works.parts.pool.execute("UPDATE secret SET slug = 'crm'")
        await works.hears("hello", by=works.neighbour())
        await goes_out(works, sender)
        assert await said(works) == ["failed", "failed"]
        assert shop.seen == []
        assert "There is no secret crm." in await everything(works)


async def test_the_next_call_is_made_with_a_changed_secret(works: Works) -> None:
    async with open_shop() as shop, open_sender(works, shop) as sender:
        sender.open_secrets = works.parts.connections.open_secrets
        await keeps(works, "crm", CANARY)
        await publish(works, request(shop))
        await works.hears("hello")
        async with transaction(works.parts.pool) as connection:
            await kept_secrets.change_secret(
                connection,
                works.parts.keyring,
                works.workspace_id,
                "crm",
                "the next secret",
                now=works.clock.now(),
            )
        await goes_out(works, sender)
        assert '"key": "the next secret"' in shop.seen[0][2]


async def test_secrets_that_cannot_be_read_for_a_moment_send_nothing_and_are_tried_again(
    works: Works,
) -> None:
    async def is_away(_workspace: WorkspaceId, _slugs: Collection[str]) -> Mapping[str, str]:
        raise ConnectionError

    async with open_shop() as shop, open_sender(works, shop) as sender:
        sender.open_secrets = is_away
        await keeps(works, "crm", CANARY)
        once = request(shop)
        call = once.steps["call"].model_copy(update={"retries": 1})
        await publish(works, once.model_copy(update={"steps": {**once.steps, "call": call}}))
        await works.hears("hello")
        await goes_out(works, sender)
        assert (shop.seen, await said(works)) == ([], [])
        sender.open_secrets = works.parts.connections.open_secrets
        works.clock.advance(2)
        await goes_out(works, sender)
        assert len(shop.seen) == 1
        assert len(await said(works)) == 1
