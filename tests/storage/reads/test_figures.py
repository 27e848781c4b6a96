"""Figures of a workflow's version: what became of its runs, step by step."""

from datetime import UTC, datetime, timedelta

import pytest

from parley.domain.ids import UUID, ContactId, VersionId, WorkflowId, WorkspaceId
from parley.kit.identifiers import IdSource
from parley.storage.database import Pool
from parley.storage.reads.figures import find_figures

pytestmark = pytest.mark.anyio
# Later than the ids that are made here: they tell the true hour.
NOW = datetime(2100, 1, 1, tzinfo=UTC)
ADD_WORKFLOW = """
INSERT INTO workflow (workspace_id, id, name, description, state, draft, created_at, updated_at)
VALUES ($1, $2, 'Welcome', '', 'published', '{}', $3, $3)
"""
ADD_VERSION = """
INSERT INTO workflow_version (workspace_id, id, workflow_id, number, definition, hash, published_at)
VALUES ($1, $2, $3, $4::int, '{}', 'hash', $5)
"""
ADD_CONTACT = """
INSERT INTO contact (workspace_id, id, display_name, fields, created_at) VALUES ($1, $2, 'Mai', '{}', $3)
"""
ADD_RUN = """
INSERT INTO run (workspace_id, id, workflow_id, version_id, contact_id, step_id, visit, variables, jumps,
                 speaks, started_at, visit_started_at, ended_at, end_reason)
VALUES ($1, $2, $3, $4, $5, $6, 1, '{}', '{}', true, $7, $7, $8, $9)
"""
ADD_VISIT = """
INSERT INTO visit (workspace_id, run_id, number, step_id, kind, lane, input, output, error, started_at, ended_at)
VALUES ($1, $2, $3, $4, 'x', $5, '{}', '{}', $6, $7, $8)
"""


class Town:
    """One workflow with two versions; each run is of a contact of its own."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.ids = IdSource(seed=1)
        self.workspace_id = WorkspaceId(self.ids.new_id())
        self.workflow_id = WorkflowId(self.ids.new_id())
        self.versions = [VersionId(self.ids.new_id()), VersionId(self.ids.new_id())]

    async def build(self) -> None:
        await self.pool.execute(ADD_WORKFLOW, self.workspace_id, self.workflow_id, NOW)
        for number, version_id in enumerate(self.versions, 1):
            at = NOW - timedelta(days=3 - number)
            await self.pool.execute(
                ADD_VERSION, self.workspace_id, version_id, self.workflow_id, number, at
            )

    async def run(
        self,
        *visits: tuple[str, str | None, str | None, int],
        stands: str,
        ended: str | None = None,
        version: int = 2,
    ) -> UUID:
        """Each visit: step, lane, error and seconds."""
        contact_id, run_id = ContactId(self.ids.new_id()), self.ids.new_id()
        await self.pool.execute(ADD_CONTACT, self.workspace_id, contact_id, NOW)
        await self.pool.execute(
            ADD_RUN,
            self.workspace_id,
            run_id,
            self.workflow_id,
            self.versions[version - 1],
            contact_id,
            stands,
            NOW,
            NOW if ended else None,
            ended,
        )
        for number, (step_id, lane, error, seconds) in enumerate(visits, 1):
            await self.pool.execute(
                ADD_VISIT,
                self.workspace_id,
                run_id,
                number,
                step_id,
                lane,
                error,
                NOW,
                NOW + timedelta(seconds=seconds),
            )
        return run_id


@pytest.fixture
async def town(pool: Pool) -> Town:
    built = Town(pool)
    await built.build()
    return built


async def test_each_step_tells_what_became_of_those_who_came(town: Town) -> None:
    await town.run(
        ("ask", "success", None, 10), ("bye", "next", None, 0), stands="bye", ended="completed"
    )
    await town.run(("ask", "timeout", "late", 100), stands="ask", ended="timed_out")
    await town.run(("ask", "success", None, 40), stands="bye")
    await town.run(stands="ask")

    found = await find_figures(town.pool, town.workspace_id, town.workflow_id, 2)

    assert found is not None
    assert (found.runs, found.waiting, found.is_complete) == (4, 2, True)
    ask, bye = found.steps
    assert (ask.step_id, ask.entered, ask.lanes) == ("ask", 4, {"success": 2, "timeout": 1})
    assert (ask.errors, ask.waiting, ask.ended, ask.dropped) == (1, 1, 1, 1)
    assert (ask.median_seconds, ask.mean_seconds) == (40, 50)
    assert (bye.entered, bye.lanes, bye.waiting, bye.ended, bye.dropped) == (
        2,
        {"next": 1},
        1,
        1,
        0,
    )


async def test_every_version_has_its_own_figures(town: Town) -> None:
    await town.run(stands="ask", version=1)
    old = await find_figures(town.pool, town.workspace_id, town.workflow_id, 1)
    new = await find_figures(town.pool, town.workspace_id, town.workflow_id, 2)
    assert old is not None
    assert new is not None
    assert new.steps == []
    assert new.runs == 0


async def test_of_very_many_runs_the_newest_are_counted(town: Town) -> None:
    for step_id in ("old", "newer", "newest"):
        await town.run(stands=step_id)
    found = await find_figures(town.pool, town.workspace_id, town.workflow_id, 2, limit=2)
    assert found is not None
    assert (found.runs, found.is_complete) == (2, False)
    assert [step.step_id for step in found.steps] == ["newer", "newest"]


async def test_a_version_of_another_workspace_is_not_there(town: Town) -> None:
    foreign = WorkspaceId(town.ids.new_id())
    assert await find_figures(town.pool, foreign, town.workflow_id, 2) is None
    assert await find_figures(town.pool, town.workspace_id, town.workflow_id, 3) is None
