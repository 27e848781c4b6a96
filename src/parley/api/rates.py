"""Token buckets: how often one address or one caller may ask."""

from collections import OrderedDict
from datetime import datetime
from math import ceil

from parley.api.limits import BUCKETS_KEPT
from parley.api.refusals import TooManyRequests


class Buckets:
    """One bucket per subject: `burst` tokens at most, `rate` new ones a second. Kept per process; the
    least recently used bucket goes when there are too many.
    """

    def __init__(self, *, rate: float, burst: float, kept: int = BUCKETS_KEPT) -> None:
        self._rate = rate
        self._burst = burst
        self._kept = kept
        self._levels: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def take(self, subject: str, *, now: datetime) -> None:
        """Takes one token, or raises TooManyRequests saying when there will be one."""
        level, since = self._levels.get(subject, (self._burst, now))
        passed = max(0.0, (now - since).total_seconds())
        level = min(self._burst, level + passed * self._rate)
        if level < 1:
            wait = max(1, ceil((1 - level) / self._rate))
            raise TooManyRequests(retry_after=wait)
        self._levels[subject] = (level - 1, now)
        self._levels.move_to_end(subject)
        if len(self._levels) > self._kept:
            self._levels.popitem(last=False)
