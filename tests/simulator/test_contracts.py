"""The simulator against what the provider published: its send examples, its webhook samples."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from parley.simulator import contents
from parley.simulator.ledger import PhoneReceived
from parley.simulator.phones import Phone
from parley.simulator.server import Simulator
from simulator.peers import TOKEN, Business, Callback

pytestmark = pytest.mark.anyio

BO = "16505551234"

# Ours has it and the samples, which are older, do not.
NEWER = {
    "pricing.type",
    "recipient_user_id",
    "from_user_id",
    "from_parent_user_id",
    "context.from",
    "edit.message.text",
    "edit.message.text.body",
    "biz_opaque_callback_data",
}
# All samples of a kind may have it, and still it depends on the scene or the person.
CIRCUMSTANCES = {"context", "to_user_id", "to_parent_user_id"}


def _load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _filled(example: Any, media_id: str) -> Any:
    """A documented example with its placeholders replaced by values that exist."""
    text = json.dumps(example)
    for placeholder in ("{{Recipient-Phone-Number}}", "{{Recipient-WA-Phone-Number}}"):
        text = text.replace(placeholder, BO)
    filled = json.loads(text)
    if "interactive" in filled:
        # One list is documented without its type, which the provider would take for a text.
        filled["type"] = "interactive"
    for kind in ("image", "document", "audio", "video", "sticker"):
        media = filled.get(kind, {})
        if "id" in media:
            media["id"] = media_id
        if "link" in media:
            media["link"] = "https://files.example/one"
    return filled


async def test_every_send_that_the_provider_documents_is_accepted(
    contracts: Path, business: Business, simulator: Simulator
) -> None:
    examples = _load(contracts / "samples" / "whatsapp-meta" / "spec-examples.json")["send"]
    simulator.number().window = "off"
    form = aiohttp.FormData({"messaging_product": "whatsapp"})
    form.add_field("file", b"x", filename="x.png", content_type="image/png")
    async with business.session.post(
        business.messages_url.replace("/messages", "/media"),
        data=form,
        headers={"Authorization": f"Bearer {TOKEN}"},
    ) as response:
        media_id = (await response.json())["id"]
    refused = {
        name: answer
        for name, example in examples.items()
        for status, answer in [await business.post(_filled(example, media_id))]
        if status != 200
    }
    assert len(examples) == 50
    assert refused == {}
    assert len(simulator.ledger.of(PhoneReceived)) == 49  # the fiftieth is a read receipt


def _paths(value: Any, prefix: str = "") -> set[str]:
    """Every key with the keys above it; lists are looked through."""
    if isinstance(value, list):
        return {path for member in value for path in _paths(member, prefix)}  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, dict):
        return set()
    found: set[str] = set()
    for key, member in value.items():  # pyright: ignore[reportUnknownVariableType]
        found |= {f"{prefix}{key}"} | _paths(member, f"{prefix}{key}.")
    return found


def _sample_items(contracts: Path) -> list[tuple[str, Any]]:
    """(list name, message or status) of every recorded webhook."""
    meta = _load(contracts / "samples" / "whatsapp-meta" / "spec-examples.json")["webhooks"]
    payloads = list(meta.values())
    for path in sorted((contracts / "samples" / "whatsapp-pywa" / "updates").glob("*.json")):
        payloads.extend(_load(path).values())
    return [
        (name, item)
        for payload in payloads
        for entry in payload.get("entry", [])
        for change in entry["changes"]
        for name in ("messages", "statuses", "message_echoes")
        for item in change["value"].get(name, [])
    ]


def _kind(name: str, item: Any) -> str:
    if name == "statuses":
        return "failed" if item["status"] == "failed" else "status"
    inner = item.get("interactive", {}).get("type", "")
    return f"{name}:{item['type']}:{inner}"


SCENES: dict[str, Callable[[Phone], str]] = {
    "text": lambda bo: bo.says("Hello"),
    "reply": lambda bo: bo.says("Hello", reply_to="wamid.x"),
    "forwarded": lambda bo: bo.says("Hello", forwarded=True),
    "referral": lambda bo: bo.says(
        "Hello", referral=contents.advertisement("1", "Sale", click_id="c")
    ),
    "image": lambda bo: bo.sends_image(caption="A cat"),
    "video": lambda bo: bo.sends_video(),
    "document": lambda bo: bo.sends_document(),
    "voice": lambda bo: bo.sends_voice(),
    "sticker": lambda bo: bo.sends_sticker(),
    "location": lambda bo: bo.sends_location(52.5, 13.4, name="Here"),
    "contacts": lambda bo: bo.sends_contact_card("Ana Roe", "+1 555 010 0002"),
    "reaction": lambda bo: bo.reacts("👍", to="wamid.x"),
    "unreaction": lambda bo: bo.reacts(None, to="wamid.x"),
    "order": lambda bo: bo.sends_order([("cup", 2, 9.5)]),
    "unsupported": lambda bo: bo.sends_unsupported("poll"),
    "form": lambda bo: bo.submits_form({"rating": "4"}, flow_token="f"),
    "template button": lambda bo: bo.sends(contents.template_button("Yes", "yes")),
    "button reply": lambda bo: bo.sends(contents.button_reply("b", "Yes")),
    "list reply": lambda bo: bo.sends(contents.list_reply("r", "Row", "More")),
    "edit": lambda bo: bo.edits("wamid.x", "Hullo"),
    "revoke": lambda bo: bo.revokes("wamid.x"),
    "new number": lambda bo: bo.changes_number("16505559999"),
    "echo": lambda bo: bo.is_written_to_by_the_app("Hello"),
}


@pytest.mark.parametrize("scene", SCENES)
async def test_an_inbound_payload_has_the_keys_of_the_recorded_ones(
    contracts: Path, simulator: Simulator, callback: Callback, scene: str
) -> None:
    SCENES[scene](simulator.phone(BO))
    await simulator.settled()
    [value] = callback.values
    name = next(key for key in ("messages", "message_echoes") if key in value)
    [item] = value[name]
    _must_resemble(contracts, name, item)
    assert {"messaging_product", "metadata", name} <= value.keys()


async def test_statuses_have_the_keys_of_the_recorded_ones(
    contracts: Path, simulator: Simulator, callback: Callback, business: Business
) -> None:
    bo = simulator.phone(BO)
    bo.says("Hello")
    await business.sends(BO, "Hi", biz_opaque_callback_data="m-1")
    bo.reads()
    bo.faults.fail_later(131026)
    await business.sends(BO, "Hi", biz_opaque_callback_data="m-2")
    await simulator.settled()
    assert [one["status"] for one in callback.statuses] == ["sent", "delivered", "read", "failed"]
    for status in callback.statuses:
        _must_resemble(contracts, "statuses", status)


def _must_resemble(contracts: Path, name: str, item: Any) -> None:
    """No key that no sample of this kind has, and every key that all of them have."""
    kind = _kind(name, item)
    samples = [
        _paths(sample)
        for sample_name, sample in _sample_items(contracts)
        if sample_name == name and _kind(sample_name, sample) == kind
    ]
    assert samples, f"no sample of {kind}"
    ours = _paths(item)
    known = set[str]().union(*samples)
    assert ours - known - NEWER == set()
    always = {path for path in known if all(path in sample for sample in samples)}
    assert {path for path in always if "." not in path} - ours - CIRCUMSTANCES == set()
