"""The trace of a run: one row per visit, rich enough to walk it again (`workflows.replay`)."""

from parley.domain.desk import Desk
from parley.domain.run import Run, Visit
from parley.workflows.steps import AnyStep


def record_visit(
    desk: Desk,
    run: Run,
    current: AnyStep | None,
    lane: str | None,
    told: dict[str, object],
    *,
    output: dict[str, object],
    error: str | None,
) -> None:
    """`current` is the step that it stood on, `told` what `workflows.telling` says of the signal and the
    scene.
    """
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
