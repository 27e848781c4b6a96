"""One step of one run: pure, and total over every signal."""

from parley.domain.run import EndReason, Run
from parley.workflows.decisions import Decision, End, Entered, Refused, Signal
from parley.workflows.definition import Definition
from parley.workflows.steps import AnyStep
from parley.workflows.view import Scene, View

ENTERED = Entered()


def step(
    run: Run,
    definition: Definition,
    view: View,
    signal: Signal = ENTERED,
    *,
    is_handed_over: bool = False,
) -> Decision:
    """What becomes of the run that stands on its step, now that the signal has come."""
    scene = Scene(run, view, definition.quiet_seconds, is_handed_over, definition.quiet_hours)
    return decide(find_step(run, definition), signal, scene)


def decide(current: AnyStep | None, signal: Signal, scene: Scene) -> Decision:
    """The same for those who have found the step."""
    if current is None:
        return End(EndReason.STEP_FAILED, error=f"there is no step {scene.run.step_id!r}")
    # By its exact class: to learn that it is not of another one would take long.
    if type(signal) is Refused:
        return current.on_refusal(signal, scene)
    return current.decide(signal, scene)


def find_step(run: Run, definition: Definition) -> AnyStep | None:
    return definition.steps.get(run.step_id) if run.step_id is not None else None
