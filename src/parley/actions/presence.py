"""A user comes, goes, or takes a break."""

from msgspec.structs import replace

from parley.domain.actor import Actor
from parley.domain.desk import Desk
from parley.domain.errors import UserNotActive
from parley.domain.events import PresenceChanged
from parley.domain.ids import UserId
from parley.domain.people import Agent, Presence


def set_presence(
    desk: Desk, user_id: UserId, presence: Presence, *, reason: str | None = None, actor: Actor
) -> Agent:
    """Whoever comes online may get work at once, so the dispatcher is woken. Raises UserNotActive."""
    agent = desk.get_agent(user_id)
    user = desk.reference.users.get(user_id)
    if user is not None and user.deactivated_at is not None:
        raise UserNotActive(user_id=str(user_id))
    if (agent.presence, agent.presence_reason) == (presence, reason):
        return agent
    since = agent.presence_since if agent.presence is presence else desk.now
    changed = replace(agent, presence=presence, presence_reason=reason, presence_since=since)
    desk.agents.put(user_id, changed)
    desk.emit(PresenceChanged(user_id, presence, agent.presence, reason), actor=actor)
    if presence is Presence.ONLINE:
        desk.wakes_dispatcher = True
    return changed
