"""Two contacts that were one person all along: what storage has to move when a desk has merged them."""

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from parley.domain.ids import UUID, ContactId
from parley.domain.message import Comment
from parley.domain.timer import Timer

Owned = TypeVar("Owned", Comment, Timer)


class Merge(Struct, frozen=True):
    """All that hangs on `other` now hangs on `into`, and the id of `other` leads there. `subjects` are the
    runs and conversations of `other` that a timer may be set for.
    """

    into: ContactId
    other: ContactId
    subjects: tuple[UUID, ...] = ()

    def move(self, value: Owned) -> Owned:
        return replace(value, contact_id=self.into) if value.contact_id == self.other else value
