"""`parley workspace create`."""

import asyncio
import secrets
from pathlib import Path

import click

from parley import main
from parley.commands.options import data_option, database_errors, settings_with
from parley.domain.ids import UserId, WorkspaceId
from parley.domain.people import Role, User, Visibility
from parley.domain.workspace import Settings as WorkspaceSettings
from parley.kit.crypto import hash_password
from parley.main import Parts
from parley.storage.database import transaction
from parley.storage.setup import users, workspaces

PASSWORD_LENGTH_MIN = 8


@click.group()
def workspace() -> None:
    """Create a workspace and its owner."""


@workspace.command()
@click.argument("name")
@click.option("--owner", required=True, help="The owner's name.")
@click.option("--email", required=True, help="What the owner signs in with.")
@click.option("--password", envvar="PARLEY_OWNER_PASSWORD", help="Else one is made up and printed.")
@data_option
def create(*, name: str, owner: str, email: str, password: str | None, data: Path | None) -> None:
    """Create the workspace NAME with its first user, the owner."""
    if "@" not in email:
        raise click.BadParameter(f"{email!r} is no e-mail address.", param_hint="--email")
    if password is not None and len(password) < PASSWORD_LENGTH_MIN:
        raise click.BadParameter(
            f"At least {PASSWORD_LENGTH_MIN} characters.", param_hint="--password"
        )
    settings = settings_with(data_dir=data)
    chosen = password or secrets.token_urlsafe(12)

    async def run() -> None:
        async with main.open_parts(settings, application="setup") as parts:
            await _add(parts, name=name, owner=owner, email=email, password=chosen)

    with database_errors(settings):
        asyncio.run(run())
    click.echo(f"{name} is there. {owner} signs in with {email}, password {chosen}")


async def _add(parts: Parts, *, name: str, owner: str, email: str, password: str) -> None:
    workspace_id = WorkspaceId(parts.ids.new_id())
    user = User(
        workspace_id,
        UserId(parts.ids.new_id()),
        owner,
        email.lower(),
        Role.OWNER,
        Visibility.ALL,
        capacity=None,
        position=0,
    )
    now = parts.clock.now()
    password_hash = await asyncio.to_thread(hash_password, password)
    async with transaction(parts.pool) as connection:
        await workspaces.add_workspace(
            connection, workspace_id, name=name, settings=WorkspaceSettings(), now=now
        )
        await users.add_user(connection, workspace_id, user, password_hash=password_hash, now=now)
