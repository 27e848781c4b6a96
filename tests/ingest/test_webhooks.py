"""What providers may post, and what anybody may post: each has its answer, and nothing waits behind it."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.api.group_commit import GroupCommit
from parley.api.webhooks import BODY_LIMIT
from parley.simulator.webhooks import signature_of
from parley.storage.journal import DEPTH_LIMIT, Lag, NewEntry, TableJournal
from worker.works import APP_SECRET, START, VERIFY, Works, call

pytestmark = pytest.mark.anyio


async def require_open_for_business(works: Works, *, seen: Sequence[str]) -> None:
    """A good message is handled after whatever came before."""
    answer = await works.post(works.body_of(works.said("and on it goes")))
    assert answer.status == 200
    await works.drain()
    assert await works.texts() == [*seen, "and on it goes"]


async def test_a_signed_webhook_is_stored_and_then_handled(works: Works) -> None:
    answer = await works.post(works.body_of(works.said("hello")))
    assert (answer.status, answer.body) == (200, b"")
    assert await works.count("journal") == 1
    await require_open_for_business(works, seen=["hello"])


@pytest.mark.parametrize(
    "signature", ["", "sha256=", "sha256=zz", "sha1=abc", "é", "sha256=" + "0" * 64]
)
async def test_an_unsigned_or_wrongly_signed_webhook_is_refused(
    works: Works, signature: str
) -> None:
    body = works.body_of(works.said("hello"))
    headers = [(b"x-hub-signature-256", signature.encode("latin-1"))] if signature else []
    answer = await works.post(body, signature="", headers=headers)
    assert answer.status == 401
    assert await works.count("journal") == 0


async def test_one_flipped_byte_anywhere_breaks_the_signature(works: Works) -> None:
    body = works.body_of(works.said("hello"))
    signature = signature_of(body, APP_SECRET)
    app = works.webhooks
    for position in range(0, len(body), 7):
        flipped = bytearray(body)
        flipped[position] ^= 1
        answer = await works.post(bytes(flipped), app=app, signature=signature)
        assert answer.status == 401, position
    assert await works.count("journal") == 0


@pytest.mark.parametrize("handle", ["nobody", "\0", "", "a/b", "x" * 65, "ünknown"])
async def test_another_endpoint_s_handle_is_unknown_and_nothing_is_said_of_it(
    works: Works, handle: str
) -> None:
    answer = await call(works.webhooks, "POST", f"/webhooks/{handle}", [b"{}"], [])
    assert answer.status == 404


async def test_more_than_4_mb_is_refused_by_its_length(works: Works) -> None:
    answer = await works.post(b" " * (BODY_LIMIT + 1))
    assert answer.status == 413
    assert b"4 MB" in answer.body


async def test_more_than_4_mb_is_refused_without_a_length_too(works: Works) -> None:
    half = b" " * (BODY_LIMIT // 2)
    answer = await works.post(half * 2 + b" ", chunks=[half, half, b" "])
    assert answer.status == 413
    assert await works.count("journal") == 0


async def test_exactly_4_mb_is_read(works: Works) -> None:
    answer = await works.post(b" " * BODY_LIMIT)
    assert answer.status == 200


async def test_a_lie_about_the_length_changes_nothing(works: Works) -> None:
    body = works.body_of(works.said("hello"))
    for told in (b"0", b"-5", b"many", b"99999"):
        answer = await works.post(body, headers=[(b"content-length", told)])
        assert answer.status == 200, told
    await require_open_for_business(works, seen=["hello"])


BAD_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "not JSON": b"hello",
    "half": b'{"object":"whatsapp_business_account","entry":[{"id"',
    "invalid UTF-8": b'{"object":"\xff\xfe"}',
    "a list": b"[1,2,3]",
    "a number": b"7",
    "null": b"null",
    "another provider": json.dumps({"update_id": 1, "message": {"text": "hi"}}).encode(),
    "another object": json.dumps({"object": "page", "entry": [{"id": "1"}]}).encode(),
    "nested for ever": b"[" * 100_000,
    "nested objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "wrong types": json.dumps({"object": "whatsapp_business_account", "entry": "no"}).encode(),
    "a huge number": b'{"object":' + b"9" * 5000 + b"}",
    "a BOM": b"\xef\xbb\xbf{}",
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_what_is_no_webhook_is_kept_for_a_person_and_holds_up_nobody(
    works: Works, name: str
) -> None:
    body = BAD_BODIES[name]
    answer = await works.post(body)
    assert answer.status == 200
    await works.drain()
    assert await works.column("SELECT body FROM dead_letter") == [body]
    await require_open_for_business(works, seen=[])


async def test_fields_and_types_that_nobody_knows_are_no_error(works: Works) -> None:
    event = works.event({"id": "wamid.1", "type": "telepathy", "telepathy": {"x": [1]}, "new": {}})
    await works.post(works.body_of(event))
    await works.drain()
    assert await works.column("SELECT content->>'type' FROM message") == ["unsupported"]
    unknown_field = {
        "object": "whatsapp_business_account",
        "brand_new": 1,
        "entry": [{"id": "1", "changes": [{"field": "moods", "value": {"mood": "fine"}}]}],
    }
    answer = await works.post(json.dumps(unknown_field).encode())
    assert answer.status == 200
    await works.drain()
    assert await works.count("dead_letter") == 0


TEXTS: dict[str, tuple[str, str]] = {
    "NUL": ("a\\u0000b", "ab"),
    "a lone surrogate": ("a\\ud83db", "a\ufffdb"),
    "a pair": ("\\ud83d\\ude00", "\U0001f600"),
}


@pytest.mark.parametrize("name", TEXTS)
async def test_text_that_postgres_refuses_is_cleaned(works: Works, name: str) -> None:
    escaped, kept = TEXTS[name]
    body = works.body_of(works.said("PLACE", wamid="wamid.1")).replace(b"PLACE", escaped.encode())
    assert (await works.post(body)).status == 200
    await require_open_for_business(works, seen=[kept])
    assert await works.count("dead_letter") == 0


async def test_invalid_utf_8_within_a_text_costs_only_the_character(works: Works) -> None:
    body = works.body_of(works.said("PLACE", wamid="wamid.1")).replace(b"PLACE", b"caf\xe9 ole")
    assert (await works.post(body)).status == 200
    await require_open_for_business(works, seen=["caf\ufffd ole"])


@pytest.mark.parametrize("stamp", ["0", "-1", "99999999999999", "NaN", "1e400", "", "tomorrow"])
async def test_absurd_timestamps_become_the_hour_of_arrival(works: Works, stamp: str) -> None:
    event = works.event(
        {"id": "wamid.1", "timestamp": stamp, "type": "text", "text": {"body": "x"}}
    )
    await works.post(works.body_of(event))
    await works.drain()
    assert await works.column("SELECT sort_at FROM message") == [START]
    await require_open_for_business(works, seen=["x"])


async def test_a_message_from_tomorrow_does_not_make_today_s_late(works: Works) -> None:
    """Within the day that is tolerated: else nothing that the contact writes today would open."""
    await works.hears("from tomorrow", at=START + timedelta(hours=23))
    await works.parts.pool.execute(
        "UPDATE conversation SET closed_at = opened_at, status = 'closed', closed_by = 'api'"
    )
    works.clock.advance(60)
    await works.hears("from today")
    assert await works.count("conversation WHERE closed_at IS NULL") == 1
    assert (
        await works.value("SELECT max(last_inbound_at) FROM contact_channel") <= works.clock.now()
    )


async def test_ten_thousand_messages_in_one_webhook_are_all_kept_in_order(works: Works) -> None:
    texts = [f"m{number:05}" for number in range(10_000)]
    body = works.body_of(
        *(works.said(text, by=f"49151{n % 50:08}") for n, text in enumerate(texts))
    )
    assert len(body) < BODY_LIMIT
    assert (await works.post(body)).status == 200
    assert await works.count("journal") == 10_000
    await works.drain()
    assert await works.count("message") == 10_000
    assert await works.count("conversation") == 50
    first = await works.column(
        """
        SELECT content->>'body' FROM message JOIN identity USING (workspace_id, contact_id)
        WHERE identity.value = $1 ORDER BY message.id
        """,
        "4915100000007",
    )
    assert first == texts[7::50]


async def test_the_handshake_is_answered_to_who_knows_the_token(works: Works) -> None:
    asked = f"hub.mode=subscribe&hub.verify_token={VERIFY}&hub.challenge=12345"
    answer = await works.get(asked)
    assert (answer.status, answer.body) == (200, b"12345")
    assert (await works.get(asked.replace(VERIFY, "guess"))).status == 403
    assert (await works.get("")).status == 403


async def test_other_methods_are_refused(works: Works) -> None:
    path = f"/webhooks/{works.lines[0].handle}"
    for method in ("PUT", "DELETE", "PATCH"):
        assert (await call(works.webhooks, method, path, [b""], [])).status == 405


# -- back-pressure and the shared commit -------------------------------------------------------------


class Counting(TableJournal):
    """Counts its commits, fails on request, and says it is as deep as a test wants."""

    commits = 0
    fails = False
    depth = 0
    gate: asyncio.Event | None = None

    async def append(self, entries: Sequence[NewEntry]) -> None:
        self.commits += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.fails:
            raise ConnectionResetError
        await super().append(entries)

    async def lag(self, *, now: datetime) -> Lag:
        return Lag(self.depth, (now - START).total_seconds())


async def test_ingest_answers_503_while_too_much_waits_and_takes_it_later(works: Works) -> None:
    journal = Counting(works.parts.pool)
    journal.depth = DEPTH_LIMIT + 1
    app = works.make_webhooks(GroupCommit(journal, works.clock))
    answer = await works.post(works.body_of(works.said("hello")), app=app)
    assert answer.status == 503
    assert int(answer.headers[b"retry-after"]) > 0
    assert await works.count("journal") == 0


async def test_concurrent_requests_share_a_commit(works: Works) -> None:
    journal = Counting(works.parts.pool)
    app = works.make_webhooks(GroupCommit(journal, works.clock))
    answers = await asyncio.gather(
        *(works.post(works.body_of(works.said(f"m {n}")), app=app) for n in range(100))
    )
    assert {answer.status for answer in answers} == {200}
    assert await works.count("journal") == 100
    assert journal.commits < 50


async def test_a_flush_that_fails_gives_every_waiter_503_and_the_next_one_works(
    works: Works,
) -> None:
    journal = Counting(works.parts.pool)
    app = works.make_webhooks(GroupCommit(journal, works.clock))
    journal.fails = True
    bodies = [works.body_of(works.said(f"m {n}")) for n in range(20)]
    answers = await asyncio.gather(*(works.post(body, app=app) for body in bodies))
    assert {answer.status for answer in answers} == {503}
    assert await works.count("journal") == 0
    journal.fails = False
    again = await asyncio.gather(*(works.post(body, app=app) for body in bodies))
    assert {answer.status for answer in again} == {200}
    assert await works.count("journal") == 20


async def test_a_client_that_leaves_cancels_neither_its_own_nor_another_s_commit(
    works: Works,
) -> None:
    journal = Counting(works.parts.pool)
    journal.gate = asyncio.Event()
    app = works.make_webhooks(GroupCommit(journal, works.clock))
    leaving = asyncio.create_task(works.post(works.body_of(works.said("leaves")), app=app))
    staying = asyncio.create_task(works.post(works.body_of(works.said("stays")), app=app))
    while not journal.commits:  # noqa: ASYNC110 - the request says nothing until it is answered
        await asyncio.sleep(0)
    leaving.cancel()
    journal.gate.set()
    assert (await staying).status == 200
    with pytest.raises(asyncio.CancelledError):
        await leaving
    await works.drain()
    assert sorted(await works.texts()) == ["leaves", "stays"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=400))
async def test_no_bytes_at_all_make_ingest_fail(works: Works, body: bytes) -> None:
    assert (await works.post(body)).status == 200
