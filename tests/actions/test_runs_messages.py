"""Send a Message with variants, attachments and quick replies; Wait for Event."""

import pytest
from pydantic import ValidationError

from desks import CUSTOM, LEAD, OLGA, VIP, WHATSAPP
from parley.actions.contacts import set_contact_field, tag_contact, untag_contact
from parley.domain.actor import user_actor
from parley.domain.content import Media, Prompt, Text
from parley.domain.run import EndReason
from parley.workflows.steps import AddComment, SendMessage, Wait, WaitForEvent
from parley.workflows.steps.send_message import Attachment, Variant
from parley.workflows.steps.wait_for_event import FieldChanges, MessageComes, TagChanges
from stories import Story
from workflows_by_hand import ask_number, flow, say

PICTURE = "https://files.example.com/menu.png"


def contents(story: Story) -> list[object]:
    return [message.content for message in story.messages_to("Mai")]


def test_each_kind_of_channel_gets_its_own_text() -> None:
    step = SendMessage(
        text="Hello", variants=[Variant(channel_kind="custom", text="Portal {{contact.name}}")]
    )
    story = Story(flow(a=step))
    story.writes("Mai", "hi")
    story.writes("Bo", "hi", channel=CUSTOM)
    assert story.heard("Mai") == ["Hello"]
    assert story.heard("Bo") == ["Portal Bo"]


def test_the_variant_follows_the_chosen_channel() -> None:
    step = SendMessage(
        text="Hello", channel_id=WHATSAPP, variants=[Variant(channel_kind="custom", text="Portal")]
    )
    story = Story(flow(a=step))
    story.writes("Mai", "hi")
    assert story.heard("Mai") == ["Hello"]


def test_a_channel_that_is_gone_takes_the_failure_lane() -> None:
    step = SendMessage(
        text="Hello",
        channel_id=CUSTOM,
        attachments=[Attachment(media="image", url=PICTURE)],
        quick_replies=["Yes"],
        lanes={"failure": "b"},
    )
    story = Story(flow(a=step, b=say("Here instead.")))
    story.writes("Mai", "hi")
    assert story.heard("Mai") == ["Here instead."]
    assert story.trace("Mai")[0] == ("a", "failure")


def test_attachments_are_sent_where_the_channel_takes_files() -> None:
    step = SendMessage(text="Our menu", attachments=[Attachment(media="image", url=PICTURE)])
    story = Story(flow(a=step))
    story.writes("Mai", "hi")
    assert contents(story) == [Text("Our menu"), Media("image", url=PICTURE)]


def test_a_caption_stands_beside_its_file_and_what_it_lacks_is_noted() -> None:
    file = Attachment(
        media="file", url=PICTURE, filename="menu.png", caption="For {{contact.name}} {{var.gone}}"
    )
    step = SendMessage(text="Our menu", attachments=[file])
    story = Story(flow(a=step))
    story.writes("Mai", "hi")
    story.writes("Bo", "hi", channel=CUSTOM)
    sent = Media("file", url=PICTURE, filename="menu.png", caption="For Mai")
    assert contents(story) == [Text("Our menu"), sent]
    assert story.heard("Bo") == [f"Our menu\nFor Bo\n{PICTURE}"]
    assert "var.gone" in str(story.desk.visits[0].output)


@pytest.mark.parametrize(
    "file",
    [
        Attachment(media="image", url="https://files.example.com/menu.webp"),
        Attachment(media="audio", url="https://files.example.com/a.mp3", caption="Hear"),
        Attachment(media="video", url="https://files.example.com/a.mp4"),
        Attachment(media="file", url=PICTURE, caption="x" * 1025),
    ],
    ids=["ending", "caption", "kind", "too long"],
)
def test_a_file_that_the_channel_never_takes_goes_the_failure_lane(file: Attachment) -> None:
    step = SendMessage(text=" ", attachments=[file], lanes={"failure": "b"})
    story = Story(flow(a=step, b=say("Ask for our menu.")))
    story.writes("Mai", "hi")
    assert story.trace("Mai")[0] == ("a", "failure")
    assert story.heard("Mai") == ["Ask for our menu."]


def test_each_attachment_is_a_message_of_its_own_in_its_order() -> None:
    files = [Attachment(media="file", url=f"https://files.example.com/{n}.pdf") for n in range(10)]
    story = Story(flow(a=SendMessage(text="All ten", attachments=files)))
    story.delivers = False
    story.writes("Mai", "hi")
    queued = sorted(story.desk.sends, key=lambda send: send.id)
    urls = [send.content.url for send in queued if isinstance(send.content, Media)]
    assert isinstance(queued[0].content, Text)
    assert urls == [file.url for file in files]


def test_a_file_after_the_reply_window_takes_the_failure_lane_before_the_provider() -> None:
    late = SendMessage(
        text=" ", attachments=[Attachment(media="image", url=PICTURE)], lanes={"failure": "c"}
    )
    story = Story(
        flow(a=Wait(seconds=25 * 3600, lanes={"next": "b"}), b=late, c=AddComment(text="Too late."))
    )
    story.writes("Mai", "hi")
    story.passes(26 * 3600)
    assert ("b", "failure") in story.trace("Mai")
    assert story.messages_to("Mai") == []


def test_else_their_addresses_stand_below_the_text() -> None:
    step = SendMessage(text="Our menu", attachments=[Attachment(media="image", url=PICTURE)])
    story = Story(flow(a=step))
    story.writes("Mai", "hi", channel=CUSTOM)
    assert contents(story) == [Text(f"Our menu\n{PICTURE}")]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a",
        "{{var.gone}}",
        "javascript:alert(1)",
        "https://",
        "https://[x",
        "https://10.0.0.8/menu.png",
        "https://localhost/menu.png",
    ],
)
def test_an_attachment_that_is_no_https_address_is_left_out_and_noted(url: str) -> None:
    step = SendMessage(text="Our menu", attachments=[Attachment(media="file", url=url)])
    story = Story(flow(a=step))
    story.writes("Mai", "hi")
    assert contents(story) == [Text("Our menu")]
    assert "no https address" in (story.desk.visits[0].error or "")


def test_quick_replies_are_buttons_and_a_pressed_one_is_a_plain_message() -> None:
    story = Story(flow(a=SendMessage(text="Ready?", quick_replies=["Yes", "No"])))
    story.writes("Mai", "hi")
    sent = story.messages_to("Mai")[0].content
    assert isinstance(sent, Prompt)
    assert [button.title for button in sent.buttons] == ["Yes", "No"]
    assert story.presses("Mai", "Yes") is not None
    assert len(story.runs("Mai")) == 1


@pytest.mark.parametrize("titles", [["Yes", "No"], ["A title much longer than a button"]])
def test_without_room_for_buttons_quick_replies_are_numbered(titles: list[str]) -> None:
    channel = CUSTOM if len(titles) > 1 else WHATSAPP
    story = Story(flow(a=SendMessage(text="Ready?", quick_replies=titles)))
    story.writes("Mai", "hi", channel=channel)
    numbered = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    assert contents(story) == [Text(f"Ready?\n{numbered}")]


def test_variants_and_replies_are_told_apart() -> None:
    with pytest.raises(ValidationError, match="same kind of channel"):
        SendMessage(text="a", variants=[Variant(channel_kind="x", text="b")] * 2)
    with pytest.raises(ValidationError, match="quick replies are the same"):
        SendMessage(text="a", quick_replies=["Yes", "yes"])
    with pytest.raises(ValidationError, match="at most 10 items"):
        SendMessage(text="a", quick_replies=[str(number) for number in range(11)])


# -- Wait for Event --------------------------------------------------------------------------------------


def waits_for(*events: MessageComes | TagChanges | FieldChanges, seconds: int = 3600) -> Story:
    step = WaitForEvent(
        events=list(events), timeout_seconds=seconds, lanes={"happened": "yes", "timeout": "no"}
    )
    story = Story(flow(wait=step, yes=say("It happened."), no=say("Nothing came.")))
    story.writes("Mai", "hi")
    return story


def test_the_next_message_is_what_it_waits_for_and_not_the_one_that_began_the_run() -> None:
    story = waits_for(MessageComes())
    assert story.heard("Mai") == []
    story.writes("Mai", "hello?")
    assert story.heard("Mai") == ["It happened."]


def test_the_tag_it_waits_for_and_no_other() -> None:
    story = waits_for(TagChanges(event="tag_added", tag_id=VIP))
    contact_id = story.contact("Mai").id
    tag_contact(story.desk, contact_id, LEAD, actor=user_actor(OLGA))
    story.settle()
    assert story.heard("Mai") == []
    tag_contact(story.desk, contact_id, VIP, actor=user_actor(OLGA))
    story.settle()
    assert story.heard("Mai") == ["It happened."]


def test_a_tag_that_is_taken_away() -> None:
    story = waits_for(TagChanges(event="tag_removed"))
    contact_id = story.contact("Mai").id
    tag_contact(story.desk, contact_id, LEAD, actor=user_actor(OLGA))
    story.settle()
    untag_contact(story.desk, contact_id, LEAD, actor=user_actor(OLGA))
    story.settle()
    assert story.heard("Mai") == ["It happened."]


def test_a_field_counts_when_its_value_changes() -> None:
    story = waits_for(FieldChanges(slug="city"))
    contact_id = story.contact("Mai").id
    set_contact_field(story.desk, contact_id, "budget", 5, actor=user_actor(OLGA))
    story.settle()
    assert story.heard("Mai") == []
    set_contact_field(story.desk, contact_id, "city", "Huế", actor=user_actor(OLGA))
    story.settle()
    assert story.heard("Mai") == ["It happened."]


def test_when_nothing_happens_the_time_out_lane_is_taken_at_its_second() -> None:
    story = waits_for(MessageComes(), seconds=600)
    story.passes(599)
    assert story.heard("Mai") == []
    story.passes(1)
    assert story.heard("Mai") == ["Nothing came."]
    assert len(story.timers()) <= 2


def test_without_a_time_out_lane_the_run_ends_timed_out() -> None:
    story = Story(flow(wait=WaitForEvent(events=[MessageComes()], timeout_seconds=60)))
    story.writes("Mai", "hi")
    story.passes(60)
    assert story.run("Mai").end_reason is EndReason.TIMED_OUT


def test_a_question_gets_the_message_that_another_run_only_hears() -> None:
    wait = WaitForEvent(events=[MessageComes()], lanes={})
    story = Story(
        flow(ask=ask_number(success="ok"), ok=say("Thanks.")), flow(wait=wait, name="Listener")
    )
    story.writes("Mai", "hi")
    story.writes("Mai", "7")
    assert story.heard("Mai")[-1] == "Thanks."
    assert [run.end_reason for run in story.runs("Mai")] == [EndReason.COMPLETED] * 2


def test_a_close_ends_the_wait() -> None:
    story = waits_for(MessageComes())
    story.closes("Mai")
    assert story.run("Mai").end_reason is EndReason.CONVERSATION_CLOSED
    assert story.heard("Mai") == []
