"""A desk in memory, on which all that exists is known."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from parley.domain.desk import Desk
from parley.domain.ids import UUID, UserId
from parley.domain.needs import Needs
from parley.domain.people import Agent, Presence
from parley.domain.promises import IdSource
from parley.domain.workspace import Reference


class CountingIds:
    """Ids 1, 2, 3 ...: ordered in time like the real ones, and the same in every rehearsal."""

    def __init__(self, first: int = 1) -> None:
        self._next = first

    def new_id(self) -> UUID:
        made = UUID(int=self._next)
        self._next += 1
        return made


def fixed_id(number: int) -> UUID:
    """An id far away from the counted ones."""
    return UUID(int=(0xD << 120) + number)


class Everything(frozenset[Any]):
    """A set that contains whatever is asked: on a desk in memory nothing is left to load."""

    def __contains__(self, item: object) -> bool:
        return True


def make_desk(
    reference: Reference,
    *,
    now: datetime,
    online: Iterable[UserId] = (),
    ids: IdSource | None = None,
) -> Desk:
    """An empty desk with a row of moving parts per user; those not in `online` are offline."""
    desk = Desk(reference, now=now, ids=ids or CountingIds())
    desk.known = Needs(*(Everything() for _ in Needs.__struct_fields__))
    present = set(online)
    for user in reference.users.values():
        presence = Presence.ONLINE if user.id in present else Presence.OFFLINE
        desk.agents.load(
            user.id, Agent(user.workspace_id, user.id, presence, None, now, 0, user.capacity)
        )
    return desk
