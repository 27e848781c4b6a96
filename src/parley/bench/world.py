"""The workspace that every measurement runs in: agents online, one WhatsApp number, one workflow."""

from dataclasses import dataclass
from datetime import timedelta

from parley.domain.channel import Channel
from parley.domain.contact import Field, FieldScope, FieldType
from parley.domain.ids import (
    ChannelId,
    EndpointId,
    TeamId,
    UserId,
    VersionId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.people import Role, User, Visibility
from parley.domain.workspace import Settings
from parley.main import Parts
from parley.storage.database import Connection, transaction
from parley.storage.setup import channels, endpoints, fields, teams, users, workflows, workspaces
from parley.storage.setup.secrets import EndpointSecrets
from parley.workflows.definition import Definition
from parley.workflows.samples import bench_inbound

APP_SECRET = "bench-secret"  # noqa: S105 - of a workspace that lives as long as the measurement
ACCESS_TOKEN = "bench-token"  # noqa: S105
NUMBER_ID = "106500000000001"


@dataclass(frozen=True)
class World:
    workspace_id: WorkspaceId
    endpoint_id: EndpointId
    channel_id: ChannelId
    handle: str
    agents: tuple[UserId, ...]
    workflow_id: WorkflowId


async def make_world(parts: Parts, *, agents: int = 20) -> World:
    """All in one transaction; agents take whatever comes, so that routing never runs dry."""
    ids, now = parts.ids, parts.clock.now()
    world = World(
        WorkspaceId(ids.new_id()),
        EndpointId(ids.new_id()),
        ChannelId(ids.new_id()),
        ids.new_handle(),
        tuple(UserId(ids.new_id()) for _ in range(agents)),
        WorkflowId(ids.new_id()),
    )
    async with transaction(parts.pool) as connection:
        await workspaces.add_workspace(
            connection, world.workspace_id, name="Bench", settings=Settings(), now=now
        )
        await _add_people(connection, parts, world)
        await _connect(connection, parts, world)
    return world


async def _add_people(connection: Connection, parts: Parts, world: World) -> None:
    now = parts.clock.now()
    for number, user_id in enumerate(world.agents):
        user = User(
            world.workspace_id,
            user_id,
            f"Agent {number}",
            f"agent{number}@bench.parley",
            Role.AGENT,
            Visibility.ALL,
            None,
            number,
        )
        await users.add_user(connection, world.workspace_id, user, password_hash=None, now=now)
    await connection.execute(
        "UPDATE agent SET presence = 'online' WHERE workspace_id = $1", world.workspace_id
    )
    half = len(world.agents) // 2
    made: list[TeamId] = []
    for name, members in (("Sales", world.agents[:half]), ("Support", world.agents[half:])):
        team_id = TeamId(parts.ids.new_id())
        made.append(team_id)
        await teams.add_team(
            connection, world.workspace_id, team_id, name=name, members=list(members), now=now
        )
    topic = Field(world.workspace_id, FieldScope.CONVERSATION, "topic", "Topic", FieldType.TEXT)
    await fields.add_field(connection, world.workspace_id, topic)
    await _publish(connection, parts, world, bench_inbound(sales=made[0], support=made[1]))


async def _publish(
    connection: Connection, parts: Parts, world: World, definition: Definition
) -> None:
    now = parts.clock.now() - timedelta(seconds=1)
    draft = definition.model_dump_json().encode()
    version_id = VersionId(parts.ids.new_id())
    await workflows.add_workflow(
        connection,
        world.workspace_id,
        world.workflow_id,
        name=definition.name,
        description="",
        draft=draft,
        now=now,
        user_id=None,
    )
    await workflows.publish_version(
        connection,
        world.workspace_id,
        world.workflow_id,
        version_id,
        definition=draft,
        content_hash=definition.content_hash,
        now=now,
        user_id=None,
    )


async def _connect(connection: Connection, parts: Parts, world: World) -> None:
    now = parts.clock.now()
    await endpoints.add_endpoint(
        connection,
        parts.keyring,
        world.workspace_id,
        world.endpoint_id,
        handle=world.handle,
        kind="whatsapp",
        secrets=EndpointSecrets((APP_SECRET,), "verify"),
        now=now,
    )
    channel = Channel(
        world.workspace_id,
        world.channel_id,
        world.endpoint_id,
        "whatsapp",
        "Bench number",
        NUMBER_ID,
        {"phone_number_id": NUMBER_ID, "business_account_id": "1"},
    )
    await channels.add_channel(
        connection,
        parts.keyring,
        world.workspace_id,
        channel,
        secrets={"access_token": ACCESS_TOKEN, "app_secret": APP_SECRET},
        now=now,
    )
