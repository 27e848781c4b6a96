"""The flood: what is built, what comes of it. How fast it is, the bench says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.simulator.load import blast, build_webhooks
from parley.simulator.webhooks import Sender, signature_of
from simulator.peers import APP_SECRET, Callback

pytestmark = pytest.mark.anyio

SENDER = Sender("1", "2", "15550100001")


@given(count=st.integers(0, 40), contacts=st.integers(1, 7), per_webhook=st.integers(1, 5))
def test_every_message_is_built_once_and_signed(
    count: int, contacts: int, per_webhook: int
) -> None:
    webhooks = list(
        build_webhooks(SENDER, APP_SECRET, count=count, contacts=contacts, per_webhook=per_webhook)
    )
    wamids = [wamid for webhook in webhooks for wamid in webhook.wamids]
    assert len(wamids) == len(set(wamids)) == count
    assert len({webhook.contact for webhook in webhooks}) <= contacts
    assert all(one.signature == signature_of(one.body, APP_SECRET) for one in webhooks)


async def test_a_blast_posts_all_in_the_order_of_each_contact(callback: Callback) -> None:
    webhooks = list(
        build_webhooks(SENDER, APP_SECRET, count=60, contacts=6, texts=("first", "then"))
    )
    callback.answers = [503]
    result = await blast(callback.url, webhooks, concurrency=4)
    assert (result.posts, result.messages) == (60, 60)
    assert result.answers == {200: 59, 503: 1}
    assert 0 < result.p50_seconds <= result.p99_seconds
    assert all(callback.signatures_match())
    for contact in {webhook.contact for webhook in webhooks}:
        sent = [wamid for one in webhooks if one.contact == contact for wamid in one.wamids]
        come = [one["id"] for one in callback.messages if one["from"] == contact]
        texts = [one["text"]["body"] for one in callback.messages if one["from"] == contact]
        assert come == sent
        assert texts == ["first", "then"] * 5


async def test_a_paced_blast_takes_its_time(callback: Callback) -> None:
    webhooks = build_webhooks(SENDER, APP_SECRET, count=10, contacts=5)
    result = await blast(callback.url, webhooks, concurrency=2, per_second=200)
    assert result.seconds >= 0.04
    assert result.answers == {200: 10}


async def test_a_callback_that_is_away_is_counted_and_not_waited_for() -> None:
    webhooks = build_webhooks(SENDER, APP_SECRET, count=3, contacts=1)
    result = await blast("http://127.0.0.1:9/hook", webhooks, concurrency=1)
    assert result.answers == {None: 3}
