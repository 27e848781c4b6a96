"""Add Comment: an internal note on the conversation."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import StringConstraints

from parley.workflows import limits
from parley.workflows.decisions import Decision, Move, Signal, WriteComment
from parley.workflows.steps.step import Step
from parley.workflows.variables import fill
from parley.workflows.view import Scene


class AddComment(Step):
    """What the filled places make too long is cut."""

    kind: Literal["add_comment"] = "add_comment"
    text: Annotated[str, StringConstraints(min_length=1, max_length=limits.COMMENT_LENGTH)]

    def templates(self) -> Iterator[str]:
        yield self.text

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        body = fill(self.text, scene).text[: limits.COMMENT_LENGTH].strip()
        if scene.view.conversation is None:
            return Move("next", error="there is no open conversation to comment on")
        if not body:
            return Move("next", error="nothing is left of the comment")
        return Move("next", (WriteComment(body),), {"text": body})
