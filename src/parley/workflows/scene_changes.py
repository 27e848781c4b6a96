"""A scene as it would be if these effects had happened, for steps that look at it."""

from collections.abc import Sequence

from msgspec.structs import replace

from parley.domain.contact import STANDARD_FIELDS, Contact
from parley.domain.conversation import Conversation
from parley.workflows.decisions import (
    AddTag,
    ChooseTeam,
    Effect,
    RemoveTag,
    SaveContactField,
    SaveConversationField,
    SetStage,
    Unassign,
)
from parley.workflows.view import View


def with_changes(view: View, effects: Sequence[Effect]) -> View:
    contact, conversation = view.contact, view.conversation
    for effect in effects:
        contact = _contact(contact, effect)
        conversation = _conversation(conversation, effect) if conversation else None
    if contact is view.contact and conversation is view.conversation:
        return view
    return replace(view, contact=contact, conversation=conversation)


def _contact(contact: Contact, effect: Effect) -> Contact:
    match effect:
        case SaveContactField(slug=slug, value=value):
            is_standard = slug in STANDARD_FIELDS
            named = {slug: value} if is_standard else {"fields": {**contact.fields, slug: value}}
            return replace(contact, **named)
        case AddTag(tag_id=tag_id) | RemoveTag(tag_id=tag_id):
            others = tuple(tag for tag in contact.tags if tag != tag_id)
            return replace(
                contact, tags=(*others, tag_id) if isinstance(effect, AddTag) else others
            )
        case SetStage(stage_id=stage_id):
            return replace(contact, lifecycle_stage_id=stage_id)
        case _:
            return contact


def _conversation(conversation: Conversation, effect: Effect) -> Conversation:
    match effect:
        case SaveConversationField(slug=slug, value=value):
            return replace(conversation, fields={**conversation.fields, slug: value})
        case ChooseTeam(team_id=team_id):
            return replace(conversation, team_id=team_id)
        case Unassign():
            return replace(conversation, assignee_id=None)
        case _:
            return conversation
