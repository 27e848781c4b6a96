"""Tags by their names: looked up whatever the case or the accents, made where a workflow may make them."""

from msgspec.structs import replace

from parley.actions.contacts import tag_contact
from parley.domain.actor import Actor
from parley.domain.contact import (
    TAG_NAME_LENGTH,
    TAGS_PER_WORKSPACE,
    Tag,
    folded_name,
    is_tag_name,
)
from parley.domain.desk import Desk
from parley.domain.errors import Invalid, LimitExceeded
from parley.domain.events import WorkspaceChanged
from parley.domain.ids import ContactId, TagId


def tag_contact_by_name(desk: Desk, contact_id: ContactId, name: str, *, actor: Actor) -> Tag:
    """Raises Invalid for what is no name, LimitExceeded where the workspace or the contact is full."""
    tag = desk.reference.tag_named(name) or _make_tag(desk, name, actor=actor)
    tag_contact(desk, contact_id, tag.id, actor=actor)
    return tag


def _make_tag(desk: Desk, name: str, *, actor: Actor) -> Tag:
    """There from now on for all that this batch still does; if another batch makes a tag meanwhile, this one
    is decided again.
    """
    if not is_tag_name(name) or not folded_name(name):
        message = f"A tag's name is one line of 1 to {TAG_NAME_LENGTH} characters."
        raise Invalid(message, field="name")
    reference = desk.reference
    if len(reference.tags) >= TAGS_PER_WORKSPACE:
        message = f"A workspace has at most {TAGS_PER_WORKSPACE} tags."
        raise LimitExceeded(message, limit=TAGS_PER_WORKSPACE)
    tag = Tag(desk.workspace_id, desk.new_id(TagId), name)
    desk.new_tags.append(tag)
    desk.reference = replace(reference, tags={**reference.tags, tag.id: tag})
    desk.emit(WorkspaceChanged("tag", str(tag.id)), actor=actor)
    return tag
