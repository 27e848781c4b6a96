"""The shape: what leads where, what leads nowhere, and what leads round in a circle."""

from collections.abc import Iterator

from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.naming import Noun
from parley.workflows.paths_through import find_circles, list_targets, way_to, ways_from
from parley.workflows.steps.step import Step

_KEEPERS = frozenset({Noun.CONTACT_FIELD, Noun.CONVERSATION_FIELD, Noun.TAG})


def check_targets(subject: Subject) -> Iterator[Finding]:
    definition = subject.definition
    if definition.start not in definition.steps:
        yield Finding(
            "missing_start", None, f"The workflow starts at {definition.start!r}, which is no step."
        )
    for step_id, step in definition.steps.items():
        for lane, target in step.lanes.items():
            if target is not None and target not in definition.steps:
                sentence = f"The lane {lane!r} leads to {target!r}, which is no step."
                path = subject.way_to(step_id, lane)
                yield Finding("missing_target", step_id, sentence, path=path)


def check_reach(subject: Subject) -> Iterator[Finding]:
    if not subject.ways:
        # Nothing is reached from a start that is not there; that is told elsewhere.
        return
    for step_id in subject.definition.steps:
        if step_id not in subject.ways:
            yield Finding("unreachable", step_id, "No way leads to this step.")


def check_circles(subject: Subject) -> Iterator[Finding]:
    for circle in find_circles(subject.definition):
        way = " > ".join([*circle, circle[0]])
        sentence = f"These steps lead round in a circle without a wait or a counted jump: {way}."
        path = _way_round(subject, circle)
        yield Finding("loop_without_wait", circle[0], sentence, path=path)


def _way_round(subject: Subject, circle: list[str]) -> tuple[str, ...]:
    """From the start to the circle's first step, and once round."""
    steps, first, members = subject.definition.steps, circle[0], frozenset(circle)

    def is_instant(step_id: str, lane: str) -> bool:
        return lane not in steps[step_id].slow_lanes and steps[step_id].lanes[lane] in members

    round_it = ways_from(subject.definition, [first], may_take=is_instant)
    for last in circle:
        for lane, target in steps[last].lanes.items():
            if target == first and is_instant(last, lane):
                return subject.way_to(first, *way_to(last, round_it)[1:], lane, first)
    return ()


def check_ends(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        if step.NEEDS_WAY_ON and not list_targets(subject.definition, step_id):
            sentence = "No way out of this step leads anywhere."
            yield Finding("dead_end", step_id, sentence, path=subject.way_to(step_id))
        if "success" in step.HEARD and not step.leads_to("success") and not _keeps_answer(step):
            sentence = "The answer is neither saved nor followed by a step."
            path = subject.way_to(step_id, "success")
            yield Finding("dead_end", step_id, sentence, path=path)
        if step.ENDS_RUN and list_targets(subject.definition, step_id):
            sentence = "Closing ends the run: the steps behind it never run."
            yield warn("after_close", step_id, sentence, subject.way_to(step_id))


def _keeps_answer(step: Step) -> bool:
    is_saved = any(named.noun in _KEEPERS for named in step.references())
    return is_saved or any(True for _ in step.saved_variables())


def check_timeouts(subject: Subject) -> Iterator[Finding]:
    """A lane that is there but leads nowhere (null) was decided so; one that is missing was forgotten."""
    for step_id, step in subject.definition.steps.items():
        if not step.may_time_out or "timeout" in step.lanes:
            continue
        path = subject.way_to(step_id, "timeout")
        if step.HEARD:
            sentence = "Nobody answers: then the run ends, for there is no time-out lane."
            yield Finding("no_timeout_lane", step_id, sentence, path=path)
        else:
            sentence = "When its time is over the run ends, for there is no time-out lane."
            yield warn("no_timeout_lane", step_id, sentence, path)


def check_after_assignment(subject: Subject) -> Iterator[Finding]:
    """O17: a person has the conversation, so a workflow that speaks may not wait any more."""
    definition = subject.definition
    if not definition.speaks:
        return
    handing_over = {
        target: step_id
        for step_id, step in definition.steps.items()
        if step.hands_over and step_id in subject.ways
        if (target := step.leads_to("next")) is not None and target in definition.steps
    }
    behind = ways_from(definition, handing_over)
    for step_id, step in definition.steps.items():
        if step.waits and step_id in behind:
            way = way_to(step_id, behind)
            path = subject.way_to(handing_over[way[0]], "next", *way)
            sentence = "This step waits, but a person has the conversation by then."
            yield Finding("wait_after_assign", step_id, sentence, path=path)
