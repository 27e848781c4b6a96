"""Two furnished workspaces: everything that a path or a body can name exists in both."""

from typing import Any
from uuid import UUID

from api.client import Client
from api.world import World
from parley.domain.ids import WorkspaceId

ADD_MESSAGE = """
INSERT INTO message (workspace_id, id, contact_id, conversation_id, channel_id, direction, author,
                     content, sort_at, created_at, status, status_at)
VALUES ($1, $2, $3, $4, $5, 'out', 'user', $7, $6, $6, 'failed', $6)
"""
ADD_RUN = """
INSERT INTO run (workspace_id, id, workflow_id, version_id, contact_id, conversation_id, visit,
                 variables, jumps, speaks, started_at, visit_started_at)
VALUES ($1, $2, $3, $2, $4, $5, 1, '{}', '{}', true, $6, $6)
"""
ADD_VERSION = """
INSERT INTO workflow_version (workspace_id, id, workflow_id, number, definition, hash, published_at)
VALUES ($1, $2, $2, 1, '{"name": "Canary"}', 'Canary', $3)
"""
ADD_LETTER = """
INSERT INTO dead_letter (workspace_id, id, journal_id, lane, kind, body, received_at, error, failed_at)
VALUES ($1, $2, 1, 1, 'event', 'Canary', $3, 'Canary', $3)
"""
CUSTOM = {"api_base_url": "https://shop.example", "api_token": "a-token-of-the-shop"}


async def furnish(world: World, workspace_id: WorkspaceId, owner: str) -> dict[str, str]:
    """One of each; the names are those of the path parameters."""
    program = world.program(owner)
    found = {
        "user_id": str(world.people[owner].id),
        "team_id": await _add(program, "teams", {"name": f"Canary {owner}"}),
        "channel_id": await _add(program, "channels", _channel(owner)),
        "tag_id": await _add(program, "tags", {"name": f"Canary {owner}"}),
        "category_id": await _add(program, "closing-categories", {"name": f"Canary {owner}"}),
        "calendar_id": await _add(
            program, "calendars", {"name": f"Canary {owner}", "timezone": "UTC"}
        ),
        "stage_id": await _add(program, "lifecycle-stages", {"name": f"Canary {owner}"}),
        "workflow_id": await _add(program, "workflows", {"name": f"Canary {owner}"}),
        "contact_id": await _add(program, "contacts", {"display_name": f"Canary {owner}"}),
        "token_id": await _add(await world.signed_in(owner), "tokens", {"name": f"Canary {owner}"}),
    }
    await program.post("/api/v1/fields", {"slug": f"canary_{owner.lower()}", "name": "Canary"})
    skill = {"slug": f"canary_{owner.lower()}", "name": f"Canary {owner}"}
    await program.post("/api/v1/skills", skill)
    secret = {"slug": f"canary_{owner.lower()}", "value": "a-secret-of-the-crm"}
    await program.post("/api/v1/secrets", secret)
    opened = await program.post(f"/api/v1/contacts/{found['contact_id']}/conversation")
    assert opened.status == 201, opened.body
    found["conversation_id"] = opened.json()["id"]
    found |= {"field_scope": "contact", "slug": f"canary_{owner.lower()}"}
    return found | await _add_rows(world, workspace_id, found)


async def _add(program: Client, path: str, body: dict[str, Any]) -> str:
    reply = await program.post(f"/api/v1/{path}", body)
    assert reply.status == 201, reply.body
    return reply.json()["id"]


async def _add_rows(
    world: World, workspace_id: WorkspaceId, found: dict[str, str]
) -> dict[str, str]:
    """What only machines write."""
    message, run, letter = (world.ids.new_id() for _ in range(3))
    contact, conversation = UUID(found["contact_id"]), UUID(found["conversation_id"])
    channel, workflow = UUID(found["channel_id"]), UUID(found["workflow_id"])
    now = world.clock.now()
    await world.pool.execute(
        ADD_MESSAGE,
        workspace_id,
        message,
        contact,
        conversation,
        channel,
        now,
        b'{"type": "text", "body": "Canary"}',
    )
    await world.pool.execute(ADD_VERSION, workspace_id, workflow, now)
    await world.pool.execute(ADD_RUN, workspace_id, run, workflow, contact, conversation, now)
    await world.pool.execute(ADD_LETTER, workspace_id, letter, now)
    return {"message_id": str(message), "run_id": str(run), "letter_id": str(letter), "number": "1"}


def _channel(owner: str) -> dict[str, Any]:
    return {"kind": "custom", "name": f"Canary {owner}", "config": {"channel_id": owner, **CUSTOM}}
