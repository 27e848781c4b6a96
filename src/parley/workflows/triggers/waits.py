"""Triggers of waiting: a contact waits for us, or we wait for the contact."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parley.domain.timer import TimerKind
from parley.workflows import limits
from parley.workflows.triggers.trigger import Trigger

Waited = Annotated[int, Field(ge=limits.WAITED_SECONDS_MIN, le=limits.WAITED_SECONDS)]


class WaitingTrigger(Trigger):
    """Somebody has waited for `seconds`. It starts at most once for each time of waiting."""

    VARIABLES: ClassVar[tuple[str, ...]] = ("since", "seconds")

    seconds: Waited

    @property
    def lasts(self) -> int:
        return self.seconds

    def overlaps(self, other: Trigger) -> bool:
        """Only those that start in the same moment: a second one may well take up what the first began."""
        if not isinstance(other, WaitingTrigger):
            return False
        return self.clock is other.clock and self.seconds == other.seconds

    def silence(self) -> float:
        return float(self.seconds)


class ConversationWaitingTrigger(WaitingTrigger):
    """The contact waits, and no bot is at work: for an answer of a person, or for an agent to take over."""

    kind: Literal["conversation_waiting"] = "conversation_waiting"
    waits_for: Literal["answer", "agent"] = "answer"

    @property
    def clock(self) -> TimerKind:
        is_answer = self.waits_for == "answer"
        return TimerKind.WAITS_FOR_ANSWER if is_answer else TimerKind.WAITS_FOR_AGENT


class ContactSilentTrigger(WaitingTrigger):
    """The last word in the open conversation is ours, and no bot is at work."""

    kind: Literal["contact_silent"] = "contact_silent"

    @property
    def clock(self) -> TimerKind:
        return TimerKind.CONTACT_SILENT
