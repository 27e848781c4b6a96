"""A user comes, goes, or takes a break; and the system notices who has gone without a word (O21)."""

from msgspec.structs import replace

from parley.domain.actor import SYSTEM, Actor
from parley.domain.desk import Desk
from parley.domain.errors import UnknownBreakReason, UserNotActive
from parley.domain.events import PresenceChanged
from parley.domain.ids import UserId
from parley.domain.people import Absence, Agent, Presence


def set_presence(
    desk: Desk, user_id: UserId, presence: Presence, *, reason: str | None = None, actor: Actor
) -> Agent:
    """What a person chooses holds: an earlier state does not come back by itself any more.

    Whoever comes may get work at once, and who goes is waited for no more, so the dispatcher is woken. Raises
    UserNotActive, and UnknownBreakReason where the workspace names its reasons and this is none of them.
    """
    agent = desk.get_agent(user_id)
    user = desk.reference.users.get(user_id)
    if user is not None and user.deactivated_at is not None:
        raise UserNotActive(user_id=str(user_id))
    named = desk.reference.settings.break_reasons
    if presence is Presence.BREAK and reason is not None and named and reason not in named:
        raise UnknownBreakReason(field="body.reason", known=list(named))
    return _become(desk, agent, presence, reason=reason, actor=actor)


def leave_by_itself(desk: Desk, user_id: UserId, absence: Absence) -> bool:
    """Take a user offline who shows no sign of life, and keep the state to come back to.

    False for who is offline already: who left by hand stays so.
    """
    agent = desk.get_agent(user_id)
    if agent.presence is Presence.OFFLINE:
        return False
    left = _become(desk, agent, Presence.OFFLINE, reason=None, actor=SYSTEM)
    kept = replace(
        left, absence=absence, returns_to=agent.presence, returns_reason=agent.presence_reason
    )
    desk.agents.put(user_id, kept)
    return True


def come_back(desk: Desk, user_id: UserId, *, actor: Actor) -> bool:
    """The user is heard of again: the former state returns, if the system took it away."""
    agent = desk.get_agent(user_id)
    if agent.returns_to is None or desk.reference.active_user(user_id) is None:
        return False
    _become(desk, agent, agent.returns_to, reason=agent.returns_reason, actor=actor)
    return True


def _become(
    desk: Desk, agent: Agent, presence: Presence, *, reason: str | None, actor: Actor
) -> Agent:
    is_same = (agent.presence, agent.presence_reason) == (presence, reason)
    if is_same and agent.absence is None:
        return agent
    since = agent.presence_since if agent.presence is presence else desk.now
    changed = replace(
        agent,
        presence=presence,
        presence_reason=reason,
        presence_since=since,
        absence=None,
        returns_to=None,
        returns_reason=None,
    )
    desk.agents.put(agent.user_id, changed)
    if is_same:
        return changed
    desk.emit(PresenceChanged(agent.user_id, presence, agent.presence, reason), actor=actor)
    desk.wakes_dispatcher = True
    return changed
