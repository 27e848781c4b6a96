"""The trace of a run: one row per visit, rich enough to walk it again (`workflows.replay`)."""

from parley.actions.run_views import find_definition
from parley.domain.desk import Desk
from parley.domain.run import Run, Visit
from parley.workflows.engine import find_step


def record_visit(
    desk: Desk,
    run: Run,
    lane: str | None,
    told: dict[str, object],
    *,
    output: dict[str, object],
    error: str | None,
) -> None:
    """`told` is what `workflows.telling` says of the signal and the scene."""
    definition = find_definition(desk, run.version_id)
    current = find_step(run, definition) if definition else None
    desk.visits.append(
        Visit(
            desk.workspace_id,
            run.id,
            run.visit,
            run.step_id or "",
            current.kind if current else "",
            lane,
            told,
            output,
            error,
            run.visit_started_at,
            desk.now,
        )
    )
