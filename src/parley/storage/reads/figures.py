"""What became of a version's runs, step by step: counted when asked, so that a run pays nothing for it."""

from datetime import timedelta
from typing import Any

from asyncpg import Record
from msgspec import Struct

from parley.domain.ids import UUID, VersionId, WorkflowId, WorkspaceId
from parley.storage.reads.query import Reader

# Of a version with more runs than this the newest are counted.
RUNS_COUNTED = 10_000
# A worker may go on for a while with the version that it knows.
LINGERING = timedelta(hours=1)

# Ids are in order of time: those of one version lie between its publication and that of the next.
FIND_SPAN = """
SELECT v.id,
       (SELECT min(n.published_at) FROM workflow_version n WHERE n.workspace_id = $1 AND n.workflow_id = $2
           AND n.number > $3) AS followed_at
  FROM workflow_version v WHERE v.workspace_id = $1 AND v.workflow_id = $2 AND v.number = $3
"""
# A row per step and lane, and one per step (`is_whole`) for all its lanes together.
COUNT_VISITS = """
WITH counted AS MATERIALIZED (
    SELECT id FROM run WHERE workspace_id = $1 AND workflow_id = $2 AND version_id = $3 AND id < $4
     ORDER BY id DESC LIMIT $5
)
SELECT v.step_id, v.lane, grouping(v.lane) = 1 AS is_whole, count(*) AS visits, count(v.error) AS errors,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY v.seconds) AS median_seconds, avg(v.seconds) AS mean_seconds
  FROM counted CROSS JOIN LATERAL (
      SELECT step_id, lane, error, extract(epoch FROM ended_at - started_at)::float8 AS seconds
        FROM visit WHERE workspace_id = $1 AND run_id = counted.id) AS v
 GROUP BY GROUPING SETS ((v.step_id, v.lane), (v.step_id))
"""
COUNT_RUNS = """
SELECT step_id, count(*) AS runs, count(*) FILTER (WHERE ended_at IS NULL) AS waiting,
       count(*) FILTER (WHERE ended_at IS NOT NULL) AS ended,
       count(*) FILTER (WHERE end_reason <> 'completed') AS dropped
  FROM (SELECT step_id, ended_at, end_reason FROM run
         WHERE workspace_id = $1 AND workflow_id = $2 AND version_id = $3 AND id < $4
         ORDER BY id DESC LIMIT $5) AS counted
 GROUP BY step_id
"""


class StepFigures(Struct, frozen=True):
    """`entered`: visits, those under way included. `lanes`: how often each was taken. `errors`: visits that
    noted one. `waiting`: runs that stand here now; `ended`: that ended here, `dropped` of them otherwise
    than by coming to the workflow's end. Seconds are those of finished visits.
    """

    step_id: str
    entered: int
    lanes: dict[str, int]
    errors: int
    waiting: int
    ended: int
    dropped: int
    median_seconds: float | None
    mean_seconds: float | None


class VersionFigures(Struct, frozen=True):
    """`runs` counted; `is_complete` False: there were more, and the newest are counted."""

    runs: int
    waiting: int
    is_complete: bool
    steps: list[StepFigures]


async def find_figures(
    reader: Reader,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    number: int,
    *,
    limit: int = RUNS_COUNTED,
) -> VersionFigures | None:
    """None if the workflow has no such version."""
    span = await reader.fetchrow(FIND_SPAN, workspace_id, workflow_id, number)
    if span is None:
        return None
    given = (workspace_id, workflow_id, VersionId(span["id"]), _ceiling(span), limit)
    stands = {row["step_id"]: row for row in await reader.fetch(COUNT_RUNS, *given)}
    visits = await reader.fetch(COUNT_VISITS, *given)
    runs = sum(row["runs"] for row in stands.values())
    step_ids = sorted({row["step_id"] for row in visits} | {s for s in stands if s is not None})
    return VersionFigures(
        runs=runs,
        waiting=sum(row["waiting"] for row in stands.values()),
        is_complete=runs < limit,
        steps=[_figures_of(step_id, visits, stands.get(step_id)) for step_id in step_ids],
    )


def _figures_of(step_id: str, visits: list[Record], stand: Record | None) -> StepFigures:
    of_step = [row for row in visits if row["step_id"] == step_id]
    whole: Any = next((row for row in of_step if row["is_whole"]), None)
    lanes = {
        row["lane"]: row["visits"]
        for row in sorted(of_step, key=lambda row: row["lane"] or "")
        if not row["is_whole"] and row["lane"] is not None
    }
    waiting = stand["waiting"] if stand else 0
    return StepFigures(
        step_id=step_id,
        entered=(whole["visits"] if whole else 0) + waiting,
        lanes=lanes,
        errors=whole["errors"] if whole else 0,
        waiting=waiting,
        ended=stand["ended"] if stand else 0,
        dropped=stand["dropped"] if stand else 0,
        median_seconds=whole["median_seconds"] if whole else None,
        mean_seconds=whole["mean_seconds"] if whole else None,
    )


def _ceiling(span: Record) -> UUID:
    """The first id that is surely of a later version."""
    followed_at = span["followed_at"]
    if followed_at is None:
        return UUID(int=(1 << 128) - 1)
    return UUID(int=int((followed_at + LINGERING).timestamp() * 1000) << 80)
