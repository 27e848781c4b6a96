"""The order of those who wait, for statements: the same as `parley.routing.queue.in_turn` gives."""

# What each entry `q` is ordered by, where :ageing is the workspace's minutes for a class of priority: with ageing a
# class is worth so many minutes of waiting; without, classes are strict. 100 is PRIORITY_SPAN.
TURN_CLASS = "CASE WHEN :ageing IS NULL THEN -greatest(least(q.priority, 100), -100) ELSE 0 END"
TURN_AT = (
    "q.since - greatest(least(q.priority, 100), -100) * make_interval(mins => coalesce(:ageing, 0))"
)
# As the workspace has set it: what is left out is the default of `Settings`, a null is "classes are strict".
AGEING = (
    "CASE WHEN settings ? 'ageing_minutes' THEN (settings ->> 'ageing_minutes')::int ELSE 30 END"
)


def order_of(ageing: str) -> str:
    """Write what follows ORDER BY; `ageing` is the column or the parameter that has the minutes."""
    return f"{turn_class(ageing)}, {turn_at(ageing)}, q.conversation_id"


def place_of(ageing: str) -> str:
    """Number those of each line from 1, as `parley.routing.places.list_places` does."""
    return f"row_number() OVER (PARTITION BY q.team_id ORDER BY {order_of(ageing)})"


def turn_class(ageing: str) -> str:
    return TURN_CLASS.replace(":ageing", ageing)


def turn_at(ageing: str) -> str:
    return TURN_AT.replace(":ageing", ageing)
