"""Close Conversation: with a category and a summary if wanted. It ends the conversation's runs, this one
included (O1).
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parley.domain.conversation import ClosingNote
from parley.domain.ids import UUID, CategoryId
from parley.workflows import limits
from parley.workflows.causes import Cause, cause_closing
from parley.workflows.decisions import Close, Decision, Move, Signal
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step
from parley.workflows.variables import fill
from parley.workflows.view import Scene


class CloseConversation(Step):
    """The category is never demanded of a workflow; one that was deleted since is left out and noted."""

    ENDS_RUN: ClassVar[bool] = True

    kind: Literal["close_conversation"] = "close_conversation"
    category_id: UUID | None = None
    summary: Annotated[str, Field(max_length=limits.SUMMARY_LENGTH)] = ""

    def templates(self) -> Iterator[str]:
        yield self.summary

    def references(self) -> Iterator[Named]:
        if self.category_id is not None:
            yield Named(Noun.CATEGORY, self.category_id)

    def settles(self, _lane: str, /) -> bool:
        return True

    def causes(self) -> Iterator[Cause]:
        yield cause_closing(self.category_id)

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        if scene.view.conversation is None:
            return Move("next", output={"closed": False})
        category_id = CategoryId(self.category_id) if self.category_id else None
        is_gone = category_id is not None and category_id not in scene.view.reference.categories
        summary = fill(self.summary, scene).text[: limits.SUMMARY_LENGTH]
        note = ClosingNote(None if is_gone else category_id, summary)
        error = "the category does not exist any more" if is_gone else None
        return Move("next", (Close(note),), {"closed": True, "summary": summary}, error)
