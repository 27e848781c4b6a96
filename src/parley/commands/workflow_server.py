"""The server that the workflow commands talk to: the API, with a token."""

import contextlib
from collections.abc import AsyncGenerator, Mapping
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import aiohttp
import click
import msgspec
from msgspec import structs

from parley.api.calendar_bodies import NewCalendar
from parley.commands.workflow_files import bare
from parley.domain.calendar import Calendar
from parley.domain.channel import Channel
from parley.domain.contact import Field, Tag
from parley.domain.errors import Refusal
from parley.domain.ids import UUID, CalendarId, VersionId, WorkflowId, WorkspaceId
from parley.domain.lifecycle import LifecycleStage
from parley.domain.people import Skill, Team, User
from parley.domain.workspace import ClosingCategory, PublishedVersion, Reference
from parley.workflows.definition import compile_version, parse_definition

SECONDS = 30.0
API = "/api/v1"


class ServerRefused(click.ClickException):
    """The problem's words, with the status of the answer."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Server:
    """One workspace, as its token sees it."""

    def __init__(self, session: aiohttp.ClientSession, origin: str) -> None:
        self._session = session
        self._origin = origin.rstrip("/") + API

    async def call(
        self, method: str, path: str, body: object = None, query: Mapping[str, str] | None = None
    ) -> Any:
        """Raises ClickException with the problem's words."""
        try:
            async with self._session.request(
                method, self._origin + path, json=body, params=query
            ) as answer:
                told = await answer.json(content_type=None)
                if not answer.ok:
                    raise ServerRefused(_problem(told, answer.status), answer.status)
                return told
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise click.ClickException(f"{self._origin} does not answer: {error}") from error

    async def list_all(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        query: dict[str, str] = {"limit": "100"}
        while True:
            page = await self.call("GET", path, query=query)
            found.extend(page["items"])
            if not page.get("next"):
                return found
            query["after"] = page["next"]

    async def find_workflow(self, wanted: str) -> dict[str, Any] | None:
        """By its id or its name; a name that two have is refused."""
        found = [
            workflow
            for workflow in await self.list_all("/workflows")
            if wanted in (workflow["id"], workflow["name"])
        ]
        if len(found) > 1:
            raise click.ClickException(f"{len(found)} workflows are called {wanted!r}: use the id.")
        return found[0] if found else None

    async def get_workflow(self, wanted: str) -> dict[str, Any]:
        found = await self.find_workflow(wanted)
        if found is None:
            raise click.ClickException(f"There is no workflow {wanted!r}.")
        return found

    async def read_workspace(self, *, with_workflows: bool = False) -> Reference:
        """What definitions may name, as the workspace has it now; with what the published workflows do."""
        told = await self.call("GET", "/workspace")
        start = bare()
        workspace_id = start.workspace_id
        settings = {
            name: told["settings"][name]
            for name in ("timezone", "language", "country")
            if name in told.get("settings", {})
        }

        async def things(path: str, kind: type[Any], **more: object) -> list[Any]:
            rows = await self.list_all(path)
            return [
                msgspec.convert(
                    {**row, **more, "workspace_id": str(workspace_id)}, kind, strict=False
                )
                for row in rows
            ]

        users = await things("/users", User, position=0)
        teams = [
            {
                **team,
                "members": [
                    {"user_id": u, "position": n} for n, u in enumerate(team["members"], 1)
                ],
            }
            for team in await self.list_all("/teams")
        ]
        made = [
            msgspec.convert({**team, "workspace_id": str(workspace_id)}, Team, strict=False)
            for team in teams
        ]
        # Its settings hold secrets, which are not shown.
        channels = await things("/channels", Channel, config={}, endpoint_id=str(workspace_id))
        fields = await things("/fields", Field)
        tags = await things("/tags", Tag)
        categories = await things("/closing-categories", ClosingCategory)
        stages = await things("/lifecycle-stages", LifecycleStage)
        skills = await things("/skills", Skill)
        versions = await self._list_published(with_definitions=with_workflows)
        return structs.replace(
            start,
            settings=structs.replace(start.settings, **settings),
            users={user.id: user for user in users},
            teams={team.id: team for team in made},
            channels={channel.id: channel for channel in channels},
            fields={(field.scope, field.slug): field for field in fields},
            tags={tag.id: tag for tag in tags},
            categories={category.id: category for category in categories},
            calendars=await self._list_calendars(workspace_id),
            stages={stage.id: stage for stage in stages},
            skills={skill.slug: skill for skill in skills},
            secrets=frozenset(await self._list_secrets()),
            versions={version.version_id: version for version in versions},
        )

    async def _list_calendars(self, workspace_id: WorkspaceId) -> dict[CalendarId, Calendar]:
        """By what the API itself takes, so that hours are read as it reads them."""
        found: dict[CalendarId, Calendar] = {}
        for row in await self.list_all("/calendars"):
            calendar_id = CalendarId(UUID(row["id"]))
            told = NewCalendar.model_validate({k: v for k, v in row.items() if k != "id"})
            found[calendar_id] = told.make(workspace_id, calendar_id)
        return found

    async def _list_published(self, *, with_definitions: bool) -> list[PublishedVersion]:
        """The live versions. Without definitions they are names, for texts to name."""
        published = [w for w in await self.list_all("/workflows") if w["state"] == "published"]
        versions: list[PublishedVersion] = []
        for order, found in enumerate(published):
            workflow_id = WorkflowId(UUID(found["id"]))
            if not with_definitions:
                versions.append(_named(workflow_id, str(found["name"]), order))
                continue
            path = f"{path_of(found)}/versions/{found['published_version']}"
            shown = await self.call("GET", path)
            try:
                definition = parse_definition({**shown["definition"], "name": found["name"]})
            except Refusal:  # of a newer server: it is named, and not looked into
                versions.append(_named(workflow_id, str(found["name"]), order))
                continue
            version_id = VersionId(UUID(shown["version_id"]))
            versions.append(
                compile_version(
                    definition,
                    workflow_id=workflow_id,
                    version_id=version_id,
                    published_order=order,
                )
            )
        return versions

    async def _list_secrets(self) -> list[str]:
        """Their names; none to those who may not know them."""
        try:
            return [row["slug"] for row in await self.list_all("/secrets")]
        except ServerRefused as error:
            if error.status != HTTPStatus.FORBIDDEN:
                raise
            return []


@contextlib.asynccontextmanager
async def open_server(origin: str, token: str) -> AsyncGenerator[Server]:
    async with aiohttp.ClientSession(
        headers={"Authorization": f"Bearer {token}"},
        timeout=aiohttp.ClientTimeout(total=SECONDS),
    ) as session:
        yield Server(session, origin)


def _named(workflow_id: WorkflowId, name: str, order: int) -> PublishedVersion:
    return PublishedVersion(
        workflow_id=workflow_id,
        version_id=VersionId(workflow_id),
        name=name,
        definition=None,
        once_per_contact=False,
        speaks=False,
        live=True,
        published_order=order,
    )


def path_of(workflow: Mapping[str, Any]) -> str:
    return f"/workflows/{quote(str(workflow['id']))}"


def _problem(told: object, status: int) -> str:
    if not isinstance(told, Mapping):
        return f"The server answered {status}."
    problem = cast("Mapping[str, Any]", told)
    findings = cast("list[dict[str, Any]]", problem.get("findings") or [])
    lines = [str(problem.get("detail") or f"The server answered {status}.")]
    lines += [f"  {found.get('step_id') or '-'}: {found.get('sentence')}" for found in findings]
    wrong = cast("list[dict[str, Any]]", problem.get("errors") or [])
    lines += [f"  {each.get('field')}: {each.get('message')}" for each in wrong]
    return "\n".join(lines)
