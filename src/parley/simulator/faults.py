"""What may go wrong with a send on purpose: errors, silence, garbage, delays and rate limits."""

from collections import deque
from typing import Literal

from msgspec import Struct

FaultKind = Literal["error", "fails_later", "hang_up", "silence", "garbage"]


class Fault(Struct, frozen=True, forbid_unknown_fields=True):
    """How one send call goes wrong.

    `accepted` matters where no usable answer is given: True means the message reached the phone
    all the same, which is what makes the outcome unknown to the caller.
    """

    kind: FaultKind
    code: int = 131000
    status: int | None = None
    details: str = ""
    accepted: bool = True


class RateLimit:
    """A token bucket; `at` is in seconds, so a frozen clock never refills it."""

    def __init__(self, *, per_second: float, burst: int, code: int) -> None:
        self.per_second = per_second
        self.burst = burst
        self.code = code
        self._tokens = float(burst)
        self._filled_at: float | None = None

    def allows(self, at: float) -> bool:
        """Take a token if there is one."""
        if self._filled_at is not None:
            gained = max(0.0, at - self._filled_at) * self.per_second
            self._tokens = min(float(self.burst), self._tokens + gained)
        self._filled_at = at
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Faults:
    """The faults in store for a number or for one phone; each queued fault is used up by one send."""

    def __init__(self, *, limit_code: int) -> None:
        self._limit_code = limit_code
        self._queue: deque[Fault] = deque()
        self.limit: RateLimit | None = None
        self.answer_delay_seconds = 0.0

    def add(self, fault: Fault, *, times: int = 1) -> None:
        self._queue.extend([fault] * times)

    def fail_next(
        self, code: int, *, times: int = 1, status: int | None = None, details: str = ""
    ) -> None:
        """Refuse with the provider's error code; `status` overrides the usual HTTP status."""
        self.add(Fault("error", code=code, status=status, details=details), times=times)

    def fail_later(self, code: int, *, times: int = 1, details: str = "") -> None:
        """Accept, then report a failed status."""
        self.add(Fault("fails_later", code=code, details=details), times=times)

    def hang_next(self, *, accepted: bool = True, times: int = 1) -> None:
        """Cut the connection without an answer."""
        self.add(Fault("hang_up", accepted=accepted), times=times)

    def silence_next(self, *, accepted: bool = True, times: int = 1) -> None:
        """Keep the connection open and never answer."""
        self.add(Fault("silence", accepted=accepted), times=times)

    def garbage_next(self, *, status: int = 200, accepted: bool = True, times: int = 1) -> None:
        """Answer something that is not JSON."""
        self.add(Fault("garbage", status=status, accepted=accepted), times=times)

    def delay(self, seconds: float) -> None:
        """Answer every send this late, in real seconds; 0 ends it."""
        self.answer_delay_seconds = seconds

    def rate_limit(self, per_second: float, *, burst: int = 1, code: int | None = None) -> None:
        """Refuse what goes beyond; the code is 130429 for a number and 131056 for a phone."""
        chosen = self._limit_code if code is None else code
        self.limit = RateLimit(per_second=per_second, burst=burst, code=chosen)

    def take(self) -> Fault | None:
        return self._queue.popleft() if self._queue else None

    def clear(self) -> None:
        self._queue.clear()
        self.limit = None
        self.answer_delay_seconds = 0.0
