"""Two contacts that were one person all along: what storage has to move when a desk has merged them."""

from msgspec import Struct

from parley.domain.ids import UUID, ContactId


class Merge(Struct, frozen=True):
    """All that hangs on `other` now hangs on `into`, and the id of `other` leads there. `subjects` are the
    runs and conversations of `other` that a timer may be set for.
    """

    into: ContactId
    other: ContactId
    subjects: tuple[UUID, ...] = ()
