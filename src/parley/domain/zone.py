"""Time zones by their IANA names; what is no zone is refused by name."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from parley.domain.errors import Invalid


class UnknownZone(Invalid):
    code = "unknown_zone"
    message = "This time zone is not known; write it like Europe/Berlin."


@cache
def list_zones() -> frozenset[str]:
    """Looked up once: the list is read from disk."""
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    return name in list_zones()


def get_zone(name: str) -> ZoneInfo:
    """Raises UnknownZone, also for a name that would lead out of the zones' own folder."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone=name) from error
