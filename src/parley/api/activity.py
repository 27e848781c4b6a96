"""Somebody did something: noted once a minute, and whoever was taken for absent is back (O21)."""

from parley.actions.presence import come_back
from parley.api.deps import Deps
from parley.domain.actor import user_actor
from parley.domain.ids import UUID, UserId, WorkspaceId
from parley.domain.needs import Needs
from parley.domain.people import Absence
from parley.storage import attendance


async def note_activity(deps: Deps, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """Costs a statement a minute and user, however much is done."""
    now = deps.clock.now()
    noted = deps.active_at.get(user_id)
    if noted is not None and now - noted < attendance.ACTIVITY_STEP:
        return
    absence = await attendance.note_active(deps.pool, workspace_id, user_id, now=now)
    if absence is not None:
        await _return(deps, workspace_id, user_id)
    deps.active_at[user_id] = now


async def note_socket(
    deps: Deps, workspace_id: WorkspaceId, user_id: UserId, socket_id: UUID
) -> None:
    """A socket that came back ends the absence that its loss began, and no other: an open page is nobody at work."""
    absence = await attendance.open_socket(
        deps.pool, workspace_id, user_id, socket_id, wall=deps.wall.now()
    )
    if absence is Absence.CONNECTION_LOST:
        await _return(deps, workspace_id, user_id)


async def _return(deps: Deps, workspace_id: WorkspaceId, user_id: UserId) -> None:
    async with deps.desk_for(workspace_id, Needs(agents=frozenset({user_id}))) as desk:
        come_back(desk, user_id, actor=user_actor(user_id))
    deps.announce(workspace_id)
    deps.wake_dispatcher(workspace_id)
