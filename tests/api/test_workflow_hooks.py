"""Other systems start workflows by a call: looked up, mapped, started, or refused in sight."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest

from api.inbox_world import Inbox
from parley.api.hooks import BODY_LIMIT, WorkflowHooks
from parley.storage.setup.hooks import REPEATED_WITHIN
from worker.works import call

pytestmark = pytest.mark.anyio
WORKFLOWS = "/api/v1/workflows"
SECRET = "a-secret-of-the-shop"
ORDER = {
    "customer": {"email": "kim@shop.example", "name": "Kim Lee"},
    "order": {"id": "A-7", "lines": [1, 2]},
}
TRIGGER: dict[str, Any] = {
    "kind": "incoming_webhook",
    "contact_by": "email",
    "contact_path": "$.customer.email",
    "mapping": {"order": "$.order.id", "lines": "$.order.lines", "gift": "$.order.gift"},
}
STEPS = {"wait": {"kind": "wait", "seconds": 3600}}


class Shop:
    """A workflow with a webhook, and what may be posted there."""

    def __init__(self, inbox: Inbox, workflow: str, path: str) -> None:
        self.inbox, self.workflow, self.path = inbox, workflow, path
        deps = inbox.world.deps
        self.app = WorkflowHooks(
            pool=inbox.world.pool,
            keyring=deps.keyring,
            clock=inbox.clock,
            ids=inbox.world.ids,
            appended=lambda: None,
        )

    async def post(
        self, body: object, *, method: str = "POST", path: str = "", **headers: str
    ) -> int:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ]
        answer = await call(self.app, method, path or self.path, [raw], sent)
        await self.inbox.work()
        return answer.status

    async def deliveries(self) -> list[dict[str, Any]]:
        reply = await self.inbox.by("Mia").get(f"{WORKFLOWS}/{self.workflow}/webhook/deliveries")
        assert reply.status == 200, reply.body
        return reply.json()["items"]

    async def outcomes(self) -> list[str]:
        """Oldest first."""
        return [delivery["outcome"] for delivery in reversed(await self.deliveries())]


async def open_shop(
    inbox: Inbox, *, secret: str | None = None, publish: bool = True, **trigger: Any
) -> Shop:
    draft = {"trigger": {**TRIGGER, **trigger}, "start": "wait", "steps": STEPS}
    olga = inbox.by("Olga")
    made = await olga.post(WORKFLOWS, {"name": "Order came in", "draft": draft})
    path = f"{WORKFLOWS}/{made.json()['id']}"
    hook = await olga.put(f"{path}/webhook", {"secret": secret})
    assert hook.status == 200, hook.body
    if publish:
        published = await olga.put(f"{path}/publication")
        assert published.status == 200, published.body
    return Shop(inbox, made.json()["id"], hook.json()["path"])


async def kim(inbox: Inbox, email: str = "kim@shop.example", name: str = "Kim") -> str:
    made = await inbox.by("Olga").post("/api/v1/contacts", {"display_name": name, "email": email})
    assert made.status == 201, made.body
    return made.json()["id"]


async def test_a_call_starts_the_workflow_for_the_contact_it_names(inbox: Inbox) -> None:
    contact, shop = await kim(inbox), await open_shop(inbox)

    assert await shop.post(ORDER) == 200

    delivery = (await shop.deliveries())[0]
    assert (delivery["outcome"], delivery["contact_id"]) == ("started", contact)
    assert json.loads(delivery["payload"]) == ORDER
    run = (await inbox.by("Mia").get(f"/api/v1/runs/{delivery['run_id']}")).json()
    assert run["variables"] == {
        "trigger.order": "A-7",
        "trigger.lines": ["1", "2"],
        "trigger.gift": None,
    }


@pytest.mark.parametrize("by", ["id", "phone"])
async def test_a_contact_is_found_by_id_or_phone(inbox: Inbox, by: str) -> None:
    contact = await kim(inbox)
    phone = await inbox.by("Olga").patch(f"/api/v1/contacts/{contact}", {"phone": "+4915112345678"})
    assert phone.status == 200, phone.body
    shop = await open_shop(inbox, contact_by=by, contact_path="$.who")

    await shop.post({"who": contact if by == "id" else "+49 151 12345678"})

    assert await shop.outcomes() == ["started"]


async def test_o07_two_contacts_with_the_value_start_nothing_in_sight(inbox: Inbox) -> None:
    await kim(inbox)
    await kim(inbox, name="Kim again")
    shop = await open_shop(inbox)

    assert await shop.post(ORDER) == 200

    assert await shop.outcomes() == ["several_contacts"]


async def test_a_contact_who_is_not_known_is_made_only_if_the_workflow_wants_that(
    inbox: Inbox,
) -> None:
    strict = await open_shop(inbox)
    kind = await open_shop(inbox, creates_contact=True, name_path="$.customer.name")

    await strict.post(ORDER)
    await kind.post(ORDER)
    await kind.post({**ORDER, "again": True})

    assert await strict.outcomes() == ["contact_unknown"]
    # The second call finds who the first has made, and whose run is still live.
    assert await kind.outcomes() == ["started", "already_running"]
    found = (await inbox.by("Mia").get("/api/v1/contacts?q=Kim")).json()["items"]
    assert [contact["display_name"] for contact in found] == ["Kim Lee"]


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"customer": "kim"},
        {"customer": {"email": None}},
        {"customer": {"email": True}},
        {"customer": {"email": "no address"}},
        {"customer": {"email": ["kim@shop.example"]}},
    ],
)
async def test_a_call_that_names_nobody_starts_nothing(
    inbox: Inbox, payload: dict[str, Any]
) -> None:
    await kim(inbox)
    shop = await open_shop(inbox)

    assert await shop.post(payload) == 200

    assert await shop.outcomes() == ["no_contact_named"]


async def test_a_call_with_text_that_no_table_takes_starts_all_the_same(inbox: Inbox) -> None:
    shop = await open_shop(inbox, creates_contact=True, name_path="$.customer.name")

    spoilt = {"email": "kim@shop.example", "name": "K\x00im \ud800"}
    assert await shop.post({**ORDER, "customer": spoilt, "order": {"id": "A\x00\udfff"}}) == 200

    assert await shop.outcomes() == ["started"]
    found = (await inbox.by("Mia").get("/api/v1/contacts?q=Kim")).json()["items"]
    assert [contact["display_name"] for contact in found] == ["Kim \ufffd"]
    assert (await inbox.by("Olga").get("/api/v1/dead-letters")).json()["items"] == []


@pytest.mark.parametrize("named", ["x", "00000000-0000-0000-0000-000000000001", "' OR 1=1 --"])
async def test_an_id_that_is_nobodys_starts_nothing(inbox: Inbox, named: str) -> None:
    shop = await open_shop(inbox, contact_by="id", contact_path="$.id")

    await shop.post({"id": named})

    assert await shop.outcomes() == ["contact_unknown"]


async def test_a_repeated_call_is_harmless(inbox: Inbox) -> None:
    await kim(inbox)
    shop = await open_shop(inbox)
    for key in ("", "", "k1", "k1", "k2"):
        assert await shop.post(ORDER, **({"idempotency_key": key} if key else {})) == 200
    assert await shop.outcomes() == ["started", "already_running", "already_running"]

    inbox.clock.advance(REPEATED_WITHIN + timedelta(seconds=1))
    await shop.post(ORDER)
    assert len(await shop.outcomes()) == 4


async def test_a_signed_webhook_takes_only_what_its_secret_signed(inbox: Inbox) -> None:
    await kim(inbox)
    shop = await open_shop(inbox, secret=SECRET)
    raw = json.dumps(ORDER).encode()
    good = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()

    for wrong in ("", "sha256=", good[:-1], good.upper(), "é"):
        assert await shop.post(raw, x_parley_signature=wrong) == 401, wrong
    assert await shop.post(raw) == 401
    assert await shop.post(raw + b" ", x_parley_signature=good) == 401
    assert await shop.deliveries() == []
    assert await shop.post(raw, x_parley_signature=good) == 200
    assert await shop.outcomes() == ["started"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[1]", 400),
        (b'"text"', 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 60 + b"1" + b"}" * 60, 400),
        (b'{"a": "' + b"x" * BODY_LIMIT + b'"}', 413),
    ],
)
async def test_what_cannot_be_read_is_refused_and_not_kept(
    inbox: Inbox, body: bytes, status: int
) -> None:
    shop = await open_shop(inbox)

    assert await shop.post(body) == status

    assert await shop.deliveries() == []
    assert await shop.post(ORDER) == 200


async def test_only_the_address_itself_is_open(inbox: Inbox) -> None:
    shop = await open_shop(inbox)
    assert await shop.post(ORDER, path="/hooks/nonsense") == 404
    assert await shop.post(ORDER, path="/hooks/../x") == 404
    assert await shop.post(ORDER, method="GET") == 405

    olga, path = inbox.by("Olga"), f"{WORKFLOWS}/{shop.workflow}/webhook"
    renewed = (await olga.put(path, {"renews_address": True})).json()["path"]
    assert renewed != shop.path
    assert await shop.post(ORDER) == 404
    assert await shop.post(ORDER, path=renewed) == 200
    assert (await olga.delete(path)).status == 204
    assert await shop.post(ORDER, path=renewed) == 404
    assert (await olga.get(path)).status == 404


async def test_test_calls_are_kept_for_the_builder_before_anything_is_published(
    inbox: Inbox,
) -> None:
    shop = await open_shop(inbox, publish=False)

    await shop.post(ORDER)

    delivery = (await shop.deliveries())[0]
    assert delivery["outcome"] == "not_listening"
    assert json.loads(delivery["payload"]) == ORDER


async def test_an_agent_is_shown_neither_the_address_nor_the_calls(inbox: Inbox) -> None:
    shop = await open_shop(inbox)
    path = f"{WORKFLOWS}/{shop.workflow}/webhook"

    assert (await inbox.by("Ana").get(path)).status == 403
    assert (await inbox.by("Ana").get(f"{path}/deliveries")).status == 403


@pytest.mark.parametrize(
    "trigger",
    [
        {"contact_path": "$..email"},
        {"contact_path": "$.customers[*].email"},
        {"contact_path": "$.customers[?@.main].email"},
        {"contact_path": "customer.email"},
        {"contact_path": "$["},
        {"mapping": {"a": "$[*]"}},
        {"contact_by": "id", "creates_contact": True},
    ],
)
async def test_a_path_that_leads_to_several_places_cannot_be_published(
    inbox: Inbox, trigger: dict[str, Any]
) -> None:
    draft = {"trigger": {**TRIGGER, **trigger}, "start": "wait", "steps": STEPS}
    made = await inbox.by("Olga").post(WORKFLOWS, {"name": "W", "draft": draft})

    reply = await inbox.by("Olga").put(f"{WORKFLOWS}/{made.json()['id']}/publication")

    assert (reply.status, reply.code) == (422, "invalid")


async def test_a_run_that_waits_for_a_call_goes_on_with_it_and_the_delivery_says_so(
    inbox: Inbox,
) -> None:
    contact = await kim(inbox)
    draft = {
        "trigger": {"kind": "conversation_opened"},
        "start": "wait",
        "steps": {
            "wait": {
                "kind": "wait_for_event",
                "events": [
                    {
                        "event": "webhook",
                        "contact_by": "email",
                        "contact_path": "$.customer.email",
                        "mapping": {"order": "$.order.id"},
                    }
                ],
                "lanes": {"happened": "more", "timeout": None},
            },
            "more": {"kind": "wait", "seconds": 60},
        },
    }
    olga = inbox.by("Olga")
    path = (
        f"{WORKFLOWS}/{(await olga.post(WORKFLOWS, {'name': 'Paid', 'draft': draft})).json()['id']}"
    )
    hook = await olga.put(f"{path}/webhook", {"secret": SECRET})
    published = await olga.put(f"{path}/publication")
    assert published.status == 200, published.body
    shop = Shop(inbox, path.rpartition("/")[2], hook.json()["path"])
    raw = json.dumps(ORDER).encode()
    signature = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()

    assert await shop.post(raw, x_parley_signature="sha256=0") == 401
    assert await shop.post(raw, x_parley_signature=signature) == 200
    opened = await olga.post(f"/api/v1/contacts/{contact}/conversation")
    assert opened.status == 201, opened.body
    assert await shop.post(raw, x_parley_signature=signature, idempotency_key="2") == 200
    assert await shop.post(raw, x_parley_signature=signature, idempotency_key="2") == 200

    assert await shop.outcomes() == ["nobody_waits", "resumed"]
    taken = (await shop.deliveries())[0]
    run = (await inbox.by("Mia").get(f"/api/v1/runs/{taken['run_id']}")).json()
    assert (taken["contact_id"], run["variables"]) == (contact, {"order": "A-7"})
    assert run["step_id"] == "more"
