"""Two contacts become one: history, addresses and what goes on follow, and one open conversation is left."""

from datetime import datetime

from msgspec.structs import replace

from parley.actions.conversations import close_conversation, unsnooze_conversation
from parley.actions.queueing import enqueue
from parley.actions.running import finish, is_asking, resume_suspended, suspend_others
from parley.domain.actor import Actor
from parley.domain.contact import Contact, ContactChannel, FieldValue
from parley.domain.conversation import Conversation, Source
from parley.domain.desk import Desk
from parley.domain.errors import ContactBlocked, ContactMerged, Invalid
from parley.domain.events import ContactsMerged
from parley.domain.ids import ContactId
from parley.domain.merge import Merge
from parley.domain.queue import QueueEntry
from parley.domain.run import EndReason

_FILLED = (
    "given_name",
    "family_name",
    "phone",
    "email",
    "language",
    "country",
    "owner_id",
    "lifecycle_stage_id",
)


def merge_contacts(desk: Desk, into: ContactId, other: ContactId, *, actor: Actor) -> Contact:
    """`into` stays, `other` goes; its id leads to `into` from now on. Its values fill what is empty. Raises
    NotFound, Invalid for a contact with itself, ContactBlocked, and ContactMerged where `other` went into a
    third contact already.
    """
    primary = desk.get_contact(into)
    second = desk.get_contact(other)
    if into == other:
        raise Invalid("A contact cannot be merged with itself.", field="contact_id")
    if primary.id == second.id:
        return primary
    if second.id != other:
        raise ContactMerged(contact_id=str(second.id))
    for contact in (primary, second):
        if contact.blocked_at is not None:
            raise ContactBlocked(contact_id=str(contact.id))
    waits = _settle_conversations(desk, primary.id, second.id, actor=actor)
    _end_runs(desk, primary.id, second.id, actor=actor)
    merged, gave_way = _joined(primary, desk.get_contact(second.id))
    desk.put_contact(replace(merged, **_former_assignee(desk, primary.id, second.id)))
    subjects = [run.id for run in desk.live_runs(second.id)]
    moving = desk.find_open_conversation(second.id)
    known = Merge(primary.id, second.id, (*subjects, *([moving.id] if moving else ())))
    _join_links(desk, primary.id, second.id)
    desk.merge(known)
    _ask_once(desk, primary.id)
    if waits is not None:
        _wait_again(desk, primary.id, waits, actor=actor)
    resume_suspended(desk, primary.id)
    open_now = desk.find_open_conversation(primary.id)
    desk.emit(
        ContactsMerged(second.id, second.display_name, gave_way),
        actor=actor,
        contact_id=primary.id,
        conversation_id=open_now.id if open_now else None,
    )
    return desk.get_contact(primary.id)


def _settle_conversations(
    desk: Desk, into: ContactId, other: ContactId, *, actor: Actor
) -> QueueEntry | None:
    """O9: the one with a human assignee stays, else the one opened first; the other closes, and what it knew
    is kept. The place in a queue that the one that closes had, if nobody has the other.
    """
    first, second = desk.find_open_conversation(into), desk.find_open_conversation(other)
    if first is None or second is None:
        return None
    stays, goes = sorted((first, second), key=_precedence)
    entry = desk.queue.get(goes.id)
    for run in (*desk.live_runs(into), *desk.live_runs(other)):
        if run.conversation_id == goes.id:
            finish(desk, run, EndReason.CONTACT_MERGED, actor=actor)
    close_conversation(desk, goes.contact_id, None, source=Source.MERGE, actor=actor)
    if stays.snoozed_until is not None and goes.snoozed_until is None:
        stays = unsnooze_conversation(desk, stays.id, actor=actor)
    desk.put_conversation(_informed(stays, goes))
    return entry


def _precedence(conversation: Conversation) -> tuple[bool, datetime, object]:
    return (conversation.assignee_id is None, conversation.opened_at, conversation.id)


def _informed(stays: Conversation, goes: Conversation) -> Conversation:
    """Nobody overlooks an unanswered message because it was written in the other one."""
    newer = max((stays, goes), key=lambda one: one.activity_at or one.opened_at)
    unanswered = [at for at in (stays.unanswered_since, goes.unanswered_since) if at]

    def latest(*moments: datetime | None) -> datetime | None:
        return max((at for at in moments if at), default=None)

    return replace(
        stays,
        team_id=stays.team_id or goes.team_id,
        fields={**goes.fields, **stays.fields},
        activity_at=newer.activity_at,
        preview=newer.preview,
        preview_outgoing=newer.preview_outgoing,
        unanswered_since=min(unanswered, default=None),
        last_inbound_at=latest(stays.last_inbound_at, goes.last_inbound_at),
        last_bot_message_at=latest(stays.last_bot_message_at, goes.last_bot_message_at),
        last_person_reply_at=latest(stays.last_person_reply_at, goes.last_person_reply_at),
    )


def _end_runs(desk: Desk, into: ContactId, other: ContactId, *, actor: Actor) -> None:
    """Runs of the surviving conversation go on, and those of `into` beside it; of one workflow only one."""
    stays = desk.find_open_conversation(into) or desk.find_open_conversation(other)
    kept = stays.id if stays else None
    going_on = {
        run.workflow_id
        for run in (*desk.live_runs(into), *desk.live_runs(other))
        if kept is not None and run.conversation_id == kept
    }
    for run in desk.live_runs(other):
        if kept is None or run.conversation_id != kept:
            finish(desk, run, EndReason.CONTACT_MERGED, actor=actor)
    for run in desk.live_runs(into):
        if run.conversation_id != kept and run.workflow_id in going_on:
            finish(desk, run, EndReason.CONTACT_MERGED, actor=actor)


def _joined(primary: Contact, second: Contact) -> tuple[Contact, dict[str, FieldValue]]:
    """The contact that stays with what it lacked, and the other's values that gave way to its own."""
    filled = {name: getattr(second, name) for name in _FILLED if not getattr(primary, name)}
    own = {slug: value for slug, value in primary.fields.items() if value is not None}
    tags = dict.fromkeys((*primary.tags, *second.tags))
    since = [at for at in (primary.created_at, second.created_at) if at]
    joined = replace(
        primary,
        **filled,
        fields={**second.fields, **own},
        tags=tuple(tags),
        created_at=min(since, default=None),
    )
    gave_way: dict[str, FieldValue] = {
        slug: value
        for slug, value in second.fields.items()
        if value is not None and joined.fields[slug] != value
    }
    for name in ("given_name", "family_name", "phone", "email", "language", "country"):
        value = getattr(second, name)
        if value and value != getattr(joined, name):
            gave_way[name] = value
    return joined, gave_way


def _former_assignee(desk: Desk, into: ContactId, other: ContactId) -> dict[str, object]:
    """Whoever of the two had somebody last."""
    known = [desk.get_contact(into), desk.get_contact(other)]
    last = [(one.former_assignee_at, one) for one in known if one.former_assignee_at is not None]
    if not last:
        return {}
    _, latest = max(last, key=lambda pair: pair[0])
    return {
        "former_assignee_id": latest.former_assignee_id,
        "former_assignee_at": latest.former_assignee_at,
    }


def _join_links(desk: Desk, into: ContactId, other: ContactId) -> None:
    """Of one channel the address that was heard last is the one to answer to."""
    own = {link.channel_id: link for link in desk.links_of(into)}
    for link in desk.links_of(other):
        kept = own.get(link.channel_id)
        if kept is None or _heard(link) > _heard(kept):
            desk.put_link(replace(link, contact_id=into))


def _heard(link: ContactChannel) -> float:
    return link.last_inbound_at.timestamp() if link.last_inbound_at else 0.0


def _ask_once(desk: Desk, contact_id: ContactId) -> None:
    """One waiting question per contact: the newest (O16)."""
    asking = [run for run in desk.live_runs(contact_id) if is_asking(run)]
    if len(asking) > 1:
        suspend_others(desk, asking[-1])


def _wait_again(desk: Desk, contact_id: ContactId, entry: QueueEntry, *, actor: Actor) -> None:
    """Who waited for an agent goes on waiting, since the same hour, unless somebody or a bot is there."""
    stays = desk.get_open_conversation(contact_id)
    is_taken = stays.assignee_id is not None or desk.queue.get(stays.id) is not None
    if is_taken or any(run.conversation_id == stays.id for run in desk.live_runs(contact_id)):
        return
    moved = replace(
        entry,
        conversation_id=stays.id,
        contact_id=contact_id,
        run_id=None,
        visit=None,
        deadline_at=None,
    )
    enqueue(desk, moved, actor=actor)
