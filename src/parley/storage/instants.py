"""Instants as Postgres keeps them: microseconds since the beginning of the year 2000."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class InstantEncoder:
    """The client's own compares each instant with two infinities, across time zones, and converts it: a tenth of
    all that a message costs. Most instants of a batch are one and the same object, its `now`: the last is kept.
    """

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._told = (0,)

    def encode(self, at: datetime) -> tuple[int]:
        if at is not self._last:
            self._told = ((at - EPOCH) // MICROSECOND,)
            self._last = at
        return self._told


@lru_cache(maxsize=256)
def decode(told: tuple[int]) -> datetime:
    """Rows that were written together share their instants: each is made once, and kept once in memory."""
    return EPOCH + told[0] * MICROSECOND
