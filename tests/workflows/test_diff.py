"""The diff says what changed, and nothing else."""

from hypothesis import given, settings

from any_definition import DEFINITIONS
from depth import at_least
from desks import SALES, SUPPORT
from parley.workflows.definition import Definition
from parley.workflows.diff import Change, ChangeKind, describe, diff
from parley.workflows.samples import demo_inbound
from parley.workflows.steps import SendMessage, Wait

DEMO = demo_inbound(sales=SALES, support=SUPPORT)


def test_every_kind_of_change_is_told() -> None:
    steps = dict(DEMO.steps)
    topic = steps["topic"]
    steps["topic"] = topic.model_copy(
        update={"text": "What is it?", "lanes": {**topic.lanes, "invalid": "later"}}
    )
    del steps["sorry"]
    steps["later"] = Wait(seconds=60)
    steps["thanks"] = Wait(seconds=5)
    trigger = DEMO.trigger.model_copy(update={"sources": []})
    after = DEMO.model_copy(
        update={
            "steps": steps, "trigger": trigger, "quiet_seconds": 9, "layout": {"welcome": [1, 2]},
        }
    )  # fmt: skip
    assert describe(diff(DEMO, after)) == (
        '~ trigger.sources: ["contact"] -> []\n'
        "~ quiet_seconds: 3 -> 9\n"
        "~ layout\n"
        "+ step later (wait)\n"
        "- step sorry (send_message)\n"
        "- step thanks (send_message)\n"
        "+ step thanks (wait)\n"
        '~ step topic, text: "What can we help you with?" -> "What is it?"\n'
        "~ step topic, lane invalid: support -> later\n"
    )


def test_a_lane_without_a_target_is_not_a_lane_that_is_missing() -> None:
    def saying(**lanes: str | None) -> Definition:
        step = SendMessage(text="hi", lanes=dict(lanes))
        return DEMO.model_copy(update={"steps": {"a": step}})

    assert describe(diff(saying(), saying(failure=None))) == (
        "~ step a, lane failure: (not there) -> (end)\n"
    )


@settings(max_examples=at_least(60), deadline=None)
@given(DEFINITIONS, DEFINITIONS)
def test_nothing_is_told_of_equals_and_the_way_back_is_the_mirror(
    one: Definition, other: Definition
) -> None:
    assert diff(one, one.model_copy(deep=True)) == []
    there, back = diff(one, other), diff(other, one)
    assert bool(there) == (one.model_dump(mode="json") != other.model_dump(mode="json"))
    assert sorted(map(_mirrored, there)) == sorted(map(_plain, back))


_TURNED = {
    ChangeKind.STEP_ADDED: ChangeKind.STEP_REMOVED,
    ChangeKind.STEP_REMOVED: ChangeKind.STEP_ADDED,
}


def _plain(change: Change) -> str:
    return repr(change)


def _mirrored(change: Change) -> str:
    kind = _TURNED.get(change.kind, change.kind)
    return repr(Change(kind, change.step_id, change.place, change.after, change.before))
