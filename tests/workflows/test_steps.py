"""Steps alone: the corners that a story seldom reaches."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from desks import ANA, CLEO, NOON, SALES, VIP
from parley.domain.content import Prompt, Text
from parley.domain.conversation import ClosingNote
from parley.domain.run import EndReason, Waiting, WaitKind
from parley.workflows.decisions import (
    Answered,
    Claimed,
    Close,
    Due,
    End,
    Entered,
    Move,
    Open,
    Park,
    Refused,
    RemoveTag,
    Resumed,
    SaveVariable,
    SendContent,
    Signal,
    Stay,
    Undelivered,
)
from parley.workflows.engine import step
from parley.workflows.steps import (
    AddComment,
    AssignTo,
    CloseConversation,
    OpenConversation,
    SendMessage,
    UpdateField,
    UpdateTag,
    Wait,
)
from parley.workflows.steps.assign_to import ToUser
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene
from scenes import RUN, scene
from workflows_by_hand import ask_email, ask_text, assign, choose, flow, say

SENT = SendContent(Text("Hello"))
SIGNALS: list[Signal] = [
    Entered(),
    Answered("yes", None, is_timely=True, at=NOON),
    Due(),
    Claimed(ANA),
    Claimed(None),
    Undelivered("no"),
    Refused(SENT, "no_channel", "No."),
    Resumed(),
]
STEPS: list[Step] = [
    say("Hello"),
    ask_email(),
    choose("Yes", "No"),
    assign(),
    Wait(seconds=60),
    OpenConversation(),
    CloseConversation(),
    AddComment(text="Hm"),
    UpdateTag(tag_ids=[VIP]),
]


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: type(signal).__name__)
@pytest.mark.parametrize("subject", STEPS, ids=lambda subject: type(subject).__name__)
def test_every_step_answers_every_signal(subject: Step, signal: Signal) -> None:
    definition = flow(a=subject)
    decision = step(RUN, definition, scene().view, signal)
    assert isinstance(decision, Move | Park | Stay | End)


def test_waiting_steps_stay_when_something_else_happens() -> None:
    other = Undelivered("of another message")
    for subject in (say("x"), assign(), Wait(seconds=60)):
        assert subject.decide(other, scene()) == Stay()
    assert ask_text().decide(Claimed(ANA), scene()) == Stay()


def test_a_run_without_its_step_ends() -> None:
    decision = step(replace(RUN, step_id="gone"), flow(a=say("x")), scene().view)
    assert decision == End(EndReason.STEP_FAILED, "there is no step 'gone'")
    assert step(replace(RUN, step_id=None), flow(a=say("x")), scene().view) == End(
        EndReason.STEP_FAILED, "there is no step None"
    )


def test_o23_a_text_of_which_nothing_is_left_is_not_sent() -> None:
    decision = say("{{contact.phone}}").decide(Entered(), scene())
    assert decision == Move(
        "next",
        output={"text": "", "missing": ["contact.phone"]},
        error="nothing is left of the text",
    )
    assert ask_text("{{contact.phone}}").decide(Entered(), scene()) == End(
        EndReason.UNDELIVERED, "nothing is left of the question"
    )


def test_a_refused_message_goes_on_unless_it_has_a_failure_lane() -> None:
    refused = Refused(SENT, "no_channel", "No.")
    assert say("x").on_refusal(refused, scene()) == Move("next", error="no_channel: No.")
    with_lane = SendMessage(text="x", lanes={"failure": None})
    assert with_lane.on_refusal(refused, scene()) == Move("failure", error="no_channel: No.")


def test_a_refused_answer_is_invalid_and_a_refused_question_undelivered() -> None:
    saving = Refused(SaveVariable("x", 1), "invalid", "No.")
    decision = ask_text().on_refusal(saving, scene())
    assert isinstance(decision, Move)
    assert (decision.lane, decision.ends) == ("invalid", EndReason.INVALID_ANSWER)
    sending = ask_text().on_refusal(Refused(SENT, "no_channel", "No."), scene())
    assert sending == End(EndReason.UNDELIVERED, "no_channel: No.")


def test_a_refused_assignment_takes_the_failure_lane_or_ends() -> None:
    refused = Refused(SENT, "not_found", "No.")
    assert assign().on_refusal(refused, scene()) == End(EndReason.STEP_FAILED, "not_found: No.")
    assert isinstance(assign(failure="x").on_refusal(refused, scene()), Move)


def test_other_refusals_are_noted_and_passed_over() -> None:
    refused = Refused(SENT, "invalid", "Not a number")
    update = UpdateField.model_validate({"scope": "contact", "slug": "budget", "value": "x"})
    assert update.on_refusal(refused, scene()) == Move("next", error="invalid: Not a number")


def test_a_number_is_saved_as_it_stands() -> None:
    update = UpdateField.model_validate({"scope": "contact", "slug": "budget", "value": 5})
    decision = update.decide(Entered(), scene())
    assert isinstance(decision, Move)
    assert decision.output == {"slug": "budget", "value": 5}
    assert list(update.templates()) == []


def test_without_a_conversation_some_steps_have_nothing_to_do() -> None:
    alone = scene(talk=None)
    assert AddComment(text="x").decide(Entered(), alone) == Move(
        "next", error="there is no open conversation to comment on"
    )
    assert CloseConversation().decide(Entered(), alone) == Move("next", output={"closed": False})
    assert OpenConversation().decide(Entered(), alone) == Move("next", (Open(),), {"opened": True})
    assert assign().decide(Entered(), alone) == End(
        EndReason.STEP_FAILED, "there is no open conversation to assign"
    )


def test_a_comment_of_which_nothing_is_left_is_not_written() -> None:
    decision = AddComment(text="{{contact.phone}}").decide(Entered(), scene())
    assert decision == Move("next", error="nothing is left of the comment")


def test_a_comment_is_cut_at_its_limit() -> None:
    long = AddComment(text="{{contact.name}}" * 60)
    decision = long.decide(Entered(), scene())
    assert isinstance(decision, Move)
    assert len(str(decision.output["text"])) <= 1000


def test_a_deleted_category_is_left_out() -> None:
    close = CloseConversation(category_id=SALES, summary="Done")
    decision = close.decide(Entered(), scene())
    assert isinstance(decision, Move)
    assert decision.effects == (Close(ClosingNote(None, "Done")),)
    assert decision.error == "the category does not exist any more"


def test_tags_can_be_taken_away() -> None:
    decision = UpdateTag(operation="remove", tag_ids=[VIP]).decide(Entered(), scene())
    assert isinstance(decision, Move)
    assert decision.effects == (RemoveTag(VIP),)


def test_a_holder_counts_even_offline_where_presence_does_not_matter() -> None:
    held = AssignTo(target=ToUser(user_id=CLEO), online_only=False)
    decision = held.decide(Entered(), scene())
    assert isinstance(decision, Move)
    assert decision.output == {"kept": str(ANA)}
    assert decision.hands_over


def on_email(subject: Step) -> timedelta:
    here = scene()
    channel = here.view.channel
    assert channel is not None
    view = replace(here.view, channel=replace(channel, kind="email"))
    decision = subject.decide(Entered(), Scene(here.run, view, 0))
    assert isinstance(decision, Park)
    assert decision.waiting.until is not None
    return decision.waiting.until - NOON


def test_o11_on_email_a_question_waits_24_hours() -> None:
    assert on_email(ask_text()) == timedelta(hours=24)


def test_o12_the_pause_is_never_longer_than_it_was_set() -> None:
    here = scene()
    ahead = replace(here.view, last_inbound_at=NOON + timedelta(hours=1))
    pause = say("x").decide(Entered(), Scene(here.run, ahead, 3))
    assert pause == Park(Waiting(WaitKind.QUIET, until=NOON + timedelta(seconds=3)))


def test_o16_a_repeated_question_counts_as_the_same_ask() -> None:
    waiting = Waiting(WaitKind.ANSWER, asked=2, suspended=True)
    here = scene()
    run = replace(here.run, waiting=waiting)
    decision = ask_email(retries=2).decide(Resumed(), Scene(run, here.view, 0))
    assert isinstance(decision, Park)
    assert decision.waiting.asked == 2
    just_heard = replace(here.view, last_inbound_at=NOON)
    pause = ask_email().decide(Resumed(), Scene(run, just_heard, 3))
    assert isinstance(pause, Park)
    assert (pause.waiting.kind, pause.waiting.asked) == (WaitKind.QUIET, 2)


def test_a_person_asked_for_in_two_messages_is_heard() -> None:
    waiting = Waiting(WaitKind.QUIET, asked=1, since=NOON, burst=("gặp", "nhân viên"))
    here = scene()
    decision = ask_email().decide(Due(), Scene(replace(here.run, waiting=waiting), here.view, 3))
    assert decision == Move("person", output={"answer": "gặp nhân viên"}, seeks_person=True)


def test_options_too_long_for_buttons_are_numbered() -> None:
    decision = choose("x" * 21, "y").decide(Entered(), scene())
    assert isinstance(decision, Park)
    (sent,) = decision.effects
    assert isinstance(sent, SendContent)
    assert isinstance(sent.content, Text)
    short = choose("x" * 20, "y").decide(Entered(), scene())
    assert isinstance(short, Park)
    assert isinstance(short.effects[0], SendContent)
    assert isinstance(short.effects[0].content, Prompt)
