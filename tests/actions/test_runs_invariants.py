"""Whatever is drawn and whatever people do: nothing raises, nothing walks for ever, nobody is stuck."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desks import ANA, BO, CLEO, LEAD, OLGA, SALES, SPAM, SUPPORT, VIP
from parley.domain.content import Media, Text, text_of
from parley.domain.ids import UUID
from parley.domain.message import Author, ErrorClass, Failure
from parley.domain.people import Presence
from parley.domain.run import Run, WaitKind
from parley.domain.timer import TimerKind
from parley.workflows.definition import Definition, parse_definition
from stories import Story

GONE = str(UUID(int=404))
STEP_IDS = [f"s{n}" for n in range(6)]
TEXTS = st.sampled_from(
    [
        "Hello {{contact.first_name|there}}",
        "{{contact.phone}}",
        "{{nonsense",
        "{{a}} {{var.v|x}}",
        "Your mail?",
        "{{contact.fields.city:upper|-}} {{",
    ]
)
TEAMS = st.sampled_from([str(SALES), str(SUPPORT), GONE])
ANSWERS = st.sampled_from(
    [
        {"type": "text"},
        {"type": "email"},
        {"type": "phone"},
        {"type": "number", "min": 1, "max": 5},
        {
            "type": "multiple_choice",
            "options": [
                {"id": "a", "title": "Yes", "tag_id": str(LEAD)},
                {"id": "b", "title": "No"},
            ],
        },
        {"type": "multiple_choice", "options": [{"id": "a", "title": "Pro", "tag_id": GONE}]},
    ]
)
SAVES = st.lists(
    st.sampled_from(
        [
            {"to": "variable", "name": "v"},
            {"to": "contact_field", "slug": "email"},
            {"to": "contact_field", "slug": "budget"},
            {"to": "contact_field", "slug": "gone"},
            {"to": "conversation_field", "slug": "topic"},
        ]
    ),
    max_size=2,
)
CONDITIONS = st.sampled_from(
    [
        {"kind": "comparison", "field": "contact.email", "operator": "exists"},
        {"kind": "comparison", "field": "var.v", "operator": "is_equal_to", "value": "Yes"},
        {"kind": "comparison", "field": "message.text", "operator": "contains", "value": "a"},
        {
            "kind": "comparison",
            "field": "assignee.presence",
            "operator": "is_equal_to",
            "value": "online",
        },
    ]
)
LANE = st.none() | st.sampled_from(STEP_IDS)


def lanes(*names: str) -> st.SearchStrategy[dict[str, str | None]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, LANE))


def a_step(
    kind: str, *names: str, **fields: st.SearchStrategy[object]
) -> st.SearchStrategy[object]:
    return st.fixed_dictionaries({"kind": st.just(kind), "lanes": lanes(*names), **fields})


STEPS = st.one_of(
    a_step("send_message", "next", "failure", text=TEXTS),
    a_step(
        "ask_question",
        "success",
        "invalid",
        "timeout",
        "failure",
        "person",
        text=TEXTS,
        answer=ANSWERS,
        save_to=SAVES,
        retries=st.integers(0, 2),
        timeout_seconds=st.none() | st.integers(600, 3600),
    ),
    a_step(
        "branch",
        "a",
        "else",
        branches=CONDITIONS.map(lambda condition: [{"id": "a", "condition": condition}]),
    ),
    a_step(
        "update_field",
        "next",
        scope=st.sampled_from(["contact", "conversation"]),
        slug=st.sampled_from(["city", "topic", "email", "gone"]),
        value=TEXTS | st.none() | st.integers(-5, 5) | st.booleans(),
    ),
    a_step(
        "update_tag",
        "next",
        operation=st.sampled_from(["add", "remove"]),
        tag_ids=st.lists(st.sampled_from([str(VIP), str(LEAD), GONE]), min_size=1, max_size=3),
    ),
    a_step(
        "assign_to",
        "next",
        "failure",
        target=st.one_of(
            st.fixed_dictionaries({"to": st.just("team"), "team_id": TEAMS}),
            st.fixed_dictionaries(
                {
                    "to": st.just("user"),
                    "user_id": st.sampled_from([str(ANA), str(CLEO), GONE]),
                    "fallback_team_id": st.none() | TEAMS,
                }
            ),
            st.just({"to": "workspace"}),
            st.just({"to": "nobody"}),
        ),
        online_only=st.booleans(),
        overwrite=st.booleans(),
        strategy=st.sampled_from(["round_robin", "least_open"]),
        timeout_seconds=st.integers(600, 3600),
    ),
    a_step("wait", "next", seconds=st.integers(600, 7200)),
    a_step("jump_to", "target", "exhausted", max_jumps=st.integers(1, 5)),
    a_step("add_comment", "next", text=TEXTS),
    a_step("open_conversation", "next"),
    a_step(
        "close_conversation",
        "next",
        category_id=st.sampled_from([None, str(SPAM), GONE]),
        summary=TEXTS,
    ),
)


def drawn(steps: list[object], quiet: int, *, once: bool) -> Definition:
    return parse_definition(
        {
            "name": "Generated",
            "trigger": {"kind": "conversation_opened"},
            "quiet_seconds": quiet,
            "once_per_contact": once,
            "start": "s0",
            "steps": dict(zip(STEP_IDS, steps, strict=True)),
        }
    )


DEFINITIONS = st.builds(
    drawn,
    st.lists(STEPS, min_size=len(STEP_IDS), max_size=len(STEP_IDS)),
    st.sampled_from([0, 3]),
    once=st.booleans(),
)

Turn = Callable[[Story], object]


def presses_something(story: Story) -> None:
    messages = [m for m in story.messages_to("Mai") if "prompt" in type(m.content).__name__.lower()]
    if messages:
        story.presses("Mai", "Yes" if "Yes" in str(messages[-1].content) else "Pro")


def closes_if_open(story: Story) -> None:
    if story.conversation("Mai").is_open:
        story.closes("Mai")


def assigns_if_open(story: Story) -> None:
    if story.conversation("Mai").is_open:
        story.assigns("Mai", BO)


def replies_if_open(story: Story) -> None:
    if story.conversation("Mai").is_open:
        story.replies(OLGA, "Mai", "I am here")


def provider_refuses(story: Story) -> None:
    story.delivers = False
    story.writes("Mai", "hm")
    story.deliver(failure=Failure(ErrorClass.PERMANENT, "1", "No"))
    story.delivers = True
    story.settle()


TURNS: dict[str, Turn] = {
    "yes": lambda story: story.writes("Mai", "yes"),
    "mail": lambda story: story.writes("Mai", "mai@example.com", after=1),
    "number": lambda story: story.writes("Mai", "3"),
    "nonsense": lambda story: story.writes("Mai", "{{contact.name}} 🙂", after=2),
    "image": lambda story: story.writes("Mai", Media("image")),
    "person": lambda story: story.writes("Mai", Text("nhân viên")),
    "presses": presses_something,
    "a minute": lambda story: story.passes(60),
    "hours": lambda story: story.passes(3 * 3600),
    "Ana comes": lambda story: story.becomes(ANA, Presence.ONLINE),
    "Ana goes": lambda story: story.becomes(ANA, Presence.OFFLINE),
    "close": closes_if_open,
    "assign": assigns_if_open,
    "reply": replies_if_open,
    "no team": lambda story: story.forget(SALES),
    "no Cleo": lambda story: story.forget(CLEO),
    "refuse": provider_refuses,
}


def is_waiting_for_something(story: Story, run: Run) -> bool:
    waiting = run.waiting
    assert waiting is not None
    if waiting.suspended:
        return any(other.id != run.id and other.is_live for other in story.runs("Mai"))
    if waiting.kind is WaitKind.ASSIGNMENT:
        entry = story.desk.queue.get(story.conversation("Mai").id)
        return entry is not None and entry.run_id == run.id and entry.deadline_at is not None
    timer = story.desk.timers.get((TimerKind.RUN, run.id))
    return timer is not None and timer.due_at >= story.now


def check(story: Story) -> None:
    for run in story.runs("Mai"):
        if run.is_live:
            assert is_waiting_for_something(story, run), run
        else:
            assert run.waiting is None
            assert run.end_reason is not None
            assert story.desk.timers.get((TimerKind.RUN, run.id)) is None
    asking = [
        run
        for run in story.runs("Mai")
        if run.waiting and run.waiting.kind is WaitKind.ANSWER and not run.waiting.suspended
    ]
    assert len(asking) <= 1
    for message in story.messages_to("Mai"):
        if message.author is Author.WORKFLOW:
            assert "{{" not in text_of(message.content)
    numbers = [(visit.run_id, visit.number) for visit in story.desk.visits]
    assert len(numbers) == len(set(numbers))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(DEFINITIONS, min_size=1, max_size=2),
    st.lists(st.sampled_from(sorted(TURNS)), max_size=8),
)
def test_every_run_ends_or_waits_with_a_deadline(
    definitions: list[Definition], turns: list[str]
) -> None:
    story = Story(*definitions, online=(BO, CLEO))
    story.writes("Mai", "hi")
    check(story)
    for turn in turns:
        TURNS[turn](story)
        check(story)
    story.passes(3 * 24 * 3600)
    check(story)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(DEFINITIONS, st.lists(st.sampled_from(sorted(TURNS)), max_size=6))
def test_the_same_story_gives_the_same_events_visits_and_ids(
    definition: Definition, turns: list[str]
) -> None:
    def play() -> tuple[object, ...]:
        story = Story(definition)
        story.writes("Mai", "hi")
        for turn in turns:
            TURNS[turn](story)
        desk = story.desk
        return list(desk.events), desk.visits, list(desk.runs), list(desk.messages), desk.timers

    assert play() == play()
