"""Publishing in the worker's tests, as the API leaves it."""

from parley.domain.ids import VersionId, WorkflowId
from parley.storage import schedules
from parley.storage.database import transaction
from parley.storage.setup import workflows
from parley.workflows.definition import Definition
from parley.workflows.triggers import ScheduleTrigger
from worker.works import START, Works


async def publish(works: Works, definition: Definition) -> WorkflowId:
    workflow_id = WorkflowId(works.parts.ids.new_id())
    given = definition.model_dump_json().encode()
    async with transaction(works.parts.pool) as connection:
        await workflows.add_workflow(
            connection,
            works.workspace_id,
            workflow_id,
            name=definition.name,
            description="",
            draft=given,
            now=START,
            user_id=None,
        )
        await workflows.publish_version(
            connection,
            works.workspace_id,
            workflow_id,
            VersionId(works.parts.ids.new_id()),
            definition=given,
            content_hash=definition.content_hash,
            now=START,
            user_id=None,
        )
        if isinstance(definition.trigger, ScheduleTrigger):
            now = works.clock.now()
            await schedules.put_schedule(
                connection,
                works.workspace_id,
                workflow_id,
                after=now,
                next_at=definition.trigger.next_after(now, "UTC"),
            )
        await connection.execute("UPDATE workspace SET reference_number = reference_number + 1")
    return workflow_id
