"""Whatever arrives: nothing but a refusal is raised, and no readable event is lost."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.channels.custom.plugin import Custom
from parley.channels.inspection import events_of, line_of
from parley.channels.whatsapp.plugin import WhatsApp
from parley.domain.channel import ChannelPlugin, NotThisProvider

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class FixedClock:
    def now(self) -> datetime:
        return NOW


PLUGINS: dict[str, ChannelPlugin] = {"whatsapp": WhatsApp(), "custom": Custom(FixedClock())}
PAYLOADS = [
    (path.parent.name, json.loads(path.read_bytes()))
    for path in sorted((Path(__file__).parents[1] / "payloads").glob("*/*.json"))
]
KNOWN_WORDS = (
    "object whatsapp_business_account entry changes value messages statuses text type id from "
    "timestamp contactId events mId message inbound"
)
WORDS = st.sampled_from(KNOWN_WORDS.split()) | st.text(max_size=8)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=24,
)


def read(kind: str, body: bytes) -> list[bytes]:
    return [line_of(event) for event in events_of(PLUGINS[kind], body, received_at=NOW)]


@pytest.mark.parametrize("kind", list(PLUGINS))
@given(body=st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_and_break_nothing(kind: str, body: bytes) -> None:
    with pytest.raises(NotThisProvider):
        read(kind, body)
    with pytest.raises(NotThisProvider):
        PLUGINS[kind].parse(body, received_at=NOW)


@pytest.mark.parametrize("kind", list(PLUGINS))
@given(given_json=ANY_JSON)
def test_arbitrary_json_is_refused_or_read(kind: str, given_json: Any) -> None:
    body = json.dumps(given_json).encode()
    try:
        told = read(kind, body)
    except NotThisProvider:
        return
    assert all(isinstance(json.loads(line), dict) for line in told)


@settings(max_examples=200)
@given(data=st.data())
def test_a_payload_with_one_part_replaced_is_read(data: st.DataObject) -> None:
    kind, payload = data.draw(st.sampled_from(PAYLOADS))
    changed = json.loads(json.dumps(payload))
    place, key = data.draw(st.sampled_from(list(_places(changed))))
    place[key] = data.draw(ANY_JSON)
    try:
        told = read(kind, json.dumps(changed).encode())
    except NotThisProvider:
        return
    for line in told:
        assert b"\\u0000" not in line


@settings(max_examples=200)
@given(data=st.data())
def test_a_spoilt_message_never_costs_its_siblings(data: st.DataObject) -> None:
    def message(key: str) -> dict[str, Any]:
        body = {"id": key, "from": "491511", "timestamp": "1763800000", "type": "text"}
        return body | {"text": {"body": f"text {key}"}}

    spoilt: Any = message("spoilt")
    place, key = data.draw(st.sampled_from([*_places([spoilt])]))
    if place[key] is spoilt:
        spoilt = data.draw(ANY_JSON)
    else:
        place[key] = data.draw(ANY_JSON)
    messages = [message("before"), spoilt, message("after")]
    value = {"metadata": {"phone_number_id": "7"}, "messages": messages}
    hook = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "8", "changes": [{"field": "messages", "value": value}]}],
    }
    raws = PLUGINS["whatsapp"].split(json.dumps(hook).encode())
    told = [line for raw in raws for line in read("whatsapp", raw.body)]
    assert len(raws) == 3
    assert any(b'"body":"text before"' in line for line in told)
    assert any(b'"body":"text after"' in line for line in told)


@pytest.mark.parametrize(
    "bad", [b"\xff\xfe", b"\\ud800", b"\\u0000", b"\x00", b"\n", b"\\udfff\\ud800"]
)
@pytest.mark.parametrize("kind", list(PLUGINS))
def test_unclean_text_is_cleaned_and_its_siblings_are_kept(kind: str, bad: bytes) -> None:
    if kind == "whatsapp":
        body = (
            b'{"object":"whatsapp_business_account","entry":[{"id":"8","changes":[{"field":"messages","value":'
            b'{"metadata":{"phone_number_id":"7"},"messages":['
            b'{"id":"a","from":"491511","timestamp":"1763800000","type":"text","text":{"body":"x%sy"}},'
            b'{"id":"b","from":"491511","timestamp":"1763800000","type":"text","text":{"body":"z"}}]}}]}]}'
        ) % bad
    else:
        body = (
            b'{"channelId":"c","contactId":"bo","events":['
            b'{"type":"message","mId":"a","timestamp":1,"message":{"type":"text","text":"x%sy"}},'
            b'{"type":"message","mId":"b","timestamp":1,"message":{"type":"text","text":"z"}}]}'
        ) % bad
    first, second = (json.loads(line)["content"]["body"] for line in read(kind, body))
    assert first[0] == "x"
    assert first[-1] == "y"
    assert "\x00" not in first
    assert first.encode()
    assert second == "z"


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a JSON tree where a value stands."""
    keys: list[Any] = [*range(len(cast("list[Any]", node)))] if isinstance(node, list) else [*node]
    for key in keys:
        yield node, key
        if isinstance(node[key], dict | list):
            yield from _places(node[key])
