"""A run asks another system, and goes on with the answer."""

from parley.actions.run_views import find_definition
from parley.actions.running import advance
from parley.domain.calls import CallResult
from parley.domain.desk import Desk
from parley.domain.run import Run, WaitKind
from parley.workflows.decisions import EffectDone
from parley.workflows.engine import find_step
from parley.workflows.steps import HttpRequest


def settle_call(desk: Desk, result: CallResult) -> Run | None:
    """None if the run has ended or gone on meanwhile: then nobody waits for the answer."""
    desk.find_contact(result.contact_id)
    run = desk.runs.get(result.run_id)
    if run is None or not run.is_live or run.visit != result.visit:
        return None
    if run.waiting is None or run.waiting.kind is not WaitKind.EFFECT:
        return None
    definition = find_definition(desk, run.version_id)
    asking = find_step(run, definition) if definition else None
    if isinstance(asking, HttpRequest):
        result = asking.digest(result)
    return advance(desk, run, EffectDone(result))
