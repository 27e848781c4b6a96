"""Any step, for properties: every kind there is, with any condition that is handed in."""

from hypothesis import strategies as st

from any_words import SLUGS, TEXTS, VALUES, lanes
from desks import ANA, CUSTOM, LEAD, NOON, SALES, SPAM, SUPPORT, VIP, fixed_id
from parley.domain.contact import FieldScope
from parley.domain.queue import Strategy
from parley.workflows.answers import (
    DateAnswer,
    DateLayout,
    EmailAnswer,
    LocationAnswer,
    MultipleChoiceAnswer,
    NumberAnswer,
    PhoneAnswer,
    RatingAnswer,
    TextAnswer,
    UrlAnswer,
)
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.conditions import Comparison, Group
from parley.workflows.steps import (
    AddComment,
    AskQuestion,
    AssignTo,
    Branch,
    CloseConversation,
    DateTime,
    HttpRequest,
    JumpTo,
    OpenConversation,
    SendMessage,
    SetVariable,
    TriggerWorkflow,
    UpdateField,
    UpdateLifecycle,
    UpdateTag,
    Wait,
    WaitForEvent,
)
from parley.workflows.steps.ask_question import ToContactField, ToVariable
from parley.workflows.steps.assign_to import ToNobody, ToTeam, ToUser
from parley.workflows.steps.branch import Way
from parley.workflows.steps.date_time import ByCalendar, ByDates
from parley.workflows.steps.http_bodies import FormBody, JsonBody, TextBody
from parley.workflows.steps.http_request import Header, Mapping
from parley.workflows.steps.send_message import Attachment, Variant
from parley.workflows.steps.step import Step
from parley.workflows.steps.wait_for_event import (
    FieldChanges,
    MessageComes,
    TagChanges,
    WebhookComes,
)

NAMES = TEXTS.map(lambda text: text[:40])
TITLES = st.lists(st.text("abcdefgh", min_size=3, max_size=12), min_size=1, max_size=4, unique=True)
TAGS = st.lists(st.sampled_from([VIP, LEAD]), min_size=1, unique=True)
CALENDARS = st.sampled_from([fixed_id(81), fixed_id(82)])
OPTIONS = TITLES.map(
    lambda titles: [Option(id=f"o{n}", title=title) for n, title in enumerate(titles)]
)
ANSWERS = st.one_of(
    st.builds(TextAnswer),
    st.builds(EmailAnswer),
    st.builds(PhoneAnswer),
    st.builds(NumberAnswer, min=st.one_of(st.none(), st.floats(-1e9, 0)), max=st.floats(0, 1e9)),
    st.builds(DateAnswer, layouts=st.lists(st.sampled_from(DateLayout), unique=True, min_size=1)),
    st.builds(UrlAnswer),
    st.builds(RatingAnswer),
    st.builds(LocationAnswer),
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
ASSIGNMENTS = st.builds(
    AssignTo,
    target=st.sampled_from([ToTeam(team_id=SALES), ToUser(user_id=ANA, fallback_team_id=SUPPORT)]),
    strategy=st.sampled_from(Strategy),
    overwrite=st.booleans(),
    lanes=lanes("next", "timeout", "failure"),
)
MESSAGES = st.builds(
    SendMessage,
    text=TEXTS,
    channel_id=st.sampled_from([CUSTOM, None]),
    variants=st.lists(
        st.builds(Variant, channel_kind=st.sampled_from(["whatsapp", "yes"]), text=TEXTS),
        max_size=2,
        unique_by=lambda variant: variant.channel_kind,
    ),
    attachments=st.lists(
        st.builds(
            Attachment,
            media=st.sampled_from(["image", "file"]),
            url=TEXTS,
            filename=st.one_of(st.none(), NAMES),
        ),
        max_size=2,
    ),
    quick_replies=st.one_of(st.just([]), TITLES),
    lanes=lanes("next", "failure"),
)
HEADERS = st.lists(
    st.builds(
        Header,
        name=st.sampled_from(["X-Key", "Accept", "null"]),
        value=st.one_of(TEXTS, st.just("Bearer {{secret.crm}}")),
        secret=st.booleans(),
    ),
    max_size=2,
    unique_by=lambda header: header.name,
)
BODIES = st.one_of(
    st.builds(JsonBody, value=VALUES),
    st.builds(FormBody, fields=st.dictionaries(TEXTS, TEXTS, max_size=3)),
    st.builds(TextBody, text=TEXTS),
)
REQUESTS = st.builds(
    HttpRequest,
    method=st.sampled_from(["POST", "PUT", "PATCH", "DELETE"]),
    url=TEXTS,
    headers=HEADERS,
    body=st.one_of(st.none(), BODIES),
    retries=st.integers(0, 5),
    save=st.lists(
        st.builds(Mapping, path=st.sampled_from(["$.a", "$['b c'][0]"]), variable=SLUGS),
        max_size=2,
    ),
    save_status_to=st.one_of(st.none(), SLUGS),
    lanes=lanes("success", "failure", "unknown", "4xx"),
)
EXPRESSIONS = st.sampled_from(
    ["1 + 2", "var.topic", 'upper("yes: # no")', "if(contact.email = none, 1, 2.5)", "- 1"]
)
WAITS = st.one_of(
    st.builds(Wait, seconds=st.integers(1, 10_000), lanes=lanes("next")),
    st.builds(
        Wait,
        until=TEXTS,
        zone=st.sampled_from(["", "Asia/Ho_Chi_Minh"]),
        shift_seconds=st.integers(-5000, 5000),
        lanes=lanes("next", "failure"),
    ),
    st.builds(Wait, calendar_id=CALENDARS, lanes=lanes("next")),
    st.builds(
        WaitForEvent,
        events=st.lists(
            st.sampled_from(
                [
                    MessageComes(),
                    TagChanges(event="tag_added", tag_id=VIP),
                    TagChanges(event="tag_removed"),
                    FieldChanges(slug="city"),
                    FieldChanges(scope=FieldScope.CONVERSATION),
                    WebhookComes(
                        contact_path="$['é - a'][0]",
                        mapping={"topic": "$.order"},
                        match_path="$.id",
                        match_value="{{var.topic|# a}}",
                    ),
                ]
            ),
            min_size=1,
            max_size=3,
        ),
        timeout_seconds=st.integers(1, 100_000),
        lanes=lanes("happened", "timeout"),
    ),
)
DAYS = st.datetimes(NOON.replace(tzinfo=None))
CLOCKS = st.builds(
    DateTime,
    when=st.one_of(
        st.builds(ByCalendar, calendar_id=CALENDARS),
        st.tuples(DAYS, DAYS)
        .filter(lambda days: days[0] != days[1])
        .map(lambda days: ByDates(starts=min(days), ends=max(days), zone="Europe/Berlin")),
    ),
    lanes=lanes("success", "failure"),
)
FIELD_VALUES = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(TEXTS, max_size=3),
)
QUIET = st.one_of(
    st.builds(
        UpdateField,
        scope=st.sampled_from(FieldScope),
        slug=st.sampled_from(["city", "topic"]),
        value=FIELD_VALUES,
        lanes=lanes("next"),
    ),
    st.builds(UpdateTag, tag_ids=TAGS, lanes=lanes("next")),
    st.builds(
        UpdateTag,
        tag_names=st.lists(
            st.sampled_from(["vip", "Ngày mai", "- a: {b}", "{{contact.country|}}"]), min_size=1
        ),
        creates_missing=st.booleans(),
        lanes=lanes("next"),
    ),
    st.builds(UpdateLifecycle, stage_id=st.sampled_from([fixed_id(71), None]), lanes=lanes("next")),
    st.builds(SetVariable, variable=SLUGS, expression=EXPRESSIONS, lanes=lanes("next")),
    st.builds(
        TriggerWorkflow,
        workflow_id=st.just(fixed_id(91)),
        variables=st.dictionaries(SLUGS, TEXTS, max_size=2),
        lanes=lanes("next", "failure"),
    ),
    st.builds(AssignTo, target=st.just(ToNobody()), lanes=lanes("next")),
    st.builds(JumpTo, lanes=lanes("target", "exhausted")),
    st.builds(
        AddComment,
        text=st.one_of(TEXTS, st.just("@[ana@example.com] {{contact.name}}")),
        lanes=lanes("next"),
    ),
    st.builds(OpenConversation, lanes=lanes("next")),
    st.builds(CloseConversation, category_id=st.sampled_from([SPAM, None]), lanes=lanes("next")),
)


def steps(condition: st.SearchStrategy[Comparison | Group]) -> st.SearchStrategy[Step]:
    branches = st.builds(
        Branch,
        branches=st.lists(condition, min_size=1, max_size=3).map(
            lambda found: [Way(id=f"w{n}", condition=part) for n, part in enumerate(found)]
        ),
        lanes=lanes("w0", "else"),
    )
    return st.one_of(MESSAGES, QUESTIONS, branches, ASSIGNMENTS, WAITS, CLOCKS, REQUESTS, QUIET)
