"""Any definition, for properties: every kind of step and trigger, odd texts, conditions in trees, a drawing."""

from hypothesis import strategies as st

from any_step import CALENDARS, NAMES, steps
from any_trigger import CALLED, triggers
from any_words import IDS, SCALARS, TEXTS, VALUES
from parley.workflows.conditions import Comparison, Group, Operator
from parley.workflows.definition import Definition, Exits

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
STEPS = steps(CONDITIONS)


def _definitions() -> st.SearchStrategy[Definition]:
    by_itself = st.builds(
        Definition,
        name=NAMES.map(str.strip).filter(bool),
        description=st.one_of(st.just(""), TEXTS),
        trigger=triggers(CONDITIONS),
        once_per_contact=st.booleans(),
        reentry=st.sampled_from(["when_ended", "restart"]),
        agents_may_stop=st.booleans(),
        quiet_seconds=st.integers(0, 30),
        quiet_hours=st.one_of(st.none(), CALENDARS),
        exits=st.builds(Exits, taken_over=st.booleans()),
        start=st.sampled_from(IDS),
        steps=st.dictionaries(st.sampled_from(IDS), STEPS, min_size=1, max_size=5),
        layout=st.dictionaries(TEXTS, VALUES, max_size=4),
    )
    by_name = st.builds(
        Definition,
        name=st.just("Called"),
        trigger=CALLED,
        start=st.sampled_from(IDS),
        steps=st.dictionaries(st.sampled_from(IDS), STEPS, min_size=1, max_size=2),
    )
    return st.one_of(by_itself, by_itself, by_itself, by_name)


# Deferred, so that a failure does not print all of the above.
DEFINITIONS = st.deferred(_definitions)
