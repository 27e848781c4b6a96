"""Sealing, passwords and tokens."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.kit.crypto import (
    CannotUnseal,
    KeyFileRefused,
    KeyRing,
    add_key,
    hash_password,
    hash_token,
    is_hash_outdated,
    is_password,
    is_same,
    key_id_of,
    load_key_ring,
    new_token,
    parse_key_ring,
)

RING = KeyRing({"old": b"o" * 32, "new": b"n" * 32}, current="new")


@given(st.binary(max_size=500), st.binary(max_size=50))
def test_what_was_sealed_opens_in_its_place(plain: bytes, place: bytes) -> None:
    assert RING.unseal(RING.seal(plain, aad=place), aad=place) == plain


def test_the_same_value_never_looks_the_same_twice() -> None:
    assert RING.seal(b"token", aad=b"") != RING.seal(b"token", aad=b"")


def test_a_sealed_value_does_not_open_in_another_place() -> None:
    sealed = RING.seal(b"token", aad=b"workspace 1, channel 1")
    with pytest.raises(CannotUnseal, match="another place"):
        RING.unseal(sealed, aad=b"workspace 2, channel 1")


def test_no_byte_of_a_sealed_value_can_be_changed() -> None:
    sealed = RING.seal(b"token", aad=b"here")
    for index in range(len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= 1
        with pytest.raises(CannotUnseal):
            RING.unseal(bytes(changed), aad=b"here")


def test_no_cut_of_a_sealed_value_opens() -> None:
    sealed = RING.seal(b"token", aad=b"here")
    for length in range(len(sealed)):
        with pytest.raises(CannotUnseal):
            RING.unseal(sealed[:length], aad=b"here")


@pytest.mark.parametrize("sealed", [b"", b"\x02abc", b"\x01\x01\xff" + b"n" * 40])
def test_bytes_that_were_never_sealed_do_not_open(sealed: bytes) -> None:
    with pytest.raises(CannotUnseal):
        RING.unseal(sealed, aad=b"")


def test_an_older_key_still_opens_and_the_current_one_seals() -> None:
    before = KeyRing({"old": b"o" * 32}, current="old").seal(b"token", aad=b"")
    assert RING.unseal(before, aad=b"") == b"token"
    assert (key_id_of(before), key_id_of(RING.seal(b"", aad=b"")), RING.current) == (
        "old",
        "new",
        "new",
    )


def test_a_key_that_is_gone_is_named() -> None:
    sealed = KeyRing({"lost": b"l" * 32}, current="lost").seal(b"token", aad=b"")
    with pytest.raises(CannotUnseal, match="lost"):
        RING.unseal(sealed, aad=b"")


def test_the_key_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    sealed = load_key_ring(path).seal(b"token", aad=b"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key_ring(path).unseal(sealed, aad=b"") == b"token"


def test_an_added_key_becomes_the_current_one_and_the_old_one_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    sealed = load_key_ring(path).seal(b"token", aad=b"")
    added = add_key(path)
    ring = load_key_ring(path)
    assert ring.current == added
    assert ring.unseal(sealed, aad=b"") == b"token"


def test_a_key_file_open_to_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    load_key_ring(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileRefused, match="chmod 600"):
        load_key_ring(path)


@pytest.mark.parametrize("text", ["", "a", "a !!", "a c2hvcnQ=", f"{'a' * 33} {'A' * 43}="])
def test_text_that_is_no_key_ring_is_refused(text: str) -> None:
    with pytest.raises(KeyFileRefused, match="PARLEY_KEYS"):
        parse_key_ring(text, origin="PARLEY_KEYS")


def test_a_password_fits_its_hash_and_no_other_does() -> None:
    made = hash_password("correct horse")
    assert made.startswith("$argon2id$")
    assert "m=19456,t=2,p=1" in made
    assert is_password("correct horse", made)
    assert not is_password("correct Horse", made)
    assert not is_hash_outdated(made)


@pytest.mark.parametrize("stored", [None, "", "not a hash"])
def test_nobody_signs_in_without_a_hash(stored: str | None) -> None:
    assert not is_password("anything", stored)


def test_a_weaker_hash_is_outdated() -> None:
    weak = "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21l$mUf0uwqmDrDwwhDDHZBdpA"
    assert is_hash_outdated(weak)


def test_a_token_is_random_named_and_hashed_the_same_each_time() -> None:
    token = new_token("parley")
    assert token.startswith("parley_")
    assert token != new_token("parley")
    assert hash_token(token) == hash_token(token)
    assert len(hash_token(token)) == 32


def test_comparison_of_secrets() -> None:
    secret = os.urandom(16)
    assert is_same(secret, bytes(secret))
    assert not is_same(secret, secret[:-1])
