"""Whether what users and teams are set up with exists: skills, channel kinds, calendars."""

from collections.abc import Iterable
from uuid import UUID

from parley.api.deps import Deps
from parley.api.scope import Scope
from parley.domain.errors import NotFound
from parley.domain.ids import CalendarId
from parley.storage.database import Connection
from parley.storage.setup import calendars, skills


async def require_calendar(connection: Connection, scope: Scope, calendar_id: UUID | None) -> None:
    """Raises NotFound."""
    if calendar_id is None:
        return
    found = await calendars.find_calendar(connection, scope.workspace_id, CalendarId(calendar_id))
    if found is None:
        raise NotFound("There is no such calendar.", field="body.calendar_id")


async def require_skills(connection: Connection, scope: Scope, slugs: Iterable[str]) -> None:
    """Raises NotFound, naming those that are missing."""
    missing = [
        slug
        for slug in slugs
        if await skills.find_skill(connection, scope.workspace_id, slug) is None
    ]
    if missing:
        raise NotFound("There is no such skill.", field="body.skills", missing=missing)


def require_kinds(deps: Deps, kinds: Iterable[str]) -> None:
    """Raises NotFound for kinds of channel that this program does not know."""
    missing = [kind for kind in kinds if kind not in deps.plugins]
    if missing:
        raise NotFound(
            "There is no such kind of channel.", field="body.channel_kinds", missing=missing
        )
