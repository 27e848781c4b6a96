"""A schedule starts a workflow for all contacts who meet its condition, each once, and disturbs no person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from desks import ANA, BO, CUSTOM, NOON, OLGA, VIP
from parley.actions.contacts import block_contact
from parley.actions.merging import merge_contacts
from parley.actions.scheduling import find_schedule, list_due, start_due
from parley.domain.actor import user_actor
from parley.domain.ids import ContactId
from parley.domain.needs import NotOnDesk
from parley.domain.schedule import MERGED, STARTED
from parley.workflows.conditions import Comparison, Condition, Group, Operator
from parley.workflows.definition import Definition
from parley.workflows.triggers import ScheduleTrigger
from stories import Story
from workflows_by_hand import ask_text, assign, flow, say, set_city

BY_OLGA = user_actor(OLGA)
HOUR = 3600
IS_VIP = Comparison(field="contact.tags", operator=Operator.HAS_ANY_OF, value=["VIP"])
IN_HUE = Comparison(field="contact.fields.city", operator=Operator.IS_EQUAL_TO, value="Hue")


def morning(condition: Condition | None = None, text: str = "Good morning!") -> Definition:
    """At 13:00, an hour after each story begins, and every day then."""
    return flow(trigger=ScheduleTrigger(cron="0 13 * * *", condition=condition), say=say(text))


def known(story: Story, *names: str) -> None:
    """People who wrote once, where no window closes; their conversations are over."""
    for name in names:
        story.writes(name, "hi", after=0, channel=CUSTOM)
        story.closes(name)


def test_everybody_who_meets_the_condition_is_written_to_at_the_hour_and_every_day() -> None:
    story = Story(morning(Group(match="any", conditions=[IS_VIP, IN_HUE])))
    known(story, "Mai", "Linh", "Bao")
    story.tags("Mai", VIP, by=OLGA)
    story.passes(HOUR - 60)
    assert story.heard("Mai") == []
    story.passes(60)
    assert (story.heard("Mai"), story.heard("Linh")) == (["Good morning!"], [])
    story.tags("Linh", VIP, by=OLGA)
    story.passes(24 * HOUR)
    assert (len(story.heard("Mai")), len(story.heard("Linh")), story.heard("Bao")) == (2, 1, [])


def test_a_contact_without_a_conversation_gets_none_by_being_written_to() -> None:
    story = Story(morning())
    known(story, "Mai")
    story.passes(HOUR)
    assert story.heard("Mai") == ["Good morning!"]
    assert not story.conversation("Mai").is_open


def test_whom_a_person_serves_is_left_to_them() -> None:
    story = Story(morning())
    story.writes("Mai", "hi", after=0)
    story.assigns("Mai", ANA)
    story.passes(HOUR)
    assert story.heard("Mai") == []


def test_who_waits_in_line_for_a_person_is_not_written_to_by_the_clock() -> None:
    story = Story(flow(assign=assign()), morning(), online=[])
    story.writes("Mai", "hi", after=55 * 60)
    story.passes(10 * 60)
    assert "Good morning!" not in story.heard("Mai")


def test_a_workflow_in_the_background_starts_although_a_person_serves_the_contact() -> None:
    story = Story(flow(trigger=ScheduleTrigger(cron="0 13 * * *"), city=set_city("Hue")))
    story.writes("Mai", "hi", after=0)
    story.assigns("Mai", ANA)
    story.passes(HOUR)
    assert story.contact("Mai").fields["city"] == "Hue"


def test_a_question_of_the_clock_waits_as_the_newest_and_the_older_one_is_repeated() -> None:
    welcome = flow(ask=ask_text("Your name?"))
    scheduled = flow(trigger=ScheduleTrigger(cron="0 13 * * *"), ask=ask_text("Still interested?"))
    story = Story(welcome, scheduled)
    story.writes("Mai", "hi", after=55 * 60)
    story.passes(5 * 60)
    assert story.heard("Mai") == ["Your name?", "Still interested?"]
    story.writes("Mai", "yes")
    story.passes(60)
    assert story.heard("Mai")[2:] == ["Your name?"]


def test_who_is_blocked_is_passed_over() -> None:
    story = Story(morning())
    known(story, "Mai")
    block_contact(story.desk, story.contact("Mai").id, actor=BY_OLGA)
    story.settle()
    story.passes(HOUR)
    assert story.heard("Mai") == []


def test_once_per_contact_is_once_over_all_ticks() -> None:
    trigger = ScheduleTrigger(cron="0 13 * * *")
    story = Story(flow(trigger=trigger, once=True, say=say("Welcome aboard")))
    known(story, "Mai")
    story.passes(50 * HOUR)
    assert story.heard("Mai") == ["Welcome aboard"]


def test_a_moment_comes_once() -> None:
    story = Story(flow(trigger=ScheduleTrigger(at="2026-03-02T13:00"), say=say("Now!")))
    known(story, "Mai")
    story.passes(60 * HOUR)
    assert story.heard("Mai") == ["Now!"]


def test_what_a_batch_lacks_is_asked_for_at_once() -> None:
    trigger = ScheduleTrigger(cron="0 13 * * *")
    story = Story(flow(trigger=trigger, once=True, city=set_city("Hue")))
    known(story, *NAMES)
    (version,) = story.reference.versions.values()
    ids = [story.contact(name).id for name in NAMES]
    story.desk.contacts.load_all([(one.id, one) for one in list(story.desk.contacts)])
    story.desk.known = structs.replace(story.desk.known, enrolments=frozenset())
    with pytest.raises(NotOnDesk) as lacking:
        start_due(story.desk, version, ids, due_at=NOON)
    assert len(lacking.value.needs.enrolments) == len(NAMES)


def test_the_run_is_told_for_which_hour_it_was_due() -> None:
    trigger = ScheduleTrigger(cron="0 13 * * *")
    story = Story(flow(trigger=trigger, city=set_city("{{trigger.due_at}}")))
    known(story, "Mai")
    story.passes(2 * HOUR)
    assert story.contact("Mai").fields["city"] == "2026-03-02T13:00:00+00:00"


def test_a_stopped_workflow_and_one_published_anew_start_nothing_twice() -> None:
    story = Story(morning())
    known(story, "Mai")
    (version,) = story.reference.versions.values()
    story.passes(HOUR - 10)
    story.publish(morning(text="Hello anew!"), workflow=version.workflow_id)
    story.passes(10)
    assert story.heard("Mai") == ["Hello anew!"]
    story.forget_versions()
    story.passes(30 * HOUR)
    assert len(story.heard("Mai")) == 1


NAMES = ("Mai", "Linh", "Bao", "Tuan", "Hoa")


@given(
    st.lists(st.lists(st.integers(0, 4), max_size=5), max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 4)), max_size=4),
)
def test_nobody_starts_twice_at_a_tick_whatever_the_batches_and_merges(
    batches: list[list[int]], merges: list[tuple[int, int, int]]
) -> None:
    """Batches may repeat contacts (a worker that died and came back), and contacts become one in between."""
    story = Story(flow(trigger=ScheduleTrigger(cron="0 13 * * *"), city=set_city("Hue")))
    known(story, *NAMES)
    ids = [story.contact(name).id for name in NAMES]
    (version,) = story.reference.versions.values()
    started: set[ContactId] = set()
    told: dict[ContactId, str] = {}
    for number, batch in enumerate(batches):
        for _, into, other in (merge for merge in merges if merge[0] == number):
            a, b = story.desk.meant(ids[into]), story.desk.meant(ids[other])
            if a != b:
                merge_contacts(story.desk, a, b, actor=BY_OLGA)
                story.settle()
        # As the table keeps it: a contact whose turn has come is not asked for again.
        turn = [ids[n] for n in dict.fromkeys(batch) if ids[n] not in told]
        had_turn = {story.desk.meant(contact_id) for contact_id in started}
        outcomes = start_due(story.desk, version, turn, due_at=NOON, had_turn=had_turn)
        story.settle()
        fresh = {c for c, outcome in outcomes.items() if outcome == STARTED}
        persons = [story.desk.meant(contact_id) for contact_id in fresh]
        assert len(set(persons)) == len(persons)
        assert not set(persons) & had_turn
        told |= outcomes
        started |= fresh
    runs = [run for run in story.desk.runs if run.workflow_id == version.workflow_id]
    assert len(runs) == len(started)
    assert set(told.values()) <= {STARTED, MERGED}


def test_who_is_due_is_asked_of_a_desk_on_which_agents_are_not_known() -> None:
    """Then they are looked at again when their run starts."""
    presence = Comparison(field="assignee.presence", operator=Operator.IS_EQUAL_TO, value="online")
    story = Story(morning(presence))
    story.writes("Mai", "hi", after=0)
    story.assigns("Mai", BO)
    found = find_schedule(
        story.reference, next(iter(story.reference.versions.values())).workflow_id
    )
    assert found is not None
    story.desk.known = structs.replace(story.desk.known, agents=frozenset())
    agents = [agent.user_id for agent in story.desk.agents]
    for user_id in agents:
        story.desk.agents.drop(user_id)
    contact_id = story.contact("Mai").id
    assert list_due(story.desk, found[0], [contact_id]) == [contact_id]
