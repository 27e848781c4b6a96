"""Ids and handles."""

import os
import time
import uuid

from asyncpg.pgproto.pgproto import UUID
from hypothesis import given
from hypothesis import strategies as st

from parley.kit.identifiers import IdSource


def test_an_id_is_a_version_7_uuid_of_the_database_driver() -> None:
    made = IdSource().new_id()
    assert isinstance(made, UUID)
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_an_id_tells_the_millisecond_it_was_made_in() -> None:
    before = time.time_ns() // 1_000_000
    made = IdSource().new_id()
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


@given(st.lists(st.integers(min_value=0, max_value=2**47), min_size=1, max_size=50))
def test_ids_rise_whatever_the_clock_does(times: list[int]) -> None:
    moments = iter(times)
    source = IdSource(seed=1, nanoseconds=lambda: next(moments) * 1_000_000)
    made = [source.new_id() for _ in times]
    assert made == sorted(set(made))
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)


def test_ids_rise_when_a_millisecond_is_used_up() -> None:
    source = IdSource(seed=1, nanoseconds=lambda: 5_000_000)
    source.new_id()
    source._last_random = (1 << 74) - 1
    last_of_five = source._last_random
    following = source.new_id()
    assert following.int >> 80 == 6
    assert source._last_random < last_of_five


def test_the_same_seed_makes_the_same_ids_and_handles() -> None:
    left, right = (IdSource(seed=7, nanoseconds=lambda: 1_000_000_000) for _ in range(2))
    assert [left.new_id() for _ in range(3)] == [right.new_id() for _ in range(3)]
    assert left.new_handle() == right.new_handle()


def test_two_sources_without_a_seed_differ() -> None:
    left, right = (IdSource(nanoseconds=lambda: 1_000_000_000) for _ in range(2))
    assert left.new_id() != right.new_id()


def test_a_forked_child_does_not_repeat_its_parents_ids() -> None:
    source = IdSource(nanoseconds=lambda: 1_000_000_000)
    source.new_id()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, source.new_id().bytes)
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        made_by_child = file.read()
    assert len(made_by_child) == 16
    # Both may count on within the millisecond; the strides differ.
    assert source.new_id().bytes != made_by_child


def test_a_handle_is_128_bits_in_url_characters() -> None:
    source = IdSource()
    handles = {source.new_handle() for _ in range(1_000)}
    assert len(handles) == 1_000
    assert all(
        len(handle) == 22 and handle.replace("-", "").replace("_", "").isalnum()
        for handle in handles
    )
