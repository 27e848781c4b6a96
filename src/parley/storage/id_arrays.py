"""Arrays of ids as Postgres takes them, in one go: the client's own asks of each id whether it is an array itself."""

from collections.abc import Collection
from typing import Protocol

# The domain over uuid[] that our statements name: only a type of our own may be written by us.
TYPE = "ids"
# One dimension, without and with gaps, of uuid; the number of elements and of the first one follow.
_FULL = bytes.fromhex("00000001 00000000 00000b86")
_WITH_GAPS = bytes.fromhex("00000001 00000001 00000b86")
_EMPTY = bytes.fromhex("00000000 00000000 00000b86")
_FROM_ONE = bytes.fromhex("00000001")
# An element stands behind its length.
_LENGTH = bytes.fromhex("00000010")
_GAP = bytes.fromhex("ffffffff")


class Id(Protocol):
    @property
    def bytes(self) -> bytes: ...


def encode(ids: Collection[Id | None]) -> bytes:
    if not ids:
        return _EMPTY
    behind = len(ids).to_bytes(4, "big") + _FROM_ONE
    found = [one.bytes for one in ids if one is not None]
    if len(found) == len(ids):
        return _LENGTH.join([_FULL + behind, *found])
    written = [_GAP if one is None else _LENGTH + one.bytes for one in ids]
    return b"".join([_WITH_GAPS, behind, *written])
