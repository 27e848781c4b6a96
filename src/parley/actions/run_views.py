"""What a run's step gets to see of the desk."""

from datetime import datetime
from functools import partial

from parley.actions.places import find_queue_place
from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.errors import NotFound
from parley.domain.ids import UserId, VersionId
from parley.domain.people import Agent
from parley.domain.run import Run
from parley.workflows.definition import Definition
from parley.workflows.view import QueueLook, View

# No answer can be saved under this name: a variable's name has no dot.
LAST_MESSAGE = "message.text"


def find_definition(desk: Desk, version_id: VersionId) -> Definition | None:
    version = desk.reference.versions.get(version_id)
    definition = version.definition if version else None
    return definition if isinstance(definition, Definition) else None


def view_for(desk: Desk, run: Run) -> View:
    """Read from the desk as it is at this moment."""
    return look(desk, run, find_definition(desk, run.version_id))


def look(desk: Desk, run: Run, definition: Definition | None) -> View:
    """The same for those who have found the definition of the run."""
    reference = desk.reference
    contact = desk.get_contact(run.contact_id)
    conversation = conversation_of(desk, run)
    links = desk.links_of(run.contact_id)
    channel = None
    for link in links:
        channel = reference.channels.get(link.channel_id)
        if channel is not None:
            break
    # Our own clock where we have it: a provider's may be minutes off.
    heard_at = conversation.last_inbound_at if conversation is not None else None
    if heard_at is None and links:
        heard_at = links[0].last_inbound_at
    return View(
        desk.now,
        reference,
        contact,
        conversation,
        channel,
        reference.manifests.get(channel.kind) if channel is not None else None,
        heard_at,
        _last_outbound(conversation),
        _last_message(conversation, run),
        partial(find_agent, desk),
        _queue_for(desk, definition, conversation),
    )


def _queue_for(
    desk: Desk, definition: Definition | None, conversation: Conversation | None
) -> QueueLook | None:
    if definition is None or not definition.reads_queue:
        return None
    return QueueLook(lambda: find_queue_place(desk, conversation))


def conversation_of(desk: Desk, run: Run) -> Conversation | None:
    """The open one; for a run that follows a close, else the one that was closed."""
    opened = desk.find_open_conversation(run.contact_id)
    if opened is not None or run.conversation_id is None:
        return opened
    definition = find_definition(desk, run.version_id)
    if definition is None or not definition.trigger.FOLLOWS_CLOSE:
        return None
    return desk.find_conversation(run.conversation_id)


def is_survey(desk: Desk, run: Run) -> bool:
    """It speaks to the contact about a conversation that is over (O1)."""
    if not run.speaks:
        return False
    definition = find_definition(desk, run.version_id)
    return definition is not None and definition.trigger.FOLLOWS_CLOSE


def find_agent(desk: Desk, user_id: UserId) -> Agent | None:
    try:
        return desk.get_agent(user_id)
    except NotFound:
        return None


def _last_outbound(conversation: Conversation | None) -> datetime | None:
    if conversation is None:
        return None
    bot, person = conversation.last_bot_message_at, conversation.last_person_reply_at
    return max(bot, person) if bot and person else bot or person


def _last_message(conversation: Conversation | None, run: Run) -> str:
    if conversation is not None and conversation.closed_at is None:
        told = "" if conversation.preview_outgoing else conversation.preview
        if told:
            return told
    return str(run.variables.get(LAST_MESSAGE) or "")
