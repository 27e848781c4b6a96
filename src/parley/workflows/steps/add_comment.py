"""Add Comment: an internal note on the conversation, which may mention users."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import StringConstraints, field_validator

from parley.workflows import limits
from parley.workflows.decisions import Decision, Move, Signal, WriteComment
from parley.workflows.mentions import list_mentions, read_mentions
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step
from parley.workflows.variables import fill
from parley.workflows.view import Scene


class AddComment(Step):
    """What the filled places make too long is cut. `@[ana@shop.example]` or `@[id]` mentions a user; one who
    has left is named and not told.
    """

    kind: Literal["add_comment"] = "add_comment"
    text: Annotated[str, StringConstraints(min_length=1, max_length=limits.COMMENT_LENGTH)]

    @field_validator("text")
    @classmethod
    def _mentions_a_few(cls, text: str) -> str:
        if len(set(list_mentions(text))) > limits.MENTIONS:
            message = f"a comment mentions at most {limits.MENTIONS} users"
            raise ValueError(message)
        return text

    def templates(self) -> Iterator[str]:
        yield self.text

    def references(self) -> Iterator[Named]:
        return (Named(Noun.USER, word) for word in list_mentions(self.text))

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        read = read_mentions(self.text, scene.view.reference)
        body = fill(read.text, scene).text[: limits.COMMENT_LENGTH].strip()
        if scene.view.conversation is None:
            return Move("next", error="there is no open conversation to comment on")
        if not body:
            return Move("next", error="nothing is left of the comment")
        error = f"mentioned, but not here any more: {', '.join(read.gone)}" if read.gone else None
        return Move("next", (WriteComment(body, read.user_ids),), {"text": body}, error)
