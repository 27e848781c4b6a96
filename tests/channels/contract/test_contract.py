"""What every channel kind must keep, whichever it is."""

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from parley.channels.inspection import events_of, line_of
from parley.domain.channel import (
    ChannelPlugin,
    InboundMessage,
    NoAnswer,
    NotThisProvider,
    Rejected,
    Sent,
    Unavailable,
    Unknown,
)
from parley.domain.content import Button, Location, Media, Prompt, Text
from parley.domain.message import ErrorClass

pytestmark = pytest.mark.anyio

PICTURE = "https://files.example.com/menu.png"
DOCS = Path(__file__).parents[3] / "docs"


def test_the_manifest_says_all_that_screens_need(kind: Any) -> None:
    plugin: ChannelPlugin = kind.plugin
    manifest = plugin.manifest
    assert manifest.kind == kind.channel.kind
    assert manifest.name
    assert "text" in manifest.sends
    assert manifest.text_limit > 0
    assert manifest.button_limit > 0
    assert manifest.button_title_limit > 0
    assert manifest.identity_schemes
    assert manifest.opens_on
    assert {field.name for field in manifest.config_fields if field.secret}
    assert all(
        field.label and (field.help or not field.required) for field in manifest.config_fields
    )


def test_the_kind_has_a_page_of_its_own(kind: Any) -> None:
    page = DOCS / kind.plugin.manifest.docs
    text = page.read_text()
    for field in kind.plugin.manifest.config_fields:
        assert field.label in text, f"{page} does not tell of {field.label}"


def test_enough_payloads_are_recorded(kind: Any) -> None:
    assert len(kind.payloads) >= {"whatsapp": 12, "custom": 5}[kind.channel.kind]


def test_the_right_secret_opens_and_one_flipped_byte_does_not(kind: Any) -> None:
    body = kind.payloads[0].read_bytes()
    endpoint = kind.endpoint("former", "current")
    for secret in endpoint.secrets:
        headers = kind.sign(body, secret)
        assert kind.plugin.verify(headers, body, endpoint=endpoint)
        name, value = next(iter(headers.items()))
        flipped = {name: value[:-1] + ("0" if value[-1] != "0" else "1")}
        assert not kind.plugin.verify(flipped, body, endpoint=endpoint)
    assert not kind.plugin.verify(kind.sign(body, "wrong"), body, endpoint=endpoint)
    assert not kind.plugin.verify({}, body, endpoint=endpoint)


def test_an_endpoint_without_a_secret_lets_nobody_in(kind: Any) -> None:
    assert not kind.plugin.verify(kind.sign(b"{}", ""), b"{}", endpoint=kind.endpoint(""))


def test_headers_that_are_no_ascii_are_refused_and_break_nothing(kind: Any) -> None:
    headers = {"x-hub-signature-256": "sha256=ü\udcff", "authorization": "Bearer ü\udcff"}
    assert not kind.plugin.verify(headers, b"{}", endpoint=kind.endpoint())


def test_a_payload_twice_and_shuffled_says_the_same(kind: Any, now: datetime) -> None:
    chance = random.Random(7)  # noqa: S311 - a fixed order, not a secret
    for path in kind.payloads:
        pieces = kind.plugin.split(path.read_bytes())
        assert pieces, path
        told = {line_of(e) for e in events_of(kind.plugin, path.read_bytes(), received_at=now)}
        again = [*pieces, *pieces]
        chance.shuffle(again)
        retold = [e for raw in again for e in kind.plugin.parse(raw.body, received_at=now)]
        assert {line_of(e) for e in retold} == told, path


def test_a_piece_is_its_own_only_piece(kind: Any) -> None:
    for path in kind.payloads:
        for raw in kind.plugin.split(path.read_bytes()):
            assert [(p.sender, p.body) for p in kind.plugin.split(raw.body)] == [
                (raw.sender, raw.body)
            ], path


def test_what_opens_is_in_the_manifest(kind: Any, now: datetime) -> None:
    for path in kind.payloads:
        for event in events_of(kind.plugin, path.read_bytes(), received_at=now):
            if isinstance(event, InboundMessage) and event.opens:
                tag = (
                    msgspec.structs.fields(type(event.content))
                    and type(event.content).__struct_config__.tag
                )
                assert tag in kind.plugin.manifest.opens_on, path


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff",
        b"17",
        b"[]",
        b"{}",
        b"null",
        b'{"object":"page","entry":[]}',
        b"[" * 90_000,
    ],
    ids=["nothing", "noise", "number", "list", "empty", "null", "messenger", "deep"],
)
def test_another_providers_payload_is_refused(kind: Any, body: bytes, now: datetime) -> None:
    with pytest.raises(NotThisProvider):
        kind.plugin.split(body)
    with pytest.raises(NotThisProvider):
        kind.plugin.parse(body, received_at=now)


async def test_an_accepted_message_has_its_name(kind: Any, reply: Callable[..., Any]) -> None:
    http = reply(200, kind.accepted)
    assert isinstance(await kind.send(http), Sent)
    assert http.url.startswith(kind.base_url.rstrip("/"))
    assert http.headers["authorization"].startswith("Bearer token-")


async def test_an_answer_without_a_name_leaves_it_unknown(
    kind: Any, reply: Callable[..., Any]
) -> None:
    for garbage in (b"", b"OK", b"[]", b'{"messages":[]}', b'{"mId":null}', b"\xff", b"[" * 90_000):
        assert isinstance(await kind.send(reply(200, garbage)), Unknown), garbage


async def test_no_connection_means_surely_not_sent(kind: Any, reply: Callable[..., Any]) -> None:
    silence = NoAnswer("refused", may_have_arrived=False)
    assert isinstance(await kind.send(reply(silence=silence)), Unavailable)


async def test_too_many_requests_wait_as_long_as_asked(
    kind: Any, reply: Callable[..., Any]
) -> None:
    outcome = await kind.send(reply(429, headers={"Retry-After": "3600"}))
    assert isinstance(outcome, Unavailable)
    assert outcome.failure.error_class is ErrorClass.RATE
    assert outcome.retry_after == 3600


async def test_a_server_error_is_tried_again(kind: Any, reply: Callable[..., Any]) -> None:
    outcome = await kind.send(reply(500, b"<html>"))
    assert isinstance(outcome, Unavailable)
    assert not outcome.pauses_channel


async def test_a_refused_token_pauses_the_channel(kind: Any, reply: Callable[..., Any]) -> None:
    outcome = await kind.send(reply(401, b""))
    assert isinstance(outcome, Unavailable)
    assert outcome.pauses_channel


async def test_what_cannot_be_sent_is_rejected_with_its_number(
    kind: Any, reply: Callable[..., Any]
) -> None:
    limit = kind.plugin.manifest.text_limit
    outcome = await kind.send(reply(200, kind.accepted), Text("x" * (limit + 1)))
    assert isinstance(outcome, Rejected)
    assert str(limit) in outcome.failure.text
    assert isinstance(await kind.send(reply(200, kind.accepted), Text("x" * limit)), Sent)
    for content in (Text(" \n"), Location(1, 2), Media("sticker", url=PICTURE), Media("image")):
        http = reply(200, kind.accepted)
        refused = await kind.send(http, content)
        assert isinstance(refused, Rejected)
        assert refused.failure.error_class is ErrorClass.CONTENT
        assert http.body == b"", "nothing leaves that is refused here"


async def test_every_kind_of_file_of_the_manifest_is_sent_by_its_address(
    kind: Any, reply: Callable[..., Any]
) -> None:
    manifest = kind.plugin.manifest
    assert ("media" in manifest.sends) is bool(manifest.files)
    for media, rule in manifest.files.items():
        caption = "Our menu" if rule.takes_caption else None
        http = reply(200, kind.accepted)
        file = Media(media, url=PICTURE, filename="menu.png", caption=caption)
        assert isinstance(await kind.send(http, file), Sent), media
        sent = http.body.decode()
        assert PICTURE in sent, media
        assert caption is None or caption in sent, media
        assert rule.most_bytes > 0


async def test_a_caption_beyond_the_limit_is_rejected_with_its_number(
    kind: Any, reply: Callable[..., Any]
) -> None:
    manifest = kind.plugin.manifest
    for media, rule in manifest.files.items():
        http = reply(200, kind.accepted)
        long = "x" * (manifest.caption_limit + 1 if rule.takes_caption else 1)
        refused = await kind.send(http, Media(media, url=PICTURE, caption=long))
        assert isinstance(refused, Rejected), media
        assert refused.failure.error_class is ErrorClass.CONTENT
        assert http.body == b"", "nothing leaves that is refused here"
        assert not rule.takes_caption or str(manifest.caption_limit) in refused.failure.text


async def test_a_file_fails_as_a_text_does(kind: Any, reply: Callable[..., Any]) -> None:
    file = Media("image", url=PICTURE)
    assert isinstance(await kind.send(reply(200, b"OK"), file), Unknown)
    silence = NoAnswer("refused", may_have_arrived=False)
    assert isinstance(await kind.send(reply(silence=silence), file), Unavailable)
    paused = await kind.send(reply(401, b""), file)
    assert isinstance(paused, Unavailable)
    assert paused.pauses_channel


async def test_buttons_beyond_the_limits_become_numbered_text(
    kind: Any, reply: Callable[..., Any]
) -> None:
    titles = [f"Option {number}" for number in range(1, 12)]
    buttons = tuple(Button(f"id-{title}", title) for title in titles)
    http = reply(200, kind.accepted)
    assert isinstance(await kind.send(http, Prompt("Choose", buttons)), Sent)
    assert "11. Option 11" in http.body.decode()
