"""Instants as Postgres keeps them: microseconds since the beginning of the year 2000."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
KEPT = 256


class _Told(dict[datetime, tuple[int]]):
    """The client's own compares each instant with two infinities, across time zones, and converts it: a tenth of
    all that a message costs. Most instants of a batch are one and the same, its `now`.
    """

    def __missing__(self, at: datetime) -> tuple[int]:
        told = ((at - EPOCH) // MICROSECOND,)
        if at.tzinfo is UTC:  # elsewhere two instants of one night may be equal
            if len(self) >= KEPT:
                self.clear()
            self[at] = told
        return told


class _Read(dict[tuple[int], datetime]):
    """Rows that were written together share their instants: each is made once, and kept once in memory."""

    def __missing__(self, told: tuple[int]) -> datetime:
        if len(self) >= KEPT:
            self.clear()
        at = self[told] = EPOCH + told[0] * MICROSECOND
        return at


# The dictionaries' own: asked forty times a message.
encode = _Told().__getitem__
decode = _Read().__getitem__
