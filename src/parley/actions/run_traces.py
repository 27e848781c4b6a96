"""The trace of a run: one row per visit, rich enough to walk it again."""

from parley.actions.run_views import find_definition
from parley.domain.desk import Desk
from parley.domain.run import Run, Visit
from parley.workflows.decisions import Answered, Claimed, Refused, Signal, Undelivered
from parley.workflows.engine import find_step


def record_visit(
    desk: Desk,
    run: Run,
    lane: str | None,
    signal: Signal,
    *,
    output: dict[str, object],
    error: str | None,
) -> None:
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
            _told(signal),
            output,
            error,
            run.visit_started_at,
            desk.now,
        )
    )


def _told(signal: Signal) -> dict[str, object]:
    """The signal that ended the visit, as JSON."""
    match signal:
        case Answered(text=text, option_id=option_id, at=at, point=point):
            told: dict[str, object] = {
                "signal": "answered",
                "text": text,
                "option_id": option_id,
                "at": at.isoformat(),
            }
            return {**told, "point": list(point)} if point else told
        case Claimed(user_id=user_id):
            return {"signal": "claimed", "user_id": str(user_id) if user_id else None}
        case Undelivered(reason=reason):
            return {"signal": "undelivered", "reason": reason}
        case Refused(code=code, text=text):
            return {"signal": "refused", "code": code, "text": text}
        case _:
            return {"signal": type(signal).__name__.lower()}
