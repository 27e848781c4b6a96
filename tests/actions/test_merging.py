"""Mai wrote by WhatsApp and by the portal: one person, and from now on one contact."""

import pytest
from msgspec.structs import replace

from desks import ANA, BO, CUSTOM, LEAD, OLGA, SALES, VIP
from parley.actions.contacts import (
    TAGS_PER_CONTACT,
    block_contact,
    set_contact_field,
    tag_contact,
    untag_contact,
)
from parley.actions.conversations import snooze_conversation
from parley.actions.merging import merge_contacts
from parley.actions.messages import write_reply
from parley.actions.queueing import enqueue
from parley.actions.starting import start_workflow
from parley.domain.actor import user_actor
from parley.domain.content import Text
from parley.domain.conversation import Source
from parley.domain.errors import (
    ContactBlocked,
    ContactMerged,
    Invalid,
    LimitExceeded,
    NotFound,
)
from parley.domain.events import ContactsMerged, ConversationClosed
from parley.domain.ids import UUID, ContactId, TagId
from parley.domain.queue import QueueEntry, Strategy
from parley.domain.run import EndReason, Run
from parley.workflows.definition import Definition
from parley.workflows.steps import AddComment, Wait
from parley.workflows.triggers import (
    ConversationClosedTrigger,
    ConversationWaitingTrigger,
    ManualTrigger,
)
from stories import Story
from workflows_by_hand import ask_text, flow, say

BY_OLGA = user_actor(OLGA)
HOUR = 3600


def two_of_one(*definitions: Definition) -> tuple[Story, ContactId, ContactId]:
    """Mai wrote by WhatsApp, then Minh (herself) by the portal."""
    story = Story(*definitions)
    story.writes("Mai", "hi")
    story.writes("Minh", "hello", channel=CUSTOM)
    return story, story.contact("Mai").id, story.contact("Minh").id


def merge(story: Story, into: ContactId, other: ContactId) -> None:
    merge_contacts(story.desk, into, other, actor=BY_OLGA)
    story.settle()


def entry_of(story: Story, who: str) -> QueueEntry:
    conversation = story.conversation(who)
    return QueueEntry(
        story.desk.workspace_id,
        conversation.id,
        conversation.contact_id,
        None,
        SALES,
        None,
        Strategy.ROUND_ROBIN,
        online_only=True,
        max_open=None,
        priority=0,
        since=story.now,
        deadline_at=None,
        run_id=None,
        visit=None,
    )


def test_o9_without_an_agent_the_conversation_opened_first_stays() -> None:
    story, mai, minh = two_of_one()
    first, second = story.conversation("Mai"), story.conversation("Minh")

    merge(story, minh, mai)

    stays, goes = story.desk.get_conversation(first.id), story.desk.get_conversation(second.id)
    assert (stays.is_open, stays.contact_id) == (True, minh)
    assert (goes.is_open, goes.closed_by, goes.contact_id) == (False, Source.MERGE, minh)
    assert story.desk.find_open_conversation(minh) is stays


def test_o9_the_conversation_with_an_agent_stays_although_it_is_younger() -> None:
    story, mai, minh = two_of_one()
    second = story.conversation("Minh")
    story.assigns("Minh", ANA)

    merge(story, mai, minh)

    stays = story.desk.get_open_conversation(mai)
    assert (stays.id, stays.assignee_id) == (second.id, ANA)
    assert story.agent(ANA).open_count == 1


def test_o9_the_load_of_who_loses_a_conversation_is_exact() -> None:
    story, mai, minh = two_of_one()
    story.assigns("Mai", ANA)
    story.assigns("Minh", BO)

    merge(story, mai, minh)

    assert story.desk.get_open_conversation(mai).assignee_id == ANA
    assert (story.agent(ANA).open_count, story.agent(BO).open_count) == (1, 0)


def test_o9_a_merge_starts_no_workflow_and_says_so_in_its_source() -> None:
    after = flow(trigger=ConversationClosedTrigger(), note=AddComment(text="Closed."))
    story, mai, minh = two_of_one(after)
    runs = len(story.desk.runs)

    merge(story, mai, minh)
    story.passes(60)

    assert [body.source for body in story.events(ConversationClosed)] == [Source.MERGE]
    assert len(story.desk.runs) == runs
    story.closes("Mai")
    story.passes(60)
    assert len(story.desk.runs) == runs + 1, "it hears other closes"


def test_values_fill_what_is_empty_and_what_gives_way_is_told() -> None:
    story, mai, minh = two_of_one()
    for who, slug, value in (
        (mai, "email", "mai@example.com"),
        (minh, "email", "minh@example.com"),
        (minh, "phone", "+84901234567"),
        (mai, "city", "Hue"),
        (minh, "city", "Hanoi"),
        (minh, "budget", 7),
    ):
        set_contact_field(story.desk, who, slug, value, actor=BY_OLGA)
    tag_contact(story.desk, mai, VIP, actor=BY_OLGA)
    for tag in (VIP, LEAD):
        tag_contact(story.desk, minh, tag, actor=BY_OLGA)

    merge(story, mai, minh)

    merged = story.desk.get_contact(mai)
    assert (merged.display_name, merged.email, merged.phone) == (
        "Mai",
        "mai@example.com",
        "+84901234567",
    )
    assert merged.fields == {"city": "Hue", "budget": 7}
    assert merged.tags == (VIP, LEAD)
    assert story.events(ContactsMerged) == [
        ContactsMerged(minh, "Minh", {"city": "Hanoi", "email": "minh@example.com"})
    ]


def test_the_id_that_went_still_leads_to_the_contact() -> None:
    story, mai, minh = two_of_one()

    merge(story, mai, minh)

    assert story.desk.get_contact(minh).id == mai
    assert story.desk.find_open_conversation(minh) == story.desk.find_open_conversation(mai)
    set_contact_field(story.desk, minh, "city", "Hue", actor=BY_OLGA)
    assert story.desk.get_contact(mai).fields == {"city": "Hue"}
    assert story.desk.events[-1].contact_id == mai


def test_both_addresses_lead_to_one_contact_with_one_conversation() -> None:
    story, mai, minh = two_of_one()
    merge(story, mai, minh)

    by_phone = story.writes("Mai", "one")
    by_portal = story.writes("Minh", "two", channel=CUSTOM)

    assert by_phone
    assert by_portal
    assert by_phone.contact_id == by_portal.contact_id == mai
    assert by_phone.conversation_id == by_portal.conversation_id is not None
    assert {link.channel_id for link in story.desk.links_of(mai)} == set(story.reference.channels)


def test_of_one_channel_the_address_heard_last_is_answered() -> None:
    story = Story()
    story.writes("Mai", "hi")
    story.writes("Minh", "hello")
    mai, minh = story.contact("Mai").id, story.contact("Minh").id
    story.replies(OLGA, "Mai", "Which number is yours?")
    former = story.messages_to("Mai")[-1].id

    merge(story, mai, minh)
    story.delivers = False
    write_reply(
        story.desk, story.desk.get_open_conversation(mai).id, Text("This one"), actor=BY_OLGA
    )

    sends = [send for send in story.desk.sends if send.message_id != former]
    assert [(send.address, send.contact_id) for send in sends] == [("minh", mai)]


def test_the_run_of_the_surviving_conversation_goes_on_and_hears_the_answer() -> None:
    story, mai, minh = two_of_one(flow(ask=ask_text(success="thanks"), thanks=say("Thanks!")))
    kept, ended = story.run("Mai"), story.run("Minh")

    merge(story, minh, mai)

    gone = story.desk.runs.get(ended.id)
    assert gone is not None
    assert gone.end_reason is EndReason.CONTACT_MERGED
    live = story.desk.live_runs(minh)
    assert [(run.id, run.contact_id) for run in live] == [(kept.id, minh)]
    story.writes("Minh", "my order", channel=CUSTOM)
    assert story.heard("Minh")[-1] == "Thanks!"


def test_a_waiting_run_wakes_at_its_hour_for_the_contact_that_stayed() -> None:
    wait = Wait(seconds=HOUR, lanes={"next": "hi"})
    story = Story(flow(w=wait, hi=say("Still there?")))
    story.writes("Mai", "hi")
    story.passes(60)
    story.writes("Minh", "hello", channel=CUSTOM)
    mai, minh = story.contact("Mai").id, story.contact("Minh").id

    merge(story, minh, mai)
    story.passes(2 * HOUR)

    assert story.heard("Minh") == ["Still there?"]
    assert [run.end_reason for run in story.runs("Minh")] == [
        EndReason.COMPLETED,
        EndReason.CONTACT_MERGED,
    ]


def test_what_the_ended_run_was_about_to_say_is_taken_back() -> None:
    story = Story(flow(hi=say("Welcome", then="ask"), ask=ask_text()))
    story.delivers = False
    story.writes("Mai", "hi")
    story.writes("Minh", "hello", channel=CUSTOM)
    mai, minh = story.contact("Mai").id, story.contact("Minh").id

    merge(story, mai, minh)

    assert len(list(story.desk.sends)) == 2
    assert story.heard("Mai") == ["Welcome", "What is it about?"]


def test_who_waited_for_an_agent_waits_on_since_the_same_hour() -> None:
    story = Story(online=())
    story.writes("Mai", "hi")
    story.writes("Minh", "hello", channel=CUSTOM)
    mai, minh = story.contact("Mai").id, story.contact("Minh").id
    waiting = entry_of(story, "Minh")
    enqueue(story.desk, waiting, actor=BY_OLGA)
    story.passes(HOUR)

    merge(story, mai, minh)

    entries = list(story.desk.queue)
    assert [(e.contact_id, e.team_id, e.since) for e in entries] == [(mai, SALES, waiting.since)]
    assert entries[0].conversation_id == story.desk.get_open_conversation(mai).id


def test_an_unanswered_message_of_the_closed_one_is_not_overlooked() -> None:
    story, mai, minh = two_of_one()
    story.replies(ANA, "Mai", "All done")
    unanswered = story.conversation("Minh").unanswered_since
    story.assigns("Mai", ANA)
    snooze_conversation(
        story.desk,
        story.conversation("Mai").id,
        until=story.now.replace(hour=23),
        actor=BY_OLGA,
    )

    merge(story, mai, minh)

    stays = story.desk.get_open_conversation(mai)
    assert (stays.unanswered_since, stays.snoozed_until) == (unanswered, None)
    assert unanswered is not None


def test_our_last_word_is_the_later_one_of_both() -> None:
    story, mai, minh = two_of_one()
    story.assigns("Mai", ANA)
    story.passes(300)
    story.replies(BO, "Minh", "At once")
    answered = story.conversation("Minh").last_person_reply_at

    merge(story, mai, minh)

    assert answered is not None
    assert story.desk.get_open_conversation(mai).last_person_reply_at == answered


def test_what_cannot_be_merged_is_refused_and_nothing_has_changed() -> None:
    story, mai, minh = two_of_one()
    story.writes("Chi", "hi")
    chi = story.contact("Chi").id
    before = len(story.desk.events)

    with pytest.raises(Invalid):
        merge(story, mai, mai)
    with pytest.raises(NotFound):
        merge(story, mai, ContactId(UUID(int=99)))
    merge(story, mai, minh)
    assert merge_contacts(story.desk, mai, minh, actor=BY_OLGA).id == mai
    with pytest.raises(ContactMerged) as merged:
        merge(story, chi, minh)
    assert merged.value.details == {"contact_id": str(mai)}
    block_contact(story.desk, chi, actor=BY_OLGA)
    for into, other in ((mai, chi), (chi, mai)):
        with pytest.raises(ContactBlocked):
            merge(story, into, other)
    kinds = [type(event.body).__name__ for event in story.desk.events[before:]]
    assert kinds.count("ContactsMerged") == 1


def test_a_chain_of_merges_leads_to_the_last() -> None:
    story, mai, minh = two_of_one()
    story.writes("Chi", "hi")
    chi = story.contact("Chi").id

    merge(story, mai, minh)
    merge(story, chi, mai)

    assert story.desk.get_contact(minh).id == story.desk.get_contact(mai).id == chi
    assert {run.contact_id for run in story.desk.runs} <= {chi}
    assert {message.contact_id for message in story.desk.messages} == {chi}


def test_a_merge_loses_no_tag_although_there_are_more_than_a_contact_takes() -> None:
    story, mai, minh = two_of_one()
    many = [TagId(UUID(int=5_000 + n)) for n in range(2 * TAGS_PER_CONTACT)]
    for who, tags in (("Mai", many[:TAGS_PER_CONTACT]), ("Minh", many[TAGS_PER_CONTACT:])):
        story.desk.put_contact(replace(story.contact(who), tags=tuple(tags)))

    merge(story, mai, minh)

    assert story.contact("Mai").tags == tuple(many)
    with pytest.raises(LimitExceeded):
        tag_contact(story.desk, mai, VIP, actor=BY_OLGA)
    for tag in many[TAGS_PER_CONTACT - 1 :]:
        untag_contact(story.desk, mai, tag, actor=BY_OLGA)
    assert tag_contact(story.desk, mai, VIP, actor=BY_OLGA)


def test_a_workflow_is_started_by_the_id_that_went_for_the_contact_that_stays() -> None:
    story, mai, minh = two_of_one()
    version = story.publish(flow(trigger=ManualTrigger(), hi=say("Hello again")))

    merge(story, mai, minh)
    run = start_workflow(story.desk, minh, version, variables={}, actor=BY_OLGA)

    assert isinstance(run, Run)
    assert run.contact_id == mai
    assert story.heard("Mai") == ["Hello again"]


def test_what_waits_unanswered_since_the_merge_is_watched() -> None:
    waits = flow(
        trigger=ConversationWaitingTrigger(seconds=HOUR // 2),
        note=AddComment(text="Still waiting."),
    )
    story = Story(waits)
    story.writes("Minh", "hello", channel=CUSTOM)
    story.writes("Mai", "hi", after=60)
    story.assigns("Mai", ANA)
    story.replies(ANA, "Mai", "Hello Mai")
    mai, minh = story.contact("Mai").id, story.contact("Minh").id

    merge(story, mai, minh)
    story.passes(HOUR)

    assert [comment.body for comment in story.desk.comments] == ["Still waiting."]


def test_two_runs_of_one_workflow_leave_one() -> None:
    story, mai, minh = two_of_one(flow(w=Wait(seconds=HOUR)))
    # Mai's run has lost its conversation: it goes on beside whatever conversation there is.
    story.desk.put_run(replace(story.run("Mai"), conversation_id=None))
    story.closes("Mai")

    merge(story, mai, minh)

    assert [run.conversation_id for run in story.desk.live_runs(mai)] == [
        story.desk.get_open_conversation(mai).id
    ]
