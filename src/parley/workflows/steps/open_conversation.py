"""Open Conversation: nothing happens if one is open already."""

from collections.abc import Iterator
from typing import Literal

from parley.workflows.causes import Cause, cause_opening
from parley.workflows.decisions import Decision, Move, Open, Signal
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene


class OpenConversation(Step):
    kind: Literal["open_conversation"] = "open_conversation"

    def causes(self) -> Iterator[Cause]:
        yield cause_opening()

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        if scene.view.conversation is not None:
            return Move("next", output={"opened": False})
        return Move("next", (Open(),), {"opened": True})
