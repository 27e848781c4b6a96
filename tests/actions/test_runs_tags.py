"""Update Tag by name: found whatever the letters, made once where the step may make it."""

from typing import cast

import pytest
from pydantic import ValidationError

from desks import VIP, WORKSPACE, fixed_id
from parley.domain.contact import TAGS_PER_WORKSPACE, Tag
from parley.domain.events import WorkspaceChanged
from parley.domain.ids import TagId
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.steps import Branch, UpdateTag
from parley.workflows.steps.branch import Way
from stories import Story
from workflows_by_hand import flow, say


def tags_of(story: Story, who: str = "Mai") -> list[str]:
    known = story.desk.reference.tags
    return [known[tag].name for tag in story.contact(who).tags]


def by_name(*names: str, creates: bool = False, **given: str) -> UpdateTag:
    return UpdateTag.model_validate(
        {"tag_names": names, "creates_missing": creates, "lanes": given}
    )


def test_a_tag_is_found_by_its_name_in_other_letters() -> None:
    story = Story(flow(tag=by_name("víp", "{{contact.name}}")))
    story.writes("Lead", "hi")
    assert tags_of(story, "Lead") == ["VIP", "Lead"]
    assert story.desk.new_tags == []


def test_a_missing_tag_is_made_once_and_the_next_step_sees_it() -> None:
    asks = Comparison(field="contact.tags", operator=Operator.HAS_ANY_OF, value=["Gold"])
    story = Story(
        flow(
            tag=by_name("Gold", creates=True, next="again"),
            again=by_name("GOLD", creates=True, next="branch"),
            branch=Branch(branches=[Way(id="gold", condition=asks)], lanes={"gold": "say"}),
            say=say("You are gold"),
        )
    )
    story.writes("Mai", "hi")
    story.writes("Bo", "hi")
    assert story.heard("Mai") == story.heard("Bo") == ["You are gold"]
    assert [tag.name for tag in story.desk.new_tags] == ["Gold"]
    assert tags_of(story) == tags_of(story, "Bo") == ["Gold"]
    told = [e.body for e in story.desk.events if isinstance(e.body, WorkspaceChanged)]
    assert [body.noun for body in told] == ["tag"]


def test_without_leave_to_make_one_a_missing_tag_is_noted() -> None:
    story = Story(flow(tag=by_name("{{contact.name}}", "VIP")))
    story.writes("Mai", "hi")
    assert tags_of(story) == ["VIP"]
    assert story.desk.visits[0].error == "tags that do not exist: 'Mai'"
    assert story.desk.visits[0].output == {"operation": "add", "names": ["Mai", "VIP"]}


def test_a_name_that_came_out_empty_or_long_or_in_lines_makes_no_odd_tag() -> None:
    story = Story(flow(tag=by_name("{{contact.email}}", "{{contact.name}}", creates=True)))
    story.writes("a\nb " + "x" * 200, "hi")
    [tag] = story.desk.new_tags
    assert tag.name == "a b " + "x" * 96
    assert story.desk.visits[0].error == "tags that do not exist: ''"


def test_marks_alone_are_no_name() -> None:
    story = Story(flow(tag=by_name("{{contact.name}}", creates=True, next="say"), say=say("ok")))
    story.writes("\u0301", "hi")
    assert story.desk.new_tags == []
    assert (story.desk.visits[0].error or "").startswith("invalid: A tag's name")
    assert story.heard("\u0301") == ["ok"]


def test_a_full_workspace_gets_no_more_tags_and_the_run_goes_on() -> None:
    story = Story(flow(tag=by_name("Gold", creates=True, next="say"), say=say("ok")))
    known = cast("dict[TagId, Tag]", story.reference.tags)
    for number in range(TAGS_PER_WORKSPACE - len(known)):
        tag_id = TagId(fixed_id(10_000 + number))
        known[tag_id] = Tag(WORKSPACE, tag_id, f"Tag {number}")
    story.writes("Mai", "hi")
    assert tags_of(story) == []
    assert (story.desk.visits[0].error or "").startswith("limit_exceeded: A workspace has at most")
    assert story.heard("Mai") == ["ok"]


def test_a_tag_is_taken_away_by_name_and_none_is_made_for_it() -> None:
    story = Story(
        flow(
            tag=UpdateTag(tag_ids=[VIP], lanes={"next": "off"}),
            off=UpdateTag(operation="remove", tag_names=["vip", "Gold"]),
        )
    )
    story.writes("Mai", "hi")
    assert tags_of(story) == []
    assert story.desk.visits[1].error is None


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({}, "name at least one tag"),
        ({"tag_names": ["x"] * 51}, "at most 50 items"),
        ({"tag_names": ["x" * 101]}, "at most 100 characters"),
        ({"tag_names": [" x"]}, "one line"),
        ({"tag_names": ["x\ny"]}, "one line"),
        ({"tag_names": ["{{a.b}}" * 100]}, "at most 500 characters"),
        ({"tag_names": ["x"], "operation": "remove", "creates_missing": True}, "not created"),
    ],
)
def test_what_names_no_tag_is_refused(told: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        UpdateTag.model_validate(told)


def test_a_batch_that_is_decided_again_has_made_nothing_yet() -> None:
    story = Story(flow(tag=by_name("Gold", creates=True)))
    desk = story.desk
    given_tags = desk.reference.tags
    story.writes("Mai", "hi")
    assert len(desk.reference.tags) == len(given_tags) + 1
    desk.rewind()
    assert (len(desk.reference.tags), desk.new_tags) == (len(given_tags), [])
