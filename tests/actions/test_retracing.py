"""A run's inputs are given to another version: what it would have done, and where that first differs."""

from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.test_replay import LASTING, visits_of
from actions.test_runs_invariants import DEFINITIONS, TURNS
from desks import BO, CLEO
from parley.actions.calling import settle_call
from parley.domain.calls import CallResult
from parley.domain.ids import ContactId
from parley.domain.run import Run
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.decisions import Due, Entered, Refused, Resumed, Signal
from parley.workflows.definition import Definition
from parley.workflows.limits import REPLAYED_VISITS
from parley.workflows.replay import replay
from parley.workflows.retracing import FITS, Retraced, retrace
from parley.workflows.steps import Branch, CloseConversation, HttpRequest, Wait
from parley.workflows.steps.branch import Way
from stories import Story
from workflows_by_hand import ask_email, assign, choose, flow, say, set_city


def own(story: Story, run: Run) -> Definition:
    definition = story.reference.versions[run.version_id].definition
    assert isinstance(definition, Definition)
    return definition


def against(story: Story, definition: Definition, run: Run | None = None) -> Retraced:
    run = run or story.run("Mai")
    return retrace(run, definition, visits_of(story, run), story.reference)


def way(retraced: Retraced) -> list[tuple[str, str | None]]:
    return [(visit.step_id, visit.lane) for visit in retraced.visits]


def sentence(retraced: Retraced) -> str:
    assert retraced.difference is not None
    return retraced.difference.sentence


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(DEFINITIONS, min_size=1, max_size=2),
    st.lists(st.sampled_from(LASTING), max_size=8),
)
def test_against_its_own_version_no_run_differs(
    definitions: list[Definition], turns: list[str]
) -> None:
    story = Story(*definitions, online=(BO, CLEO))
    story.writes("Mai", "hi")
    for turn in turns:
        TURNS[turn](story)
    for run in story.runs("Mai"):
        retraced = against(story, own(story, run), run)
        assert retraced.difference is None
        assert retraced.stands_at == (run.step_id if run.is_live else None)
        assert list(retraced.visits) == replay(
            run, own(story, run), visits_of(story, run), story.reference
        )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(DEFINITIONS, DEFINITIONS, st.lists(st.sampled_from(LASTING), max_size=8))
def test_any_other_version_comes_to_an_end_and_says_where_it_differs(
    definition: Definition, other: Definition, turns: list[str]
) -> None:
    story = Story(definition, online=(BO, CLEO))
    story.writes("Mai", "hi")
    for turn in turns:
        TURNS[turn](story)
    for run in story.runs("Mai"):
        retraced = against(story, other, run)
        found, visits = retraced.difference, visits_of(story, run)
        agree = len(visits) if found is None else found.visit - 1
        assert way(retraced)[:agree] == [(v.step_id, v.lane) for v in visits][:agree]


ASKS = flow(ask=ask_email(success="bye", invalid="sorry"), bye=say("Goodbye"), sorry=say("Sorry"))


def asked(answer: str = "mai@example.com", definition: Definition = ASKS) -> Story:
    story = Story(definition)
    story.writes("Mai", "hi")
    story.writes("Mai", answer)
    story.passes(60)
    return story


def test_a_changed_text_is_named() -> None:
    other = flow(ask=ask_email(success="bye"), bye=say("See you"))
    told = sentence(against(asked(), other))
    assert told == (
        "Visit 2, step 'bye': the output was {'text': 'Goodbye'}, and would be {'text': 'See you'}."
    )


def test_a_step_put_in_between_hears_nothing_that_was_not_for_it() -> None:
    other = flow(
        hello=say("Hello", then="ask"),
        ask=ask_email(success="bye"),
        bye=say("Goodbye"),
    )
    retraced = against(asked(), other)
    assert way(retraced) == [("hello", "next"), ("ask", "success"), ("bye", "next")]
    assert sentence(retraced) == "Visit 1 was at the step 'ask', and would be at 'hello'."


def test_another_question_hears_the_answer_that_came() -> None:
    other = flow(
        which=choose("mai@example.com", success="bye", invalid="sorry"),
        bye=say("Goodbye"),
        sorry=say("Sorry"),
    )
    assert way(against(asked(), other)) == [("which", "success"), ("bye", "next")]
    assert way(against(asked("nonsense"), other)) == [("which", "invalid"), ("sorry", "next")]


def test_a_question_that_asks_once_more_stands_where_nothing_comes_any_more() -> None:
    story = asked("nonsense")
    patient = flow(ask=ask_email(retries=1, invalid="sorry"), sorry=say("Sorry"))
    retraced = against(story, patient)
    assert (way(retraced), retraced.stands_at) == ([], "ask")
    assert sentence(retraced) == "Visit 1: the run left the step 'ask', and would wait at it."


def test_a_step_that_was_taken_out_is_passed_over() -> None:
    longer = flow(hello=say("Hello", then="ask"), ask=ask_email(success="bye"), bye=say("Goodbye"))
    story = asked(definition=longer)
    retraced = against(story, flow(ask=ask_email(success="bye"), bye=say("Goodbye")))
    assert way(retraced) == [("ask", "success"), ("bye", "next")]


def test_what_the_other_version_saves_its_own_branches_see() -> None:
    in_hue = Comparison(field="contact.fields.city", operator=Operator.IS_EQUAL_TO, value="Hue")
    other = flow(
        city=set_city("Hue", then="which"),
        which=Branch(branches=[Way(id="hue", name="Hue", condition=in_hue)], lanes={"hue": "bye"}),
        bye=say("{{contact.fields.city|nowhere}}"),
    )
    retraced = against(asked(), other)
    assert way(retraced) == [("city", "next"), ("which", "hue"), ("bye", "next")]
    assert retraced.visits[-1].output == {"text": "Hue"}


def test_a_shorter_and_a_longer_way_to_the_end_are_told() -> None:
    shorter = against(asked(), flow(ask=ask_email()))
    assert sentence(shorter) == "Visit 2: the run was at the step 'bye', and would have ended."
    longer = flow(ask=ask_email(success="bye"), bye=say("Goodbye", then="more"), more=say("More"))
    assert (
        sentence(against(asked(), longer)) == "Visit 3: the run had ended, and would be at 'more'."
    )


def test_the_answer_of_another_system_is_heard_by_its_next_request() -> None:
    asks = HttpRequest(url="https://a.example", lanes={"success": "bye"})
    story = Story(flow(ask=asks, bye=say("Goodbye")))
    story.writes("Mai", "hi")
    (call,) = story.desk.calls
    settle_call(
        story.desk,
        CallResult(call.run_id, ContactId(call.contact_id), 1, "answered", story.now, 1, 404, "{}"),
    )
    story.settle()
    other = flow(look=asks.model_copy(update={"lanes": {"failure": "bye"}}), bye=say("Goodbye"))
    assert way(against(story, other)) == [("look", "failure"), ("bye", "next")]


def test_time_goes_on_for_the_other_version_as_far_as_it_went() -> None:
    story = Story(flow(wait=Wait(seconds=3600, lanes={"next": "bye"}), bye=say("Goodbye")))
    story.writes("Mai", "hi")
    story.passes(4000)
    sooner = flow(rest=Wait(seconds=60, lanes={"next": "bye"}), bye=say("Goodbye"))
    later = flow(rest=Wait(seconds=7200, lanes={"next": "bye"}), bye=say("Goodbye"))
    assert way(against(story, sooner)) == [("rest", "next"), ("bye", "next")]
    assert against(story, later).stands_at == "rest"


def test_a_run_that_a_person_ended_ends_there_in_the_other_version_too() -> None:
    story = Story(flow(ask=ask_email()))
    story.writes("Mai", "hi")
    story.closes("Mai")
    retraced = against(story, flow(which=choose("Buy")))
    assert way(retraced) == [("which", None)]


def test_a_version_that_closes_goes_no_further() -> None:
    other = flow(close=CloseConversation(), hello=say("Hello"))
    assert way(against(asked(), other)) == [("close", "next")]


def test_an_assignment_is_heard_by_the_step_that_waits_for_one() -> None:
    story = Story(flow(give=assign(next="bye"), bye=say("Goodbye")))
    story.writes("Mai", "hi")
    other = flow(hand=assign(next="bye"), bye=say("Goodbye"))
    assert way(against(story, other))[0][0] == "hand"


def test_a_version_that_never_rests_is_not_walked_for_ever() -> None:
    endless = flow(one=say("One", then="two"), two=say("Two", then="one"))
    assert len(against(asked(), endless).visits) == REPLAYED_VISITS


def test_every_input_is_heard_by_some_wait() -> None:
    """What a newer signal brings must not be lost on another version."""
    by_time = {Entered, Due, Resumed, Refused}
    heard = {kind for kinds in FITS.values() for kind in kinds}
    assert {*get_args(Signal)} == heard | by_time


def test_of_a_run_without_a_visit_there_is_nothing_to_compare() -> None:
    story = Story(flow(ask=ask_email()))
    story.writes("Mai", "hi")
    retraced = against(story, flow(which=choose("Buy")))
    assert (retraced.visits, retraced.stands_at, retraced.difference) == ((), "ask", None)
