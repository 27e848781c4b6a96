"""What the pure core asks of the shell: the hour and fresh names."""

from datetime import datetime
from typing import Protocol

from parley.domain.ids import UUID


class Clock(Protocol):
    """The hour, in UTC with a zone."""

    def now(self) -> datetime: ...


class IdSource(Protocol):
    """Time-ordered ids, unique across processes."""

    def new_id(self) -> UUID: ...
