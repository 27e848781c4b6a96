"""Update Field: a contact's or a conversation's, with text that may hold places."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from parley.domain.contact import FieldScope, FieldValue
from parley.workflows import limits
from parley.workflows.causes import Cause, cause_value
from parley.workflows.decisions import (
    Decision,
    Move,
    SaveContactField,
    SaveConversationField,
    Signal,
)
from parley.workflows.model import Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step
from parley.workflows.variables import fill_value
from parley.workflows.view import Scene

FieldText = Annotated[str, Field(max_length=limits.TEXT_LENGTH)]
FieldWords = Annotated[list[FieldText], Field(max_length=limits.OPTIONS)]


class UpdateField(Step):
    """`value` null or empty text clears the field. A value that does not fit is noted in the trace."""

    kind: Literal["update_field"] = "update_field"
    scope: FieldScope
    slug: Slug
    value: FieldText | bool | int | float | FieldWords | None = None

    def templates(self) -> Iterator[str]:
        if isinstance(self.value, str):
            yield self.value

    def references(self) -> Iterator[Named]:
        is_contacts = self.scope is FieldScope.CONTACT
        yield Named(Noun.CONTACT_FIELD if is_contacts else Noun.CONVERSATION_FIELD, self.slug)

    def causes(self) -> Iterator[Cause]:
        yield cause_value(self.scope, self.slug, self.value)

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        value: FieldValue = (
            fill_value(self.value, scene) if isinstance(self.value, str) else self.value
        )
        save = SaveContactField if self.scope is FieldScope.CONTACT else SaveConversationField
        return Move("next", (save(self.slug, value),), {"slug": self.slug, "value": value})
