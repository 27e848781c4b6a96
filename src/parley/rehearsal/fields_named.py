"""What a definition names of fields and secrets: where nothing else is known, it exists."""

import json
import re
from collections.abc import Iterator

from parley.domain.contact import FieldScope, FieldType
from parley.workflows.definition import Definition
from parley.workflows.naming import Noun
from parley.workflows.steps import AskQuestion
from parley.workflows.steps.ask_question import ToContactField, ToConversationField

_PLACE = re.compile(r"\b(contact|conversation)\.fields\.([a-z][a-z0-9_]*)")
_SCOPES = {
    Noun.CONTACT_FIELD: FieldScope.CONTACT,
    Noun.CONVERSATION_FIELD: FieldScope.CONVERSATION,
}
_TYPES = {"number": FieldType.NUMBER, "email": FieldType.EMAIL, "phone": FieldType.PHONE}


def secrets_in(definition: Definition) -> frozenset[str]:
    named = (named for step in definition.steps.values() for named in step.references())
    return frozenset(str(one.id) for one in named if one.noun is Noun.SEALED)


def fields_in(definition: Definition) -> Iterator[tuple[FieldScope, str, FieldType]]:
    """Each with the type that is asked for, else text."""
    for named in definition.trigger.references():
        scope = _SCOPES.get(named.noun)
        if scope is not None:
            yield scope, str(named.id), FieldType.TEXT
    for step in definition.steps.values():
        if isinstance(step, AskQuestion):
            yield from _fields_asked(step)
        elif step.kind == "update_field":
            yield step.scope, step.slug, FieldType.TEXT
    told = json.dumps(definition.model_dump(mode="json", exclude={"layout"}))
    for place, slug in _PLACE.findall(told):
        yield FieldScope(place), slug, FieldType.TEXT


def _fields_asked(step: AskQuestion) -> Iterator[tuple[FieldScope, str, FieldType]]:
    kind = _TYPES.get(step.answer.type, FieldType.TEXT)
    for saving in step.save_to:
        if isinstance(saving, ToContactField):
            yield FieldScope.CONTACT, saving.slug, kind
        elif isinstance(saving, ToConversationField):
            yield FieldScope.CONVERSATION, saving.slug, kind
