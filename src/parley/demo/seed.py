"""Makes the demo workspace, whole or not at all, and only where there is no workspace yet."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from parley import places
from parley.channels.whatsapp.manifest import KIND, MANIFEST
from parley.demo import names
from parley.demo.names import AGENTS, OWNER, SALES, SUPPORT, Person
from parley.domain.channel import Channel
from parley.domain.contact import Field, FieldScope, FieldType, Tag
from parley.domain.ids import (
    CategoryId,
    ChannelId,
    EndpointId,
    TagId,
    TeamId,
    UserId,
    VersionId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.people import User, Visibility
from parley.domain.workspace import ClosingCategory
from parley.domain.workspace import Settings as WorkspaceSettings
from parley.kit.crypto import hash_password
from parley.main import Parts
from parley.places import SimulatedNumber
from parley.storage.database import Connection, transaction
from parley.storage.setup import (
    categories,
    channels,
    endpoints,
    fields,
    tags,
    teams,
    users,
    workflows,
    workspaces,
)
from parley.storage.setup.secrets import EndpointSecrets
from parley.workflows.samples import demo_inbound

GO_ONLINE = """
UPDATE agent SET presence = 'online', presence_since = $2 WHERE workspace_id = $1 AND user_id = ANY($3)
"""
# Two that start at once must not both find nothing.
ONE_AT_A_TIME = "LOCK TABLE workspace IN EXCLUSIVE MODE"


async def seed(parts: Parts, *, password: str | None) -> bool:
    """False, and nothing changed, where a workspace is already there."""
    chosen = password or secrets.token_urlsafe(9)
    password_hash = await asyncio.to_thread(hash_password, chosen)
    async with transaction(parts.pool) as connection:
        await connection.execute(ONE_AT_A_TIME)
        if await workspaces.count_workspaces(connection):
            return False
        workspace_id = WorkspaceId(parts.ids.new_id())
        await _Seed(parts, connection, workspace_id, parts.clock.now()).write(password_hash)
        # Before the commit: a workspace that nobody can sign in to would be there for ever.
        places.write_demo_password(parts.settings.data, chosen)
    return True


@dataclass(frozen=True)
class _Seed:
    parts: Parts
    connection: Connection
    workspace_id: WorkspaceId
    now: datetime

    async def write(self, password_hash: str) -> None:
        await workspaces.add_workspace(
            self.connection,
            self.workspace_id,
            name=names.WORKSPACE,
            settings=WorkspaceSettings(),
            now=self.now,
        )
        people = [await self._add_user(person, password_hash) for person in (OWNER, *AGENTS)]
        agents = dict(zip(AGENTS, people[1:], strict=True))
        await self.connection.execute(GO_ONLINE, self.workspace_id, self.now, list(agents.values()))
        sales = await self._add_team(SALES, agents)
        support = await self._add_team(SUPPORT, agents)
        await self._add_words()
        await self._add_channel()
        await self._add_workflow(sales=sales, support=support, author=people[0])

    async def _add_user(self, person: Person, password_hash: str) -> UserId:
        is_agent = person in AGENTS
        user = User(
            self.workspace_id,
            UserId(self.parts.ids.new_id()),
            person.name,
            person.email,
            person.role,
            Visibility.TEAM if is_agent else Visibility.ALL,
            names.CAPACITY if is_agent else None,
            position=0,
        )
        await users.add_user(
            self.connection, self.workspace_id, user, password_hash=password_hash, now=self.now
        )
        return user.id

    async def _add_team(self, name: str, agents: Mapping[Person, UserId]) -> TeamId:
        team_id = TeamId(self.parts.ids.new_id())
        members = [user_id for person, user_id in agents.items() if name in person.teams]
        await teams.add_team(
            self.connection, self.workspace_id, team_id, name=name, members=members, now=self.now
        )
        return team_id

    async def _add_words(self) -> None:
        """The conversation field that the workflow fills, tags, and why conversations close."""
        topic = Field(
            self.workspace_id,
            FieldScope.CONVERSATION,
            "topic",
            "Topic",
            FieldType.LIST,
            (SALES, SUPPORT),
            "What the contact wants to talk about.",
        )
        await fields.add_field(self.connection, self.workspace_id, topic)
        for name, colour in names.TAGS:
            tag = Tag(self.workspace_id, TagId(self.parts.ids.new_id()), name, colour, "")
            await tags.add_tag(self.connection, self.workspace_id, tag)
        for name, description in names.CATEGORIES:
            category_id = CategoryId(self.parts.ids.new_id())
            category = ClosingCategory(self.workspace_id, category_id, name, description)
            await categories.add_category(self.connection, self.workspace_id, category)

    async def _add_channel(self) -> None:
        number = SimulatedNumber(
            webhook_path=f"/webhooks/{self.parts.ids.new_handle()}",
            app_secret=secrets.token_hex(16),
            token=secrets.token_urlsafe(24),
            verify_token=secrets.token_urlsafe(16),
            number_id=names.NUMBER_ID,
            display_number=names.DISPLAY_NUMBER,
        )
        endpoint_id = EndpointId(self.parts.ids.new_id())
        await endpoints.add_endpoint(
            self.connection,
            self.parts.keyring,
            self.workspace_id,
            endpoint_id,
            handle=number.webhook_path.rpartition("/")[2],
            kind=KIND,
            secrets=EndpointSecrets((number.app_secret,), number.verify_token),
            now=self.now,
        )
        await self._add_number(endpoint_id, number)
        places.write_simulated_number(self.parts.settings.data, number)

    async def _add_number(self, endpoint_id: EndpointId, number: SimulatedNumber) -> None:
        config = {
            "phone_number_id": number.number_id,
            "business_account_id": names.ACCOUNT_ID,
            "access_token": number.token,
            "app_secret": number.app_secret,
            "verify_token": number.verify_token,
        }
        hidden = {field.name for field in MANIFEST.config_fields if field.secret}
        channel = Channel(
            self.workspace_id,
            ChannelId(self.parts.ids.new_id()),
            endpoint_id,
            KIND,
            names.CHANNEL,
            number.number_id,
            {name: value for name, value in config.items() if name not in hidden},
        )
        await channels.add_channel(
            self.connection,
            self.parts.keyring,
            self.workspace_id,
            channel,
            secrets={name: value for name, value in config.items() if name in hidden},
            now=self.now,
        )

    async def _add_workflow(self, *, sales: TeamId, support: TeamId, author: UserId) -> None:
        definition = demo_inbound(sales=sales, support=support)
        draft = definition.model_dump_json().encode()
        workflow_id = WorkflowId(self.parts.ids.new_id())
        await workflows.add_workflow(
            self.connection,
            self.workspace_id,
            workflow_id,
            name=definition.name,
            description=definition.description,
            draft=draft,
            now=self.now,
            user_id=author,
        )
        await workflows.publish_version(
            self.connection,
            self.workspace_id,
            workflow_id,
            VersionId(self.parts.ids.new_id()),
            definition=draft,
            content_hash=definition.content_hash,
            now=self.now,
            user_id=author,
        )
