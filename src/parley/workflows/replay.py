"""A run walked again from its trace: the same steps decide anew, nothing is sent, saved or asked of anybody."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from parley.domain.run import Run, Visit
from parley.domain.workspace import Reference
from parley.workflows.decisions import (
    CountJump,
    Decision,
    Effect,
    End,
    Move,
    Park,
    Refused,
    SaveVariable,
    Signal,
)
from parley.workflows.definition import Definition
from parley.workflows.engine import find_step, step
from parley.workflows.telling import ToldRefusal, read_signal, read_told, view_of
from parley.workflows.view import View


class Walked(Struct, frozen=True):
    """One visit as it came out this time. `lane` None: the run ended on it, or was ended from outside."""

    number: int
    step_id: str
    lane: str | None
    output: Mapping[str, object]
    error: str | None


def replay(
    run: Run, definition: Definition, visits: Sequence[Visit], reference: Reference
) -> list[Walked]:
    """The visits again, from the version's first step on, by what the trace tells of each: why the step
    decided and what it saw. With the version, and a workspace in which nothing was deleted since, they
    come out as they were. A trace whose beginning is missing is walked from where it begins.
    """
    if not visits:
        return []
    return list(_walk(begin_again(run, definition, visits[0]), definition, visits, reference))


def begin_again(run: Run, definition: Definition, first: Visit) -> Run:
    """As it stood before this visit, the first that is known."""
    return replace(
        run,
        step_id=definition.start if first.number == 1 else first.step_id,
        visit=first.number,
        waiting=None,
        variables=read_told(first.input).variables,
        jumps={},
        ended_at=None,
        end_reason=None,
    )


def _walk(
    run: Run, definition: Definition, visits: Sequence[Visit], reference: Reference
) -> Iterator[Walked]:
    for visit in visits:
        told = read_told(visit.input)
        signal = read_signal(visit.input)
        if told.seen is None or signal is None:
            # Cut short from outside: no step decided anything.
            yield Walked(run.visit, run.step_id or "", None, {}, visit.error)
            return
        run = replace(run, waiting=told.waiting)
        view = view_of(told.seen, run, reference, now=visit.ended_at)
        decision, run = decide_again(run, definition, view, signal, told.refused)
        current = find_step(run, definition)
        match decision:
            case Move(lane=lane, output=output, error=error):
                yield Walked(run.visit, run.step_id or "", lane, output, error)
                target = current.leads_to(lane) if current else None
            case End(reason=reason, error=error):
                yield Walked(run.visit, run.step_id or "", None, {}, error or reason.value)
                return
            case _:
                # It would wait on: not what the trace tells, and so the end of what can be walked.
                return
        if target is None:
            return
        run = replace(run, step_id=target, visit=run.visit + 1, waiting=None)


def decide_again(
    run: Run, definition: Definition, view: View, signal: Signal, refusal: ToldRefusal | None
) -> tuple[Decision, Run]:
    """The step's decision, and the run with what that decision changed of it."""
    # The pause before the bot speaks is over in a visit that has ended.
    hasty = definition.model_copy(update={"quiet_seconds": 0, "quiet_hours": None})
    decision = step(run, hasty, view, signal)
    effects = decision.effects if isinstance(decision, Move | Park) else ()
    if refusal is None or refusal.effect >= len(effects):
        return decision, _after(run, effects)
    run = _after(run, effects[: refusal.effect])
    refused = Refused(effects[refusal.effect], refusal.code, refusal.text)
    return step(run, hasty, view, refused), run


def _after(run: Run, effects: tuple[Effect, ...]) -> Run:
    """What effects change of the run itself; all else of their work is in the next visit's scene."""
    for effect in effects:
        match effect:
            case SaveVariable(name=name, value=value):
                run = replace(run, variables={**run.variables, name: value})
            case CountJump():
                step_id = run.step_id or ""
                jumps = {**run.jumps, step_id: run.jumps.get(step_id, 0) + 1}
                run = replace(run, jumps=jumps)
            case _:
                continue
    return run
