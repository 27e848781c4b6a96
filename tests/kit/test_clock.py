"""The real clock."""

from datetime import UTC, timedelta

import pytest

from parley.kit.clock import SystemClock

pytestmark = pytest.mark.anyio


def test_now_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


async def test_sleep_until_returns_at_the_moment_and_not_before() -> None:
    clock = SystemClock()
    moment = clock.now() + timedelta(milliseconds=20)
    await clock.sleep_until(moment)
    assert clock.now() >= moment


async def test_sleep_until_a_past_moment_returns_at_once() -> None:
    clock = SystemClock()
    before = clock.now()
    await clock.sleep_until(before - timedelta(days=1))
    assert clock.now() - before < timedelta(seconds=1)
