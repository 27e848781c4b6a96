"""Add Comment with mentions: who is named is told; who has left is named and not told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import ValidationError

from desks import ANA, BO, NOON, fixed_id, make_reference
from parley.domain.events import CommentAdded
from parley.domain.ids import UserId
from parley.workflows.checks import validate_for_publish
from parley.workflows.mentions import read_mentions
from parley.workflows.steps import AddComment
from stories import Story
from workflows_by_hand import flow

GONE = UserId(fixed_id(404))


def comments(text: str, *, name: str = "Mai") -> Story:
    story = Story(flow(note=AddComment(text=text)))
    story.writes(name, "hi")
    return story


def test_a_comment_mentions_by_id_and_e_mail_and_the_event_tells_whom() -> None:
    story = comments(f"@[{ANA}], see @[Bo@example.com] about {{{{contact.name}}}}; @[{ANA}] first")
    [comment] = story.desk.comments
    assert comment.body == "@Ana, see @Bo about Mai; @Ana first"
    assert comment.mentions == (ANA, BO)
    told = [e.body for e in story.desk.events if isinstance(e.body, CommentAdded)]
    assert [body.mentions for body in told] == [(ANA, BO)]


def test_what_a_contact_calls_herself_mentions_nobody() -> None:
    story = comments("{{contact.name}} is here", name=f"@[{ANA}]")
    assert story.desk.comments[0].mentions == ()


def test_who_has_left_is_named_and_not_told_and_the_trace_says_so() -> None:
    story = Story(flow(note=AddComment(text=f"@[{ANA}] and @[{GONE}] and @[bo@example.com]")))
    story.reference.users[ANA] = replace(story.reference.users[ANA], deactivated_at=NOON)  # pyright: ignore[reportIndexIssue]
    story.writes("Mai", "hi")
    [comment] = story.desk.comments
    assert comment.body == f"@Ana and @{GONE} and @Bo"
    assert comment.mentions == (BO,)
    assert story.desk.visits[0].lane == "next"
    assert story.desk.visits[0].error == f"mentioned, but not here any more: {ANA}, {GONE}"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"@[{GONE}]", {"unknown_user"}),
        ("@[nobody@example.com]", {"unknown_user"}),
        (f"@[{ANA}] @[bo@EXAMPLE.com] mail me@[x] or @here", set[str]()),
    ],
)
def test_who_is_not_here_is_found_before_publishing(text: str, codes: set[str]) -> None:
    found = validate_for_publish(flow(note=AddComment(text=text)), make_reference())
    assert {finding.code for finding in found} == codes


def test_a_comment_mentions_twenty_users_at_most() -> None:
    names = [f"@[user{number}@example.com]" for number in range(21)]
    AddComment(text=" ".join(names[:20]))
    with pytest.raises(ValidationError, match="at most 20 users"):
        AddComment(text=" ".join(names))


@given(st.text(st.sampled_from("@[]a.{}| \né")).map(lambda text: text + "@[ana@example.com]"))
def test_any_text_is_read_and_nothing_but_mentions_changes(text: str) -> None:
    read = read_mentions(text, make_reference())
    assert set(read.user_ids) <= {ANA}
    assert read.text.endswith("@Ana") or not read.user_ids
