"""The tests that stand beside a workflow, and whether publishing asks for them."""

from msgspec import Struct

from parley.domain.ids import WorkflowId, WorkspaceId
from parley.storage.database import Connection, Pool

FIND = "SELECT suite, required FROM workflow_tests WHERE workspace_id = $1 AND workflow_id = $2"
KEEP = """
INSERT INTO workflow_tests (workspace_id, workflow_id, suite, required) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, workflow_id) DO UPDATE SET suite = excluded.suite, required = excluded.required
"""


class StoredTests(Struct, frozen=True):
    """`suite` is JSON as it was sent; `required`: only green tests let the workflow be published."""

    suite: bytes = b"{}"
    required: bool = False


async def get_tests(
    connection: Connection | Pool, workspace_id: WorkspaceId, workflow_id: WorkflowId
) -> StoredTests:
    """A workflow for which nothing was stored has no tests and needs none."""
    row = await connection.fetchrow(FIND, workspace_id, workflow_id)
    return StoredTests(**dict(row)) if row else StoredTests()


async def keep_tests(
    connection: Connection, workspace_id: WorkspaceId, workflow_id: WorkflowId, tests: StoredTests
) -> None:
    await connection.execute(KEEP, workspace_id, workflow_id, tests.suite, tests.required)
