"""Where a contact stands in the sales journey."""

from msgspec.structs import replace

from parley.domain.actor import Actor
from parley.domain.desk import Desk
from parley.domain.errors import NotFound
from parley.domain.events import ContactLifecycleChanged
from parley.domain.ids import ContactId, StageId

SLUG = "lifecycle_stage_id"


def set_lifecycle_stage(
    desk: Desk, contact_id: ContactId, stage_id: StageId | None, *, actor: Actor
) -> bool:
    """True if the stage changed (O10); None takes it off. Raises NotFound for a stage that does not exist."""
    contact = desk.get_contact(contact_id)
    if stage_id is not None and stage_id not in desk.reference.stages:
        raise NotFound("There is no such lifecycle stage.", field=SLUG, stage_id=str(stage_id))
    if contact.lifecycle_stage_id == stage_id:
        return False
    desk.put_contact(replace(contact, lifecycle_stage_id=stage_id))
    told = ContactLifecycleChanged(contact.lifecycle_stage_id, stage_id)
    desk.emit(told, actor=actor, contact_id=contact_id)
    return True
