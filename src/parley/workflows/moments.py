"""Dates and times that a workflow reads: with an offset they are exact, else by the clock on some wall."""

from datetime import UTC, datetime

from parley.domain.zone import UnknownZone, get_zone
from parley.workflows.paths import find_value, in_workspace_zone
from parley.workflows.variables import fill, list_places
from parley.workflows.view import Scene


def find_moment(template: str, zone: str, scene: Scene) -> datetime | None:
    """What the text says, once its places are filled: `2026-12-24`, `2026-12-24 09:00` or with an offset.
    None if that is no date, or one that does not exist. An hour that the clocks skip is the one after it,
    an hour that they repeat the first of the two. `zone` empty: the workspace's.
    """
    known = _find_known(template, scene)
    if known is not None:
        return known
    text = fill(template, scene).text.strip()
    try:
        wall = datetime.fromisoformat(text)
        return _placed(wall, zone or scene.view.reference.settings.timezone)
    except (ValueError, OverflowError, UnknownZone):
        return None


def wall_clock(scene: Scene, zone: str) -> datetime:
    """What the clock on the wall shows now. Raises UnknownZone."""
    if not zone:
        return in_workspace_zone(scene.view.now, scene.view.reference).replace(tzinfo=None)
    return scene.view.now.astimezone(get_zone(zone)).replace(tzinfo=None)


def _find_known(template: str, scene: Scene) -> datetime | None:
    """A place that holds a moment is not read by way of its words."""
    places = list(list_places(template))
    if len(places) != 1 or template.strip() != "{{" + places[0].raw + "}}" or places[0].filters:
        return None
    value = find_value(places[0].path, scene.run, scene.view) if places[0].path else None
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def _placed(wall: datetime, zone: str) -> datetime:
    return (wall if wall.tzinfo is not None else wall.replace(tzinfo=get_zone(zone))).astimezone(
        UTC
    )
