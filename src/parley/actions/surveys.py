"""Questions about a conversation that is over: only a valid answer is taken without opening the next (O1)."""

from datetime import datetime

from msgspec.structs import replace

from parley.actions.answering import read_answer, with_words
from parley.actions.run_views import find_definition, is_survey, view_for
from parley.actions.running import advance, finish, is_asking
from parley.domain.actor import Actor
from parley.domain.desk import Desk
from parley.domain.ids import ContactId
from parley.domain.message import Message
from parley.domain.run import EndReason, Run
from parley.workflows.decisions import Answered, Move
from parley.workflows.engine import step


def answer_survey(desk: Desk, message: Message, *, provider_at: datetime, actor: Actor) -> bool:
    """True if a survey's question took the message: it stands in the conversation that it is about, and
    opens nothing. Anything else that the contact writes ends the contact's surveys.
    """
    surveys = [run for run in desk.live_runs(message.contact_id) if is_survey(desk, run)]
    run = next((run for run in reversed(surveys) if is_asking(run)), None)
    answered = read_answer(message.content, run, provider_at) if run is not None else None
    if run is None or answered is None or not _is_valid(desk, run, answered):
        end_surveys(desk, message.contact_id, actor=actor)
        return False
    _file(desk, run, message)
    advance(desk, with_words(desk, run, answered.text), answered)
    return True


def end_surveys(desk: Desk, contact_id: ContactId, *, actor: Actor) -> None:
    """The contact is back in a conversation: nobody is asked about the last one any more. A workflow that
    has opened it itself goes on.
    """
    for run in desk.live_runs(contact_id):
        if is_survey(desk, run) and run.workflow_id not in actor.chain:
            finish(desk, run, EndReason.CONTACT_WROTE, actor=actor)


def _is_valid(desk: Desk, run: Run, answered: Answered) -> bool:
    definition = find_definition(desk, run.version_id)
    if definition is None:
        return False
    decision = step(run, definition, view_for(desk, run), answered)
    return isinstance(decision, Move) and decision.lane == "success"


def _file(desk: Desk, run: Run, message: Message) -> None:
    conversation = desk.find_conversation(run.conversation_id) if run.conversation_id else None
    if conversation is None:
        return
    desk.put_conversation(replace(conversation, incoming_count=conversation.incoming_count + 1))
    desk.put_message(replace(message, conversation_id=conversation.id))
