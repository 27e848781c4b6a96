"""Where somebody stands in a line, and how long that lasts: one count for every view and for workflows."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from parley.domain.ids import ConversationId, TeamId
from parley.domain.queue import QueueEntry
from parley.routing.queue import in_turn

THROUGHPUT_SPAN = timedelta(hours=1)


def list_places(
    entries: Iterable[QueueEntry], *, ageing_minutes: int | None
) -> dict[ConversationId, int]:
    """Number those of each line, from 1, as the matcher serves them; a line is a team's, or everybody's."""
    counted: Counter[TeamId | None] = Counter()
    places: dict[ConversationId, int] = {}
    for entry in in_turn(entries, ageing_minutes=ageing_minutes):
        counted[entry.team_id] += 1
        places[entry.conversation_id] = counted[entry.team_id]
    return places


def expect_wait(place: int, *, given_out: int) -> timedelta | None:
    """Tell how long until whoever stands at this place is served, from what the line gave out in the last
    hour (Little's law on the throughput, as delay estimators of call centres take it); None while that was
    nothing.
    """
    return place * THROUGHPUT_SPAN / given_out if given_out > 0 else None
