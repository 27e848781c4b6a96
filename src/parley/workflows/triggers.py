"""What starts a workflow: an event and the conditions that it must meet."""

from typing import Literal

from pydantic import Field

from parley.domain.conversation import Source
from parley.domain.events import ConversationOpened, Event
from parley.workflows.conditions import Condition, holds
from parley.workflows.model import Model
from parley.workflows.view import Scene


class ConversationOpenedTrigger(Model):
    """`sources` empty: whoever opened it. `except_sources` are left out. `condition` looks at the contact
    and the conversation when it opens.
    """

    kind: Literal["conversation_opened"] = "conversation_opened"
    sources: list[Source] = Field(default_factory=list, max_length=len(Source))
    except_sources: list[Source] = Field(default_factory=list, max_length=len(Source))
    condition: Condition | None = None

    def hears(self, event: Event) -> bool:
        """The event alone: cheap, asked of every workflow for every event."""
        body = event.body
        return isinstance(body, ConversationOpened) and self.hears_source(body.source)

    def overlaps(self, other: "ConversationOpenedTrigger") -> bool:
        """True if some source starts both; their conditions are not compared."""
        return any(self.hears_source(source) and other.hears_source(source) for source in Source)

    def hears_source(self, source: Source) -> bool:
        return source not in self.except_sources and (not self.sources or source in self.sources)

    def allows(self, scene: Scene) -> bool:
        return self.condition is None or holds(self.condition, scene)


# One kind today; the next ones join here, told apart by `kind`.
Trigger = ConversationOpenedTrigger
