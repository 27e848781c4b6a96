"""The list of all routes of the API, in the order of the reference."""

from collections.abc import Sequence

from fastapi import APIRouter

from parley.api import (
    assignment,
    calendars,
    categories,
    channels,
    closures,
    contacts,
    conversation_changes,
    conversations,
    fields,
    floor,
    inbound,
    live,
    messages,
    secrets,
    session,
    shortcuts,
    skills,
    stages,
    strategies,
    tags,
    teams,
    tokens,
    users,
    watching,
    workflow_hooks,
    workflow_tests,
    workflows,
    workspace,
)


def all_routers() -> Sequence[APIRouter]:
    return (
        session.router,
        tokens.router,
        workspace.router,
        users.router,
        teams.router,
        strategies.router,
        skills.router,
        channels.router,
        fields.router,
        tags.router,
        secrets.router,
        categories.router,
        calendars.router,
        stages.router,
        workflows.router,
        workflow_tests.router,
        shortcuts.router,
        workflow_hooks.router,
        conversations.router,
        conversation_changes.router,
        closures.router,
        assignment.router,
        messages.router,
        contacts.router,
        watching.router,
        floor.router,
        inbound.router,
        live.router,
    )
