import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.domain.channel import NotThisProvider
from parley.domain.cleaning import (
    EARLIEST,
    KEY_LIMIT,
    bounded_time,
    clean_json,
    clean_key,
    clean_text,
    read_json,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANY_TEXT = st.text(st.characters() | st.characters(categories=["Cs"]) | st.just("\x00"))


@given(ANY_TEXT)
def test_clean_text_can_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert clean_text(cleaned) == cleaned


@given(ANY_TEXT, st.integers(1, 100))
def test_a_key_is_short_and_the_same_each_time(text: str, times: int) -> None:
    key = clean_key(text * times)
    assert key == clean_key(text * times)
    assert len(key) <= KEY_LIMIT


@given(st.floats() | st.integers() | st.text(max_size=20) | st.none())
def test_a_time_is_never_absurd(seconds: float | str | None) -> None:
    assert EARLIEST <= bounded_time(seconds, received_at=NOW) <= NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'\xef\xbb\xbf{"a":1}', {"a": 1}),
        (b'{"a":"\\ud83d\\ude00"}', {"a": "😀"}),
        (b'{"a\\u0000":"\\ud83d"}', {"a": "\ufffd"}),
        (b'{"a":"\xff\n"}', {"a": "\ufffd\n"}),
        (b'{"a":[NaN,1e999,-Infinity]}', {"a": [None, None, None]}),
        (b'{"a":1' + b"0" * 5000 + b"}", {"a": None}),
    ],
)
def test_what_a_strict_reader_refuses_is_read(body: bytes, expected: object) -> None:
    assert read_json(body) == expected
    assert json.loads(clean_json(body)) == expected


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\x00"])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(NotThisProvider):
        clean_json(body)
