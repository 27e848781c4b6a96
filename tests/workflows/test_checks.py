"""Checks before publishing: one seeded defect each, and no false alarm."""

from collections.abc import Mapping
from typing import Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desks import ANA, CUSTOM, LEAD, SALES, SUPPORT, WORKSPACE, make_reference
from parley.domain.contact import FieldScope
from parley.domain.conversation import Source
from parley.domain.ids import UUID, TeamId, VersionId, WorkflowId
from parley.domain.people import Team
from parley.domain.workspace import Reference
from parley.workflows.answers import MultipleChoiceAnswer, TextAnswer
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.checks import Severity, is_publishable, validate_for_publish
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition, compile_version
from parley.workflows.paths_through import find_circles, list_instant_targets
from parley.workflows.samples import bench_inbound, demo_inbound
from parley.workflows.steps import (
    AskQuestion,
    AssignTo,
    Branch,
    CloseConversation,
    JumpTo,
    SendMessage,
    UpdateField,
    UpdateTag,
    Wait,
)
from parley.workflows.steps.ask_question import ToContactField, ToConversationField
from parley.workflows.steps.assign_to import (
    RelaxationRing,
    ToNobody,
    ToTeam,
    ToUser,
    ToWorkspace,
)
from parley.workflows.steps.branch import Way
from parley.workflows.steps.send_message import Attachment
from parley.workflows.triggers import ConversationOpenedTrigger
from workflows_by_hand import ask_email, ask_text, assign, choose, flow, flow_of, say, set_city

BY_HAND = ConversationOpenedTrigger(sources=[Source.USER])

NAMED = "https://files.example.com/{{contact.name|all}}"
NOWHERE = UUID(int=404)
ELVISH = RelaxationRing(any_of=[{"elvish": 1}], seconds=60)
EXISTS = Comparison(field="contact.email", operator=Operator.EXISTS)
BAD_FIELD = Comparison(field="contact.fields.shoes", operator=Operator.EXISTS)


def codes(definition: Definition, reference: Reference | None = None) -> set[str]:
    """Without the warning that small examples deserve: they give the conversation to nobody."""
    found = validate_for_publish(definition, reference or make_reference())
    return {f.code for f in found} - {"left_unassigned"}


def branch(*conditions: Comparison, **lanes: str) -> Branch:
    return Branch(
        branches=[Way(id=f"b{n}", condition=c) for n, c in enumerate(conditions)], lanes=dict(lanes)
    )


def asking(**fields: object) -> AskQuestion:
    return AskQuestion.model_validate({"text": "?", "answer": {"type": "text"}, **fields})


def file(
    media: Literal["image", "video", "audio", "file"],
    *,
    url: str = "https://files.example.com/menu",
    caption: str | None = None,
) -> SendMessage:
    return SendMessage(text="Here", attachments=[Attachment(media=media, url=url, caption=caption)])


def test_a_file_that_every_channel_takes_raises_no_alarm() -> None:
    page = "https://files.example.com/{{var.page}}"
    assert "unknown_variable" in codes(flow(a=file("image", url=page)))
    clean = (file("image"), file("file", caption="Menu"), file("file", url=f"{NAMED}/menu.pdf"))
    assert [codes(flow(a=step)) for step in clean] == [set(), set(), set()]


def test_the_samples_are_publishable() -> None:
    assert codes(demo_inbound(sales=SALES, support=SUPPORT)) == set()
    findings = validate_for_publish(bench_inbound(sales=SALES, support=SUPPORT), make_reference())
    assert is_publishable(findings)
    assert {finding.severity for finding in findings} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("code", "definition"),
    [
        ("missing_start", flow(a=say("x")).model_copy(update={"start": "b"})),
        ("missing_target", flow(a=say("x", then="b"))),
        ("unreachable", flow(a=say("x"), b=say("y"))),
        ("loop_without_wait", flow(a=say("x", then="b"), b=say("y", then="a"))),
        ("loop_without_wait", flow(a=say("x", then="a"))),
        ("loop_without_wait", flow(a=ask_text(failure="a"))),
        ("loop_without_wait", flow(a=assign(next="a"))),
        ("dead_end", flow(a=branch(EXISTS))),
        ("dead_end", flow(a=JumpTo())),
        ("dead_end", flow(a=asking())),
        ("after_close", flow(a=CloseConversation(lanes={"next": "b"}), b=say("x"))),
        ("no_timeout_lane", flow(a=ask_text())),
        ("no_timeout_lane", flow(a=assign())),
        ("wait_after_assign", flow(a=say("x", then="b"), b=assign(next="c"), c=Wait(seconds=1))),
        ("wait_after_assign", flow(b=assign(next="c"), c=say("x", then="d"), d=ask_text())),
        ("unknown_field", flow(a=UpdateField(scope=FieldScope.CONTACT, slug="shoes", value="x"))),
        (
            "unknown_field",
            flow(a=UpdateField(scope=FieldScope.CONVERSATION, slug="city", value="x")),
        ),
        ("unknown_field", flow(a=asking(save_to=[ToContactField(slug="shoes")]))),
        ("unknown_field", flow(a=asking(save_to=[ToConversationField(slug="email")]))),
        ("unknown_tag", flow(a=UpdateTag(tag_ids=[NOWHERE]))),
        (
            "unknown_tag",
            flow(
                a=asking(
                    answer=MultipleChoiceAnswer(options=[Option(id="a", title="A", tag_id=NOWHERE)])
                )
            ),
        ),
        ("unknown_team", flow(a=AssignTo(target=ToTeam(team_id=NOWHERE)))),
        ("unknown_skill", flow(a=AssignTo(target=ToWorkspace(), skills={"elvish": 1}))),
        ("unknown_skill", flow(a=AssignTo(target=ToWorkspace(), any_of=[{"elvish": 1}]))),
        ("unknown_skill", flow(a=AssignTo(target=ToWorkspace(), rings=[ELVISH]))),
        ("unknown_team", flow(a=AssignTo(target=ToUser(user_id=ANA, fallback_team_id=NOWHERE)))),
        ("unknown_user", flow(a=AssignTo(target=ToUser(user_id=NOWHERE)))),
        ("unknown_channel", flow(a=SendMessage(text="x", channel_id=NOWHERE))),
        ("unknown_category", flow(a=CloseConversation(category_id=NOWHERE))),
        ("malformed_variable", flow(a=say("{{what}}"))),
        ("malformed_variable", flow(a=say("{{contact.name:sparkle}}"))),
        ("unknown_variable", flow(a=say("{{contact.shoes|none}}"))),
        ("unknown_variable", flow(a=say("{{var.never|none}}"))),
        ("unknown_variable", flow(a=set_city("{{contact.fields.shoes|none}}"))),
        ("unknown_variable", flow(a=branch(BAD_FIELD, b0="b"), b=say("x"))),
        (
            "unknown_variable",
            flow(trigger=ConversationOpenedTrigger(condition=BAD_FIELD), a=say("x")),
        ),
        ("no_fallback", flow(a=say("{{contact.email}}"))),
        ("too_many_options", flow(a=choose(*(f"Option {n}" for n in range(11))))),
        ("option_too_long", flow(a=choose("x" * 21))),
        ("text_too_long", flow(a=say("x" * 2001))),
        ("text_too_long", flow(a=file("file", caption="x" * 1025))),
        ("file_not_taken", flow(a=file("video"))),
        ("file_not_taken", flow(a=file("audio", caption="Hear"))),
        ("file_not_taken", flow(a=file("image", url="https://files.example.com/a.webp"))),
        ("bad_file_address", flow(a=file("file", url="http://files.example.com/a.pdf"))),
        ("bad_file_address", flow(a=file("file", url="https://10.0.0.8/a.pdf"))),
    ],
)
def test_a_seeded_defect_is_found(code: str, definition: Definition) -> None:
    assert code in codes(definition)


def test_5b_7_eleven_options_or_21_characters_are_refused_for_a_connected_channel() -> None:
    eleven, long = flow(a=choose(*(f"O{n}" for n in range(11)))), flow(a=choose("x" * 21))
    assert not is_publishable(validate_for_publish(eleven, make_reference()))
    assert not is_publishable(validate_for_publish(long, make_reference()))


def test_o13_limits_of_channels_that_are_not_connected_do_not_count() -> None:
    reference = make_reference()
    channels = cast("dict[object, object]", reference.channels)
    for channel_id in [key for key in channels if key != CUSTOM]:
        del channels[channel_id]
    definition = flow(a=choose("x" * 21, timeout="b"), b=say("bye"))
    assert codes(definition, reference) == set()


@pytest.mark.parametrize(
    "definition",
    [
        flow(a=say("Hello {{contact.first_name}} {{contact.email|-}} {{system.date}}")),
        flow(a=ask_email(success="b", timeout="b"), b=say("{{var.email|-}}")),
        flow(a=ask_text(invalid="a", timeout="b", success="b"), b=say("x")),
        flow(a=Wait(seconds=60, lanes={"next": "a"})),
        flow(
            a=say("x", then="b"),
            b=JumpTo(max_jumps=3, lanes={"target": "a", "exhausted": "c"}),
            c=say("y"),
        ),
        flow(a=assign(next="b", timeout="b"), b=say("x")),
        flow(
            a=assign(next="b", timeout="a"),
            b=SendMessage(text="x", lanes={"next": None, "failure": None}),
        ),
        # A background workflow may wait after it has assigned: it disturbs nobody.
        flow(
            a=assign(next="b", timeout="b"),
            b=Wait(seconds=60, lanes={"next": "c"}),
            c=set_city("x"),
        ),
        flow(
            a=AssignTo(target=ToNobody(), lanes={"next": "b"}),
            b=Wait(seconds=1, lanes={"next": "c"}),
            c=say("x"),
        ),
        flow(
            a=UpdateTag(tag_ids=[LEAD], lanes={"next": "c"}),
            b=set_city("{{var.t|-}}"),
            c=AskQuestion.model_validate(
                {
                    "text": "?",
                    "answer": {"type": "text"},
                    "save_to": [{"to": "variable", "name": "t"}],
                    "lanes": {"success": "b", "timeout": "d"},
                }
            ),
            d=say("x"),
        ),
        flow(a=asking(save_to=[ToContactField(slug="email")], lanes={"timeout": "b"}), b=say("x")),
        flow(a=branch(EXISTS, b0="b"), b=CloseConversation(summary="{{contact.name}}")),
    ],
)
def test_a_clean_workflow_raises_no_alarm(definition: Definition) -> None:
    assert codes(definition) == set()


def test_a_team_without_members_is_pointed_out() -> None:
    reference = make_reference()
    cast("dict[TeamId, Team]", reference.teams)[SALES] = Team(WORKSPACE, SALES, "Sales")
    assert "empty_team" in codes(flow(a=assign(timeout="b"), b=say("x")), reference)


def test_o16_two_workflows_that_speak_on_one_event_are_pointed_out() -> None:
    definition = flow(a=say("x"))
    from_users = flow(trigger=ConversationOpenedTrigger(sources=[Source.USER]), a=say("x"))
    others = flow(trigger=ConversationOpenedTrigger(except_sources=[Source.USER]), a=say("x"))
    mine = WorkflowId(UUID(int=1))
    version = compile_version(
        from_users, workflow_id=mine, version_id=VersionId(UUID(int=2)), published_order=1
    )
    reference = make_reference(versions=[version])
    assert codes(definition, reference) == {"two_speak_on_one_event"}
    assert codes(others, reference) == set()
    assert codes(flow(a=set_city("x")), reference) == set()
    assert "two_speak_on_one_event" not in {
        f.code for f in validate_for_publish(definition, reference, workflow_id=mine)
    }


def test_errors_come_before_warnings_and_name_their_step() -> None:
    definition = flow(trigger=BY_HAND, a=assign(next="b"), b=say("x", then="gone"))
    findings = validate_for_publish(definition, make_reference())
    assert [(f.code, f.step_id, f.path) for f in findings] == [
        ("missing_target", "b", ("a", "next", "b", "next")),
        ("no_timeout_lane", "a", ("a", "timeout")),
    ]
    assert findings[0].sentence == "The lane 'next' leads to 'gone', which is no step."


def test_a_long_chain_of_steps_is_checked_without_recursion() -> None:
    steps = {f"s{n}": say("x", then=f"s{n + 1}") for n in range(999)}
    definition = flow_of({**steps, "s999": say("x")})
    assert codes(definition) == set()
    assert codes(flow_of({**steps, "s999": say("x", then="s0")})) == {"loop_without_wait"}


@given(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")),
        min_size=1,
    )
)
def test_circles_are_exactly_the_steps_that_reach_themselves(
    wires: Mapping[str, tuple[str, str]],
) -> None:
    steps = {
        step_id: SendMessage(text="x", lanes={"next": next_id, "failure": failure_id})
        for step_id, (next_id, failure_id) in wires.items()
    }
    definition = flow_of(steps)
    in_circles = {step_id for circle in find_circles(definition) for step_id in circle}

    def reaches_itself(step_id: str) -> bool:
        seen: set[str] = set()
        ahead = list_instant_targets(definition, step_id)
        while ahead:
            current = ahead.pop()
            if current not in seen:
                seen.add(current)
                ahead += list_instant_targets(definition, current)
        return step_id in seen

    assert in_circles == {step_id for step_id in definition.steps if reaches_itself(step_id)}


def test_the_type_of_the_answer_does_not_matter_to_the_checks() -> None:
    assert (
        codes(
            flow(a=asking(answer=TextAnswer(), lanes={"success": "b", "timeout": "b"}), b=say("x"))
        )
        == set()
    )


def test_a_secret_outside_of_a_request_is_told_where_it_may_stand() -> None:
    [finding] = validate_for_publish(flow(a=say("{{secret.crm}}")), make_reference())
    assert finding.code == "unknown_variable"
    assert "headers and bodies of HTTP requests only" in finding.sentence
