"""The simulator's clock: any source of time, which tests and `POST /sim/clock` can move."""

import time
from collections.abc import Callable

Now = Callable[[], float]


class SimulatorClock:
    """Seconds since 1970, UTC; `advance` and `move_to` shift what the source says."""

    def __init__(self, source: Now = time.time) -> None:
        self._source = source
        self._shift = 0.0
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> float:
        return self._source() + self._shift

    def advance(self, seconds: float) -> None:
        self._shift += seconds
        for listener in self._listeners:
            listener()

    def move_to(self, at: float) -> None:
        self.advance(at - self.now())

    def on_move(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)
