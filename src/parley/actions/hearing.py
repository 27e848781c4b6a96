"""What another system's call is to a run: it waits for it, or will once its own request is answered."""

import json

from msgspec import Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from parley.actions.run_views import find_definition, look
from parley.domain.desk import Desk
from parley.domain.hook import HookCall, HookOutcome, HookResult
from parley.domain.ids import UUID
from parley.domain.run import Run, WaitKind
from parley.workflows.decisions import Posted
from parley.workflows.engine import find_step
from parley.workflows.limits import EARLY_CALL_BYTES, EARLY_CALLS_KEPT
from parley.workflows.payloads import ContactBy
from parley.workflows.steps import WaitForEvent
from parley.workflows.view import Scene

# No answer can be saved under this name: a variable's name has no dot.
EARLY_CALLS = "webhook.early"


class _EarlyCall(Struct, frozen=True):
    delivery_id: UUID
    contact_by: ContactBy
    contact_path: str
    payload: str


def hear(
    desk: Desk, run: Run, payload: object, *, contact_by: ContactBy, contact_path: str
) -> Posted | None:
    """None if the run does not wait for it."""
    waiting, definition = run.waiting, find_definition(desk, run.version_id)
    step = find_step(run, definition) if definition is not None else None
    if waiting is None or waiting.kind is not WaitKind.EVENT or not isinstance(step, WaitForEvent):
        return None
    scene = Scene(run, look(desk, run, definition), quiet_seconds=0)
    return step.hear(payload, scene, contact_by=contact_by, contact_path=contact_path)


def keep_early(
    desk: Desk, run: Run, call: HookCall, *, contact_by: ContactBy, contact_path: str
) -> bool:
    """The other system was faster with its call than with its answer: the call is kept for the step that
    will wait for it. False while the run waits for anything but an answer, or if it never waits for such a call.
    """
    definition = find_definition(desk, run.version_id)
    is_asking = run.waiting is not None and run.waiting.kind is WaitKind.EFFECT
    if definition is None or not is_asking or len(call.payload) > EARLY_CALL_BYTES:
        return False
    awaited = [
        (one.contact_by, one.contact_path)
        for step in definition.steps.values()
        if isinstance(step, WaitForEvent)
        for _, one in step.webhooks()
    ]
    if (contact_by, contact_path) not in awaited:
        return False
    early = _EarlyCall(call.delivery_id, contact_by, contact_path, call.payload.decode())
    kept = [*_texts(run), encode(early).decode()][-EARLY_CALLS_KEPT:]
    desk.put_run(replace(run, variables={**run.variables, EARLY_CALLS: kept}))
    return True


def hear_early(desk: Desk, run: Run) -> tuple[Run, Posted] | None:
    """The first kept call that the run waits for now, and the run without it."""
    for number, text in enumerate(texts := _texts(run)):
        early = decode(text, type=_EarlyCall)
        posted = hear(
            desk,
            run,
            json.loads(early.payload),
            contact_by=early.contact_by,
            contact_path=early.contact_path,
        )
        if posted is not None:
            result = HookResult(
                desk.workspace_id, early.delivery_id, HookOutcome.RESUMED, run.contact_id, run.id
            )
            desk.hook_results.append(result)
            left = [*texts[:number], *texts[number + 1 :]]
            variables = {k: v for k, v in run.variables.items() if k != EARLY_CALLS}
            if left:
                variables[EARLY_CALLS] = left
            return replace(run, variables=variables), posted
    return None


def _texts(run: Run) -> list[str]:
    kept = run.variables.get(EARLY_CALLS)
    return kept if isinstance(kept, list) else []
