"""Any trigger, for properties, with any condition that is handed in."""

from typing import get_args

from hypothesis import strategies as st

from any_words import SLUGS, TEXTS
from desks import LEAD, SALES, SUPPORT, VIP, fixed_id
from parley.domain.conversation import Source
from parley.domain.people import Role
from parley.workflows.conditions import Comparison, Group
from parley.workflows.triggers import (
    AdTrigger,
    AnyTrigger,
    CallEndedTrigger,
    ContactFieldTrigger,
    ContactSilentTrigger,
    ContactTagTrigger,
    ConversationClosedTrigger,
    ConversationFieldTrigger,
    ConversationOpenedTrigger,
    ConversationWaitingTrigger,
    FormField,
    IncomingWebhookTrigger,
    LifecycleTrigger,
    ManualTrigger,
    ScheduleTrigger,
    ShortcutTrigger,
    Trigger,
)

SOURCES = st.lists(st.sampled_from(Source), unique=True, max_size=3)
TAGS = st.lists(st.sampled_from([VIP, LEAD]), unique=True)
STAGES = st.lists(st.sampled_from([fixed_id(71), fixed_id(72)]), unique=True)
SLUG_LISTS = st.lists(SLUGS, min_size=1, max_size=3)
PATHS = st.sampled_from(["$.id", "$['a b'].c[0]", "$.x[-1]", "$"])
LABELS = TEXTS.map(lambda text: text[:60])
FIELDS = st.lists(
    st.one_of(
        st.builds(
            FormField,
            name=SLUGS,
            label=LABELS,
            type=st.sampled_from(["text", "number", "checkbox", "date"]),
            is_required=st.booleans(),
        ),
        st.builds(
            FormField,
            name=SLUGS,
            label=LABELS,
            type=st.just("choice"),
            options=st.lists(LABELS, min_size=1, max_size=3),
        ),
    ),
    max_size=3,
    unique_by=lambda field: field.name,
)


CALLED: st.SearchStrategy[Trigger] = st.builds(ManualTrigger, inputs=st.lists(SLUGS, max_size=3))


MOMENTS = st.builds(ScheduleTrigger, at=st.sampled_from(["2026-12-24", "2026-12-24T09:00+07"]))


def _hours(when: st.SearchStrategy[Comparison | Group | None]) -> st.SearchStrategy[Trigger]:
    return st.builds(
        ScheduleTrigger,
        cron=st.sampled_from(["0 9 * * 1-5", "*/15 8-17 * * *", "0 18 * * FRI#2"]),
        zone=st.sampled_from(["", "Europe/Berlin"]),
        per_minute=st.integers(1, 600),
        condition=when,
    )


def triggers(condition: st.SearchStrategy[Comparison | Group]) -> st.SearchStrategy[Trigger]:
    """All but the manual one, which does not go with once per contact."""
    when = st.one_of(st.none(), condition)
    made: dict[type[Trigger], st.SearchStrategy[Trigger]] = {
        ConversationOpenedTrigger: st.builds(
            ConversationOpenedTrigger, sources=SOURCES, except_sources=SOURCES, condition=when
        ),
        ConversationClosedTrigger: st.builds(
            ConversationClosedTrigger, sources=SOURCES, condition=when
        ),
        ContactTagTrigger: st.builds(
            ContactTagTrigger,
            change=st.sampled_from(["added", "removed", "any"]),
            tag_ids=TAGS,
            condition=when,
        ),
        ContactFieldTrigger: st.builds(ContactFieldTrigger, slugs=SLUG_LISTS, condition=when),
        ConversationFieldTrigger: st.builds(
            ConversationFieldTrigger, slugs=SLUG_LISTS, condition=when
        ),
        ConversationWaitingTrigger: st.builds(
            ConversationWaitingTrigger,
            seconds=st.integers(60, 86_400),
            waits_for=st.sampled_from(["answer", "agent"]),
            condition=when,
        ),
        ContactSilentTrigger: st.builds(ContactSilentTrigger, seconds=st.integers(60, 86_400)),
        LifecycleTrigger: st.builds(
            LifecycleTrigger, from_stage_ids=STAGES, to_stage_ids=STAGES, condition=when
        ),
        AdTrigger: st.builds(AdTrigger, ad_ids=st.lists(LABELS, max_size=2), condition=when),
        CallEndedTrigger: st.builds(
            CallEndedTrigger,
            direction=st.sampled_from(["in", "out", "any"]),
            outcome=st.sampled_from(["answered", "missed", "any"]),
        ),
        ScheduleTrigger: st.one_of(MOMENTS, _hours(when)),
        ManualTrigger: CALLED,
        ShortcutTrigger: st.builds(
            ShortcutTrigger,
            fields=FIELDS,
            roles=st.lists(st.sampled_from(Role), unique=True),
            team_ids=st.lists(st.sampled_from([SALES, SUPPORT]), unique=True),
        ),
        IncomingWebhookTrigger: st.builds(
            IncomingWebhookTrigger,
            contact_by=st.sampled_from(["email", "phone"]),
            contact_path=PATHS,
            creates_contact=st.booleans(),
            name_path=st.one_of(st.none(), PATHS),
            mapping=st.dictionaries(SLUGS, PATHS, max_size=3),
        ),
    }
    missing = set(get_args(get_args(AnyTrigger)[0])) - set(made)
    assert not missing, f"any_trigger knows nothing of {missing}"
    return st.one_of(*(each for kind, each in made.items() if kind is not ManualTrigger))
