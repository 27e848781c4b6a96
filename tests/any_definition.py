"""Any definition, for properties: every kind of step, odd texts, conditions in trees, a drawing."""

from hypothesis import strategies as st

from desks import ANA, CUSTOM, LEAD, SALES, SPAM, SUPPORT, VIP
from parley.domain.contact import FieldScope
from parley.domain.conversation import Source
from parley.domain.queue import Strategy
from parley.workflows.answers import (
    EmailAnswer,
    MultipleChoiceAnswer,
    NumberAnswer,
    PhoneAnswer,
    TextAnswer,
)
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.conditions import Comparison, Group, Operator
from parley.workflows.definition import Definition, Exits
from parley.workflows.steps import (
    AddComment,
    AskQuestion,
    AssignTo,
    Branch,
    CloseConversation,
    HttpRequest,
    JumpTo,
    OpenConversation,
    SendMessage,
    UpdateField,
    UpdateTag,
    Wait,
)
from parley.workflows.steps.ask_question import ToContactField, ToVariable
from parley.workflows.steps.assign_to import ToNobody, ToTeam, ToUser
from parley.workflows.steps.branch import Way
from parley.workflows.steps.http_bodies import FormBody, JsonBody, TextBody
from parley.workflows.steps.http_request import Header, Mapping
from parley.workflows.triggers import (
    ContactSilentTrigger,
    ConversationOpenedTrigger,
    ConversationWaitingTrigger,
)

IDS = [f"s{number}" for number in range(8)] + ["true", "null", "7", "1e3", "-", "_"]
WORDS = "yes null ~ 1 0x1F 2026-03-02 é\u2028x {a} ' \" 🙂\u200d \x85 = << !tag &a *a %YAML --- ... 1_000"
PHRASES = [
    "- a",
    "a: b",
    "a #b",
    "# a",
    "tail \nx",
    "\ttab",
    "? a",
    "12:30:45",
    "{{a|b}}",
    " x",
    "x ",
]
LINES = ["line\n  indented\n\nlast", "line\nlast\n", "a\n\n\nb\n\n", "a: b\n# c\n- d"]
ODD = st.sampled_from([*WORDS.split(" "), *PHRASES, *LINES])
# What a database cannot store is in no definition: NUL, half a surrogate pair, numbers beyond 64 bits.
STORABLE = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
TEXTS = st.one_of(ODD, st.text(STORABLE, min_size=1, max_size=40))
NAMES = TEXTS.map(lambda text: text[:40])
TITLES = st.lists(st.text("abcdefgh", min_size=3, max_size=12), min_size=1, max_size=4, unique=True)
SCALARS = st.one_of(
    TEXTS,
    st.integers(1 - 2**63, 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
COMPARISONS = st.one_of(
    st.builds(
        Comparison,
        field=st.sampled_from(["contact.tags", "contact.fields.city", "var.topic"]),
        operator=st.sampled_from([Operator.IS_EQUAL_TO, Operator.CONTAINS]),
        value=SCALARS,
    ),
    st.builds(
        Comparison,
        field=st.just("contact.tags"),
        operator=st.just(Operator.HAS_ANY_OF),
        value=st.lists(SCALARS, min_size=1, max_size=4),
    ),
    st.builds(Comparison, field=st.just("contact.email"), operator=st.just(Operator.EXISTS)),
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: st.builds(
        Group, match=st.sampled_from(["all", "any"]), conditions=st.lists(inner, max_size=3)
    ),
    max_leaves=6,
)
TARGETS = st.sampled_from([*IDS, None])
TAGS = st.lists(st.sampled_from([VIP, LEAD]), min_size=1, unique=True)


def lanes(*names: str) -> st.SearchStrategy[dict[str, str | None]]:
    return st.dictionaries(st.sampled_from(names), TARGETS)


OPTIONS = TITLES.map(
    lambda titles: [Option(id=f"o{n}", title=title) for n, title in enumerate(titles)]
)
ANSWERS = st.one_of(
    st.builds(TextAnswer),
    st.builds(EmailAnswer),
    st.builds(PhoneAnswer),
    st.builds(NumberAnswer),
    st.builds(MultipleChoiceAnswer, options=OPTIONS),
)
QUESTIONS = st.builds(
    AskQuestion,
    name=NAMES,
    text=TEXTS,
    answer=ANSWERS,
    save_to=st.lists(
        st.sampled_from([ToContactField(slug="city"), ToVariable(name="topic")]), max_size=2
    ),
    retries=st.integers(0, 5),
    lanes=lanes("success", "invalid", "timeout"),
)
BRANCHES = st.builds(
    Branch,
    branches=st.lists(CONDITIONS, min_size=1, max_size=3).map(
        lambda found: [Way(id=f"w{n}", condition=condition) for n, condition in enumerate(found)]
    ),
    lanes=lanes("w0", "else"),
)
ASSIGNMENTS = st.builds(
    AssignTo,
    target=st.sampled_from([ToTeam(team_id=SALES), ToUser(user_id=ANA, fallback_team_id=SUPPORT)]),
    strategy=st.sampled_from(Strategy),
    overwrite=st.booleans(),
    lanes=lanes("next", "timeout", "failure"),
)
QUIET = st.one_of(
    st.builds(
        UpdateField,
        scope=st.sampled_from(FieldScope),
        slug=st.sampled_from(["city", "topic"]),
        value=TEXTS,
        lanes=lanes("next"),
    ),
    st.builds(UpdateTag, tag_ids=TAGS, lanes=lanes("next")),
    st.builds(AssignTo, target=st.just(ToNobody()), lanes=lanes("next")),
    st.builds(Wait, seconds=st.integers(1, 10_000), lanes=lanes("next")),
    st.builds(JumpTo, lanes=lanes("target", "exhausted")),
    st.builds(AddComment, text=TEXTS, lanes=lanes("next")),
    st.builds(OpenConversation, lanes=lanes("next")),
    st.builds(CloseConversation, category_id=st.sampled_from([SPAM, None]), lanes=lanes("next")),
)
HEADERS = st.lists(
    st.sampled_from(
        [
            Header(name="Authorization", value="Bearer {{secret.crm}}"),
            Header(name="X-Name", value="{{contact.name}}"),
        ]
    ),
    max_size=2,
    unique_by=lambda header: header.name,
)
REQUESTS = st.builds(
    HttpRequest,
    method=st.just("POST"),
    url=st.sampled_from(["https://shop.example.com/orders", "{{contact.fields.city}}"]),
    headers=HEADERS,
    body=st.one_of(
        st.none(),
        st.builds(JsonBody, value=st.dictionaries(TEXTS, SCALARS, max_size=3)),
        st.builds(FormBody, fields=st.dictionaries(TEXTS, TEXTS, max_size=3)),
        st.builds(TextBody, text=TEXTS),
    ),
    save=st.lists(
        st.builds(Mapping, path=st.just("$.order['é'][0]"), variable=st.just("topic")), max_size=1
    ),
    retries=st.integers(0, 5),
    lanes=lanes("success", "failure", "unknown", "4xx"),
)
MESSAGES = st.builds(
    SendMessage,
    text=TEXTS,
    channel_id=st.sampled_from([CUSTOM, None]),
    lanes=lanes("next", "failure"),
)
STEPS = st.one_of(MESSAGES, QUESTIONS, BRANCHES, ASSIGNMENTS, REQUESTS, QUIET)
DRAWINGS = st.dictionaries(
    TEXTS,
    st.recursive(
        st.one_of(st.none(), SCALARS),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)
TRIGGERS = st.one_of(
    st.builds(
        ConversationOpenedTrigger,
        sources=st.lists(st.sampled_from(Source), unique=True, max_size=3),
        condition=st.one_of(st.none(), CONDITIONS),
    ),
    st.builds(
        ConversationWaitingTrigger,
        seconds=st.integers(60, 86_400),
        waits_for=st.sampled_from(["answer", "agent"]),
        condition=st.one_of(st.none(), CONDITIONS),
    ),
    st.builds(ContactSilentTrigger, seconds=st.integers(60, 86_400)),
)
DEFINITIONS = st.builds(
    Definition,
    name=NAMES.map(str.strip).filter(bool),
    description=st.one_of(st.just(""), TEXTS),
    trigger=TRIGGERS,
    once_per_contact=st.booleans(),
    quiet_seconds=st.integers(0, 30),
    exits=st.builds(Exits, taken_over=st.booleans()),
    start=st.sampled_from(IDS),
    steps=st.dictionaries(st.sampled_from(IDS), STEPS, min_size=1, max_size=5),
    layout=DRAWINGS,
)
