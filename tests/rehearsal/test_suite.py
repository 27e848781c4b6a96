"""Tests of workflows: what passes, what fails and in which words, and what was reached."""

import pytest
from msgspec import structs

from desks import SALES, SUPPORT, fixed_id, make_reference
from parley.domain.errors import Invalid
from parley.domain.ids import CalendarId
from parley.rehearsal.script import parse_suite
from parley.rehearsal.suite import SuiteResult, run_suite
from parley.rehearsal.workspace import add_named
from parley.workflows.answers.multiple_choice import MultipleChoiceAnswer, Option
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition
from parley.workflows.samples import demo_inbound
from parley.workflows.steps import AskQuestion, AssignTo, DateTime, SendMessage, Wait
from parley.workflows.steps.assign_to import ToTeam
from parley.workflows.steps.date_time import ByCalendar
from parley.workflows.triggers import ContactSilentTrigger, ScheduleTrigger
from workflows_by_hand import flow, say

DEMO = demo_inbound(sales=SALES, support=SUPPORT)
WELCOME = "Hello Linh, welcome! I have two short questions."
OFFICE = CalendarId(fixed_id(61))
BY_HOURS = flow(
    here=DateTime(when=ByCalendar(calendar_id=OFFICE), lanes={"success": "yes", "failure": "no"}),
    yes=SendMessage(text="We are here"),
    no=SendMessage(text="We are closed"),
)
BUYS: dict[str, object] = {
    "name": "Linh wants to buy",
    "contact": "Linh",
    "online": ["Ana"],
    "turns": [
        {"says": "hello"},
        {"waits": 5, "expect": {"messages": [WELCOME, "What can we help you with?"]}},
        {"presses": "Sales", "expect": {"fields": {"conversation.fields.topic": "Sales"}}},
        {"waits": "10s"},
        {"says": "linh@example.com"},
        {"waits": "10s"},
    ],
    "expect": {
        "fields": {"contact.email": "linh@example.com"},
        "team": "Sales",
        "assignee": "Ana",
        "conversation": "open",
        "steps": ["welcome", "topic", "email", "which", "sales"],
        "lanes": {"topic": "success", "which": "sales"},
        "hears": ["Ana will be with you"],
        "end": "completed",
    },
}


def play(definition: Definition, *cases: dict[str, object], **workspace: object) -> SuiteResult:
    suite = parse_suite({"workspace": workspace, "tests": list(cases)})
    return run_suite(definition, suite, make_reference())


def failure(definition: Definition, *turns: dict[str, object], **case: object) -> str | None:
    return play(definition, {"name": "one", "turns": list(turns), **case}).cases[0].failure


def test_linh_buys_and_all_is_as_expected() -> None:
    result = play(DEMO, BUYS)
    assert result.cases[0].failure is None
    assert result.passed
    coverage = result.coverage
    assert (coverage.steps, coverage.steps_reached) == (8, 6)
    assert set(coverage.missed_steps) == {"support", "sorry"}
    assert ("which", "else") in coverage.missed_lanes
    assert coverage.lanes_reached + len(coverage.missed_lanes) == coverage.lanes


def test_seven_days_go_by_at_once() -> None:
    waiting = flow(
        wait=Wait(seconds=7 * 86_400, lanes={"next": "bye"}), bye=SendMessage(text="Bye")
    )
    assert (
        failure(
            waiting,
            {"says": "hi", "expect": {"messages": [], "at": "wait"}},
            {"waits": "6d 23h", "expect": {"messages": [], "end": "running"}},
            {"waits": "2h", "expect": {"messages": ["Bye"], "end": "completed"}},
            channel="custom",
        )
        is None
    )


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"messages": ["Hi"]}, f"expected the message 'Hi', but {WELCOME!r} was sent"),
        ({"messages": [WELCOME]}, "expected no more messages, but 'What can we help you with?'"),
        (
            {"messages": [WELCOME, "What can we help you with?", "And?"]},
            "expected the message 'And?', but nothing more was sent",
        ),
        ({"hears": ["good-bye"]}, "expected a message with 'good-bye', but"),
        ({"fields": {"contact.email": "x"}}, "expected contact.email to be 'x', but it is nothing"),
        ({"tags": ["VIP"]}, "expected the tag 'VIP', but the contact has nothing"),
        ({"team": "Sales"}, "expected the team 'Sales', but it is nothing"),
        ({"assignee": "Bo"}, "expected the assignee 'Bo', but it is nothing"),
        ({"conversation": "closed"}, "expected the conversation to be closed, but it is open"),
        ({"steps": ["email"]}, "expected the way to lead to 'email', but it went 'welcome'"),
        ({"lanes": {"topic": "success"}}, "expected 'topic' to be left by 'success'"),
        ({"lanes": {"welcome": "failure"}}, "expected 'welcome' to be left by 'failure', but"),
        ({"at": "email"}, "expected the run to wait at 'email', but it waits at 'topic'"),
        ({"end": "completed"}, "expected the run to be 'completed', but it waits at 'topic'"),
        ({"comments": ["call"]}, "expected a comment with 'call', but there is nothing"),
    ],
)
def test_what_is_not_as_expected_is_said_in_words(expect: dict[str, object], said: str) -> None:
    told = failure(DEMO, {"says": "hello"}, {"waits": 5, "expect": expect})
    assert told is not None
    assert told.startswith("turn 2 (waits): ")
    assert said in told


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ({"presses": "Buy"}, "Linh was sent no button called 'Buy'"),
        ({"online": "Zoe"}, "Nobody called 'Zoe' works here"),
        ({"replies": "hi", "by": "Zoe"}, "Nobody called 'Zoe' works here"),
    ],
)
def test_what_cannot_be_played_fails_the_test(turn: dict[str, object], said: str) -> None:
    told = failure(DEMO, {"says": "hello"}, {"waits": 5}, turn)
    assert told is not None
    assert said in told


def test_agents_come_reply_take_over_and_close() -> None:
    result = play(
        DEMO,
        {**BUYS, "name": "nobody is there", "online": [], "turns": [
            *({k: v for k, v in turn.items() if k != "expect"} for turn in BUYS["turns"]),  # type: ignore[attr-defined]
            {"expect": {"assignee": None, "at": "sales"}},
            {"online": "Bo", "expect": {"assignee": "Bo", "end": "completed"}},
            {"replies": "How can I help?", "by": "Bo"},
            {"assigns": "Ana", "by": "Olga", "expect": {"assignee": "Ana"}},
            {"offline": "Bo"},
            {"closes": True, "by": "Ana", "expect": {"conversation": "closed"}},
        ], "expect": None},
        {"name": "a person is faster", "turns": [
            {"says": "hello"}, {"waits": 5},
            {"replies": "I am here", "by": "Cleo", "expect": {"end": "person_replied"}},
        ]},
    )  # fmt: skip
    assert [case.failure for case in result.cases] == [None, None]


def test_a_known_contact_and_people_who_only_the_tests_know() -> None:
    known = {"name": "Mai", "email": "mai@example.com", "tags": ["Gold"], "fields": {"city": "Hue"}}
    result = play(
        DEMO,
        {
            "name": "Mai is known",
            "contact": known,
            "turns": [{"says": "hello"}],
            "expect": {
                "tags": ["Gold"],
                "no_tags": ["VIP"],
                "fields": {"contact.email": "mai@example.com", "contact.fields.city": "Hue"},
            },
        },
        tags=["Gold"],
        teams={"Sales": ["Zoe"], "Night": ["Yan"]},
        users=["Xu"],
        fields={"contact.score": "number"},
        channels={"Hotline": "sms"},
        timezone="Asia/Ho_Chi_Minh",
    )
    assert result.cases[0].failure is None
    zoe = {**BUYS, "online": ["Zoe"], "expect": {"assignee": "Zoe"}}
    assert play(DEMO, zoe, teams={"Sales": ["Zoe"]}).passed


def test_the_provider_may_refuse() -> None:
    told = failure(DEMO, {"says": "hello"}, {"waits": 5, "expect": {"end": "undelivered"}},
                   provider="refuses")  # fmt: skip
    assert told is None


def test_a_workflow_that_never_rests_is_not_played_for_ever() -> None:
    restless = flow(wait=Wait(seconds=1, lanes={"next": "wait"}))
    told = failure(restless, {"says": "hi"}, {"waits": "365d"})
    assert told is not None
    assert "More than 2000 timers fire" in told


def test_many_that_rest_seldom_are_not_all_played() -> None:
    """Twelve times 900 timers are more than all tests together may fire: what comes after is told so."""
    restless = flow(wait=Wait(seconds=1, lanes={"next": "wait"}))
    turns = [{"says": "hi"}, {"waits": "900s"}]
    cases: list[dict[str, object]] = [{"name": str(n), "turns": turns} for n in range(14)]
    failures = [case.failure for case in play(restless, *cases).cases]
    assert failures[:12] == [None] * 12
    assert all("10000 timers" in (told or "") for told in failures[12:])


def one(*turns: dict[str, object]) -> dict[str, object]:
    return {"tests": [{"name": "a", "turns": list(turns)}]}


TWICE: dict[str, object] = {"name": "a", "turns": [{"closes": True}]}
NO_TESTS: list[tuple[object, str]] = [
    (one(), "tests.0.turns"),
    (one({"says": "x", "waits": 1}), "one turn is one thing"),
    (one({}), "nothing happens"),
    (one({"waits": "soon"}), "written like 90s, 15m"),
    (one({"waits": "999999999w"}), "tests.0.turns.0.waits"),
    (one({"sings": "la"}), "sings"),
    ({"tests": [TWICE, TWICE]}, "two tests are called 'a'"),
    ({"tests": 7}, "tests"),
    ([], "dict"),
]


@pytest.mark.parametrize(("data", "said"), NO_TESTS)
def test_tests_that_are_no_tests_are_refused_by_name(data: object, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_suite(data)
    assert said in refused.value.text


def test_a_rehearsal_is_the_same_every_time() -> None:
    assert play(DEMO, BUYS) == play(DEMO, BUYS)


def test_users_tag_change_fields_and_open_again() -> None:
    hello = flow(hello=SendMessage(text="Hello"))
    told = failure(
        hello,
        {"says": "hi", "expect": {"messages": ["Hello"], "no_tags": ["VIP"]}},
        {"tags": "VIP", "by": "Ana", "expect": {"tags": ["VIP"]}},
        {"untags": "VIP", "expect": {"no_tags": ["VIP"]}},
        {"sets": {"contact.budget": 500, "conversation.topic": "Sales", "contact.email": "l@x.vn"}},
        {
            "expect": {
                "fields": {
                    "contact.fields.budget": 500,
                    "conversation.fields.topic": "Sales",
                    "contact.email": "l@x.vn",
                }
            }
        },
        {"closes": True, "by": "Ana", "expect": {"conversation": "closed", "messages": []}},
        {"opens": True, "by": "Ana", "expect": {"conversation": "open", "messages": ["Hello"]}},
    )
    assert told is None


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ({"tags": "Unheard of"}, "There is no tag 'Unheard of'"),
        ({"sets": {"budget": 5}}, "'budget' is no place: write contact.budget."),
        ({"sets": {"contact.budget": "lots"}}, "Budget"),
        ({"closes": True, "expect": {"conversation": "closed"}}, ""),
        ({"opens": True}, "open conversation already"),
    ],
)
def test_a_change_that_cannot_be_made_is_told(turn: dict[str, object], said: str) -> None:
    told = failure(flow(hello=SendMessage(text="Hello")), {"says": "hi"}, turn)
    assert (told is None) == (said == "")
    assert said in (told or "")


def said_by_hours(hours: list[str], at: str) -> list[str]:
    """By a calendar that the tests alone give hours to; without them it is always open."""
    reference = add_named(make_reference(), BY_HOURS)
    shop = {"timezone": "Europe/Berlin", "calendars": {OFFICE.hex: hours}}
    renamed = structs.replace(
        reference, calendars={OFFICE: structs.replace(reference.calendars[OFFICE], name=OFFICE.hex)}
    )
    case = {"name": "one", "at": at, "turns": [{"says": "hi"}]}
    result = run_suite(BY_HOURS, parse_suite({"workspace": shop, "tests": [case]}), renamed)
    return list(result.cases[0].said)


@pytest.mark.parametrize(
    ("hours", "at", "said"),
    [
        (["Mon-Fri 09:00-17:00"], "2026-03-02T08:00:00Z", "here"),
        (["Mon-Fri 09:00-17:00"], "2026-03-02T16:00:00Z", "closed"),
        (["Mon-Fri 09:00-17:00"], "2026-03-07T12:00:00Z", "closed"),
        (["Sat-Mon 09:00-12:00", "Mon 14:00-18:00"], "2026-03-02T14:00:00Z", "here"),
        (["sun 22:00-06:00"], "2026-03-02T03:00:00Z", "here"),
        ([], "2026-03-02T12:00:00Z", "closed"),
    ],
)
def test_tests_say_when_a_calendar_is_open(hours: list[str], at: str, said: str) -> None:
    assert said_by_hours(hours, at) == [f"We are {said}"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("always", "write them like Mon-Fri 09:00-17:00"),
        ("Foo 09:00-17:00", "write them like Mon-Fri 09:00-17:00"),
        ("Mon 25:00-26:00", "A time of day is written like 09:30"),
        ("Mon 09:00-09:00", "do not end where they begin"),
    ],
)
def test_hours_that_cannot_be_read_are_refused(line: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_suite({"workspace": {"calendars": {"Office": [line]}}, "tests": []})
    assert said in refused.value.text


def test_hours_of_one_day_do_not_overlap() -> None:
    with pytest.raises(Invalid, match="do not overlap"):
        parse_suite(
            {"workspace": {"calendars": {"Office": ["Mon-Tue 09:00-12:00", "Tue 11:00-13:00"]}}}
        )


def test_who_is_full_gets_nothing_more() -> None:
    turns: list[dict[str, object]] = [{"says": "hi"}, {"expect": {"assignee": "Bo"}}]
    hands_over = flow(give=AssignTo(target=ToTeam(team_id=SALES)))
    assert failure(hands_over, *turns, online=["Ana", "Bo"], full=["Ana"]) is None
    told = failure(hands_over, *turns, online=["Ana", "Bo"], full=["Zoe"])
    assert told == "Nobody called 'Zoe' works here: name them under workspace.users."


def test_a_button_is_pressed_when_the_contacts_time_is_over() -> None:
    question = AskQuestion(
        text="Which?", answer=MultipleChoiceAnswer(options=[Option(id="a", title="This")])
    )
    slow = flow(wait=Wait(seconds=5, lanes={"next": "ask"}), ask=question)
    assert (
        failure(slow, {"says": "hi"}, {"presses": "This", "expect": {"end": "completed"}}) is None
    )


def test_a_turn_of_the_clock_starts_what_waits_for_a_silent_contact() -> None:
    asks = flow(trigger=ContactSilentTrigger(seconds=3600), a=say("Are you still there?"))
    turns: list[dict[str, object]] = [
        {"says": "hi"},
        {"replies": "Which size?", "by": "Ana"},
        {"waits": "59m", "expect": {"messages": ["Which size?"]}},
        {"waits": "1m", "expect": {"messages": ["Are you still there?"]}},
        {"waits": "7d", "expect": {"messages": []}},
    ]
    assert failure(asks, *turns) is None


def test_a_turn_of_the_clock_brings_the_hour_of_a_schedule_to_who_meets_its_condition() -> None:
    vip = Comparison(field="contact.tags", operator=Operator.HAS_ANY_OF, value=["VIP"])
    trigger = ScheduleTrigger(cron="0 9 * * *", zone="Asia/Ho_Chi_Minh", condition=vip)
    greets = flow(trigger=trigger, a=say("Good morning {{contact.first_name}}"))
    turns: list[dict[str, object]] = [
        {"waits": "13h 59m", "expect": {"messages": [], "conversation": "none"}},
        {"waits": "1m", "expect": {"messages": ["Good morning Linh"], "end": "completed"}},
        {"untags": "VIP"},
        {"waits": "2d", "expect": {"messages": []}},
    ]
    person = {"name": "Linh", "tags": ["VIP"]}
    assert failure(greets, *turns, contact=person, channel="custom") is None


def test_a_schedule_without_a_condition_finds_a_contact_who_has_never_written() -> None:
    greets = flow(trigger=ScheduleTrigger(at="2026-03-02T13:00"), a=say("Hello"))
    turn: dict[str, object] = {"waits": "1h", "expect": {"messages": ["Hello"]}}
    assert failure(greets, turn, channel="custom") is None
