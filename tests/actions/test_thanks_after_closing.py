"""After closing, a bare thanks is kept in the thread and opens nothing, where the workspace says so."""

from parley.domain.content import Media, Text
from parley.domain.conversation import Source, Status
from parley.domain.events import ConversationOpened, MessageReceived
from parley.domain.workspace import Settings
from stories import Story
from workflows_by_hand import flow, say

MINUTE = 60


def closed(*, minutes: int) -> Story:
    """Mai has written, and Olga has closed."""
    story = Story(flow(hi=say("Welcome")), settings=Settings(thanks_minutes=minutes))
    story.writes("Mai", "hi")
    story.closes("Mai")
    return story


def test_a_thanks_after_closing_is_kept_and_opens_nothing() -> None:
    story = closed(minutes=30)

    message = story.writes("Mai", "Cảm ơn shop nhiều nhé 🙏", after=29 * MINUTE)

    assert message is not None
    assert message.conversation_id is None
    assert message in list(story.desk.messages)
    assert len(story.events(ConversationOpened)) == 1
    assert len(story.events(MessageReceived)) == 2
    assert story.conversation("Mai").status is Status.CLOSED
    assert story.heard("Mai") == ["Welcome"]


def test_anything_more_than_thanks_opens() -> None:
    story = closed(minutes=30)
    story.writes("Mai", "Thanks!")

    story.writes("Mai", "Thanks, but where is my parcel")

    assert story.conversation("Mai").status is Status.OPEN
    assert story.heard("Mai") == ["Welcome", "Welcome"]


def test_after_the_time_a_thanks_opens_like_every_message() -> None:
    story = closed(minutes=30)

    story.writes("Mai", "Thanks!", after=30 * MINUTE + 1)

    assert story.conversation("Mai").status is Status.OPEN


def test_it_is_off_unless_the_workspace_says_otherwise() -> None:
    story = closed(minutes=0)

    story.writes("Mai", "Thanks!")

    assert Settings().thanks_minutes == 0
    assert story.conversation("Mai").status is Status.OPEN


def test_a_contact_whose_first_word_is_thanks_is_greeted() -> None:
    story = Story(flow(hi=say("Welcome")), settings=Settings(thanks_minutes=30))

    story.writes("Mai", "thanks")

    assert story.conversation("Mai").opened_by is Source.CONTACT


def test_a_thanks_in_an_open_conversation_is_part_of_it() -> None:
    story = Story(settings=Settings(thanks_minutes=30))
    story.writes("Mai", "hi")

    message = story.writes("Mai", "thanks")

    assert message is not None
    assert message.conversation_id == story.conversation("Mai").id


def test_a_picture_is_no_thanks_whatever_its_caption() -> None:
    story = closed(minutes=30)

    story.writes("Mai", Media("image", "m1", "image/jpeg", caption="thanks"))

    assert story.conversation("Mai").status is Status.OPEN


def test_the_text_is_what_counts() -> None:
    story = closed(minutes=30)

    assert story.writes("Mai", Text("👍")) is not None
    assert story.conversation("Mai").status is Status.CLOSED
