"""Other systems and the whole installation: they post to a workflow's webhook, and a workflow calls them."""

import asyncio
import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from cycles.people import Json
from cycles.town import Town
from parley.api.hooks import BODY_LIMIT
from parley.simulator.phones import Phone
from parley.workflows.steps import HttpRequest, WaitForEvent
from parley.workflows.steps.wait_for_event import WebhookComes
from parley.workflows.triggers import IncomingWebhookTrigger
from workflows_by_hand import flow, say

pytestmark = pytest.mark.anyio
SECRET = "a-secret-of-the-shop"
ORDERED = flow(
    name="Order",
    trigger=IncomingWebhookTrigger(
        contact_by="phone", contact_path="$.phone", mapping={"order": "$.order"}
    ),
    told=say("Your order {{trigger.order|?}} is on its way."),
)


class Address:
    """Where the shop posts."""

    def __init__(self, town: Town, workflow: Json, path: str) -> None:
        self.town = town
        self.url = town.installation.url + path
        self.deliveries_at = f"workflows/{workflow['id']}/webhook/deliveries"

    async def post(self, body: object, *, signed_by: str = SECRET, **headers: str) -> int:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signature = hmac.new(signed_by.encode(), raw, hashlib.sha256).hexdigest()
        sent = {"X-Parley-Signature": f"sha256={signature}", **headers}
        async with self.town.owner.session.post(self.url, data=raw, headers=sent) as answer:
            return answer.status

    async def announce(self, length: int) -> int:
        """Only the head of a call: a body that is too big is refused before it comes."""
        url = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        head = f"POST {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Length: {length}\r\n\r\n"
        writer.write(head.encode())
        try:
            return int((await reader.readline()).split()[1])
        finally:
            writer.close()

    async def outcomes(self) -> list[str]:
        """Newest first."""
        return [one["outcome"] for one in await self.town.owner.list(self.deliveries_at)]


async def open_address(town: Town) -> Address:
    workflow = await town.publish(ORDERED)
    hook = await town.owner.put(f"workflows/{workflow['id']}/webhook", secret=SECRET)
    return Address(town, workflow, hook["path"])


async def greet(town: Town, name: str) -> tuple[Phone, str]:
    """A contact who has written, and so may be written to, with the number that the shop knows."""
    phone = town.phone(name)
    phone.says("Hello")
    await town.settle()
    contact = await town.contact(phone)
    number = f"+{phone.wa_id}"
    if contact["phone"] != number:
        await town.owner.patch(f"contacts/{contact['id']}", phone=number)
    return phone, number


async def test_a_webhook_starts_a_run_and_the_phone_gets_the_message(town: Town) -> None:
    address = await open_address(town)
    mia, number = await greet(town, "Mia")

    assert await address.post({"phone": number, "order": "A-7"}) == 200
    await town.settle()

    assert (await mia.received_message()).text == "Your order A-7 is on its way."
    (run,) = await town.runs(mia)
    assert (run["end_reason"], run["workflow_name"]) == ("completed", "Order")
    (delivery,) = await town.owner.list(address.deliveries_at)
    assert (delivery["outcome"], delivery["run_id"]) == ("started", run["id"])


async def test_a_webhook_wakes_the_run_that_waits_for_it(town: Town) -> None:
    paid = WebhookComes(contact_by="phone", contact_path="$.phone", mapping={"total": "$.total"})
    workflow = await town.publish(
        flow(
            name="Pays",
            wait=WaitForEvent(events=[paid], lanes={"happened": "thank", "timeout": "late"}),
            thank=say("Thank you for {{var.total|nothing}}."),
            late=say("Still there?"),
        )
    )
    hook = await town.owner.put(f"workflows/{workflow['id']}/webhook", secret=SECRET)
    address = Address(town, workflow, hook["path"])
    mia, number = await greet(town, "Mia")
    (waiting,) = await town.runs(mia)
    assert waiting["step_id"] == "wait"

    assert await address.post({"phone": number, "total": 12}) == 200
    await town.settle()

    assert (await mia.received_message()).text == "Thank you for 12."
    assert await address.outcomes() == ["resumed"]


async def test_what_comes_twice_starts_once(town: Town) -> None:
    address = await open_address(town)
    mia, number = await greet(town, "Mia")
    order = {"phone": number, "order": "A-7"}

    key = {"Idempotency-Key": "order-7"}
    answers = [await address.post(order, **key) for _ in range(3)]
    other = await address.post({**order, "order": "A-8"}, **{"Idempotency-Key": "order-8"})
    await town.settle()

    assert (answers, other) == ([200, 200, 200], 200)
    assert len(await town.runs(mia)) == 2
    assert await address.outcomes() == ["started", "started"]


async def test_what_is_no_call_of_the_shop_is_refused_and_starts_nothing(town: Town) -> None:
    address = await open_address(town)
    mia, number = await greet(town, "Mia")
    order = {"phone": number, "order": "A-7"}
    deep = b'{"a":' * 60 + b"1" + b"}" * 60
    refused = [
        await address.post(order, signed_by="somebody else"),
        await address.post(order, **{"X-Parley-Signature": "sha256=00"}),
        await address.post(b"{"),
        await address.post(b"[1]"),
        await address.post(b"\xff\xfe"),
        await address.post(deep),
        await address.announce(BODY_LIMIT + 1),
        await address.post(order, **{"Idempotency-Key": "k" * 201}),
    ]
    async with town.owner.session.get(address.url) as shown:
        by_get = shown.status
    elsewhere = Address(town, {"id": "x"}, "/hooks/" + "a" * 32)
    await town.settle()

    assert refused == [401, 401, 400, 400, 400, 400, 413, 400]
    assert (by_get, await elsewhere.post(order)) == (405, 404)
    assert (await town.runs(mia), await address.outcomes()) == ([], [])


async def test_a_call_about_nobody_is_kept_and_told(town: Town) -> None:
    address = await open_address(town)
    assert await address.post({"phone": "+4915550000099", "order": "A-7"}) == 200
    assert await address.post({"order": "A-7"}) == 200
    await town.settle()
    assert await address.outcomes() == ["no_contact_named", "contact_unknown"]


async def test_a_call_that_reaches_nobody_is_tried_again_at_its_hours_on_the_way(
    town: Town,
) -> None:
    asks = HttpRequest(
        url="https://nowhere.invalid/orders",
        retries=3,
        lanes={"success": "fine", "failure": "sorry"},
    )
    await town.publish(flow(name="Asks", ask=asks, fine=say("Fine"), sorry=say("Sorry")))
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.pass_time(hours=1)

    assert (await mia.received_message()).text == "Sorry"
    (run,) = await town.runs(mia)
    asked = (await town.owner.get(f"runs/{run['id']}"))["visits"][0]
    result = asked["input"]["result"]
    assert (asked["lane"], result["outcome"], result["tries"]) == ("failure", "unreachable", 4)
    began, ended = (datetime.fromisoformat(asked[key]) for key in ("started_at", "ended_at"))
    # After 1, 2 and 4 seconds, each a little sooner or later; not when the hour is over.
    assert 3 < (ended - began).total_seconds() < 15
