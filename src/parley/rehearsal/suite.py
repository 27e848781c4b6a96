"""A workflow's tests are played one after the other; what they reached is counted."""

from collections.abc import Mapping

from msgspec import Struct

from parley.domain.errors import Refusal
from parley.domain.workspace import Reference
from parley.rehearsal.judging import Judge
from parley.rehearsal.playing import Player, player_for
from parley.rehearsal.script import Case, Suite
from parley.rehearsal.stage import NotOnStage
from parley.rehearsal.systems import named
from parley.rehearsal.workspace import set_up, with_channel
from parley.workflows import limits
from parley.workflows.definition import Definition

Lane = tuple[str, str]
TOO_MANY = f"Not played: the tests before it fired more than {limits.SUITE_TIMERS} timers."


class CaseResult(Struct, frozen=True):
    """`failure` is the first that was not as expected, in words; None where all was. `said` is all that the
    contact was sent, `calls` the requests, `visits` each step with the lane by which it was left.
    """

    name: str
    failure: str | None
    said: tuple[str, ...]
    calls: tuple[str, ...]
    visits: tuple[tuple[str, str | None], ...]

    @property
    def passed(self) -> bool:
        return self.failure is None


class Coverage(Struct, frozen=True):
    """Of the steps, and of the lanes that lead somewhere or were taken: how many, and which never."""

    steps: int
    steps_reached: int
    missed_steps: tuple[str, ...]
    lanes: int
    lanes_reached: int
    missed_lanes: tuple[Lane, ...]


class SuiteResult(Struct, frozen=True):
    cases: tuple[CaseResult, ...]
    coverage: Coverage

    @property
    def passed(self) -> bool:
        return all(case.passed for case in self.cases)

    @property
    def first_failure(self) -> CaseResult | None:
        return next((case for case in self.cases if not case.passed), None)


def run_suite(definition: Definition, suite: Suite, reference: Reference) -> SuiteResult:
    """Plays each test on a stage of its own, with the production code and a clock that only turns move."""
    cases: list[CaseResult] = []
    reached: set[str] = set()
    taken: set[Lane] = set()
    first = suite.tests[0].channel if suite.tests else Case.model_fields["channel"].default
    # Other workflows are understood once for all tests, whatever channels these are about.
    there = set_up(reference, definition, suite.workspace, first)
    fired = 0
    for case in suite.tests:
        if fired > limits.SUITE_TIMERS:
            cases.append(CaseResult(case.name, TOO_MANY, (), (), ()))
            continue
        player, result = _run_case(definition, case, with_channel(there, case.channel))
        cases.append(result)
        fired += player.stage.fired if player else 0
        standing = player.standing() if player else ()
        reached.update(standing, (step for step, _ in result.visits))
        taken.update((step, lane) for step, lane in result.visits if lane is not None)
    return SuiteResult(tuple(cases), _coverage(definition, reached, taken))


def _run_case(
    definition: Definition, case: Case, reference: Reference
) -> tuple[Player | None, CaseResult]:
    """None: it could not even begin."""
    try:
        player = player_for(definition, reference, case)
    except NotOnStage as error:
        return None, CaseResult(case.name, str(error), (), (), ())
    failure = _first_failure(player, case)
    visits = tuple((visit.step_id, visit.lane) for visit in player.visits())
    calls = tuple(named(call) for call in player.stage.desk.calls)
    return player, CaseResult(case.name, failure, tuple(player.said()), calls, visits)


def _first_failure(player: Player, case: Case) -> str | None:
    judge = Judge(player)
    for number, turn in enumerate(case.turns, 1):
        act = turn.act or "expect"
        try:
            player.play(turn)
        except (NotOnStage, Refusal) as error:
            return f"turn {number} ({act}): {error}"
        fault = judge.find_fault(turn.expect) if turn.expect else None
        if fault is not None:
            return f"turn {number} ({act}): {fault}"
    unanswered = player.stage.calls.list_awaited()
    if unanswered:
        return f"at the end: no turn answers {named(unanswered[0])}."
    fault = Judge(player).find_fault(case.expect) if case.expect else None
    return f"at the end: {fault}" if fault else None


def _coverage(definition: Definition, reached: set[str], taken: set[Lane]) -> Coverage:
    lanes: Mapping[Lane, None] = {
        (step_id, lane): None
        for step_id, step in definition.steps.items()
        for lane in step.lane_names
        if step.leads_to(lane) is not None or (step_id, lane) in taken
    }
    missed_steps = tuple(step for step in definition.steps if step not in reached)
    missed_lanes = tuple(lane for lane in lanes if lane not in taken)
    return Coverage(
        len(definition.steps),
        len(definition.steps) - len(missed_steps),
        missed_steps,
        len(lanes),
        len(lanes) - len(missed_lanes),
        missed_lanes,
    )
