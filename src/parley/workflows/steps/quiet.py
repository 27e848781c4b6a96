"""The pause before the bot speaks, so that a burst of messages is read as one turn (O12)."""

from datetime import timedelta

from parley.domain.run import Waiting, WaitKind
from parley.workflows.decisions import Park
from parley.workflows.view import Scene


def hesitate(scene: Scene) -> Park | None:
    """Wait until the contact has been quiet for the workflow's time; None if it is time to speak."""
    heard_at = scene.view.last_inbound_at
    if scene.quiet_seconds == 0 or heard_at is None or scene.is_handed_over:
        return None
    # A provider's clock may run ahead of ours: never wait longer than the time that was set.
    until = min(heard_at, scene.view.now) + timedelta(seconds=scene.quiet_seconds)
    return Park(Waiting(WaitKind.QUIET, until=until)) if until > scene.view.now else None
