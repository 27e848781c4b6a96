"""The real clock: the one place that asks the system for the time."""

import asyncio
from datetime import UTC, datetime

# Long sleeps are cut, so that a change of the system's clock is noticed.
LONGEST_NAP_SECONDS = 30.0


class SystemClock:
    """Wall-clock time, always aware and in UTC."""

    def now(self) -> datetime:
        return datetime.now(tz=UTC)  # noqa: TID251 - everybody else is handed this clock

    async def sleep_until(self, moment: datetime) -> None:
        """Return at `moment` or just after; at once when it has passed."""
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time is what it waits for
            await asyncio.sleep(min(left, LONGEST_NAP_SECONDS))
