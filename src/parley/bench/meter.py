"""What a stretch of work cost: seconds, CPU of Python and of Postgres, statements."""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import psutil


@dataclass
class Meter:
    """`with meter: ...`, any number of times: it adds up.

    CPU seconds are of this process, and of all Postgres processes below `postmaster` (those that ended
    meanwhile count through their parent).
    """

    postmaster: int | None
    seconds: float = 0.0
    python_seconds: float = 0.0
    postgres_seconds: float = 0.0

    def __enter__(self) -> Self:
        self._began = time.perf_counter()
        self._python = time.process_time()
        self._postgres = self._postgres_now()
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        self.seconds += time.perf_counter() - self._began
        self.python_seconds += time.process_time() - self._python
        self.postgres_seconds += self._postgres_now() - self._postgres

    @property
    def cpu_seconds(self) -> float:
        return self.python_seconds + self.postgres_seconds

    def _postgres_now(self) -> float:
        if self.postmaster is None:
            return 0.0
        head = psutil.Process(self.postmaster)
        times = head.cpu_times()
        total = times.user + times.system + times.children_user + times.children_system
        for child in head.children(recursive=True):
            try:
                used = child.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += used.user + used.system
        return total


def memory_mb(pids: list[int]) -> float:
    """Proportional set size of these processes together: shared pages count once."""
    total = 0.0
    for pid in pids:
        try:
            total += psutil.Process(pid).memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / 1_000_000
