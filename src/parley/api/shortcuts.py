"""Routes of shortcuts: which there are for the caller, and running one for a contact."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends
from pydantic import BaseModel, Field

from parley.actions.runs import end_runs
from parley.actions.starting import Obstacle, start_workflow
from parley.api.auth import guard
from parley.api.conversation_changes import get_seen
from parley.api.deps import Deps, DepsHere
from parley.api.desks import decide
from parley.api.paging import Page, PageQuery
from parley.api.refusals import RunNotStarted
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.views.contacts import get_seen_contact
from parley.api.words import Body
from parley.domain.desk import Desk
from parley.domain.errors import Forbidden, NotFound
from parley.domain.ids import UUID, ContactId, ConversationId, RunId, VersionId, WorkflowId
from parley.domain.needs import Needs
from parley.domain.run import EndReason
from parley.domain.workspace import PublishedVersion, Reference
from parley.workflows import limits
from parley.workflows.definition import Definition
from parley.workflows.triggers import FormField, ShortcutTrigger

router = make_router("shortcuts")
Reader = Annotated[Scope, guard(Verb.READ, Resource.CONVERSATIONS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.CONVERSATIONS)]


class ShortcutView(BaseModel):
    """What the inbox offers: a name, and a form to fill in first."""

    workflow_id: UUID
    name: str
    description: str
    icon: str
    fields: list[FormField]


class NewRun(Body):
    """`answers` by the names of the form's fields; a date is written like 2026-03-02."""

    workflow_id: UUID
    answers: Annotated[dict[str, Any], Field(max_length=limits.INPUTS, default_factory=dict)]


class StartedRun(BaseModel):
    run_id: UUID
    workflow_id: UUID
    version_id: UUID
    contact_id: UUID
    is_live: bool


@router.get("/shortcuts")
async def list_shortcuts(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[ShortcutView]:
    """Those that you may run, in the order of their first publication."""
    key = page.key(int)
    after = key[0] if key else 0
    found = [
        (version, definition, trigger)
        for version, definition, trigger in _list_shortcuts(
            await deps.reference(scope.workspace_id)
        )
        if version.published_order > after and trigger.may_be_run_by(scope.user.role, scope.teams)
    ]
    shown, following = page.cut(found[: page.limit + 1], key=lambda one: (one[0].published_order,))
    views = [
        ShortcutView(
            workflow_id=version.workflow_id,
            name=version.name,
            description=definition.description,
            icon=trigger.icon,
            fields=trigger.fields,
        )
        for version, definition, trigger in shown
    ]
    return Page(items=views, next=following)


@router.post("/conversations/{conversation_id}/runs", status_code=HTTPStatus.CREATED)
async def run_for_conversation(
    conversation_id: UUID, body: NewRun, deps: DepsHere, scope: Writer
) -> StartedRun:
    """Run a shortcut for the contact of a conversation. 409 says why it cannot start now."""
    wanted = ConversationId(conversation_id)
    needs = Needs(conversations=frozenset({wanted}))
    return await _run(
        deps, scope, body, needs, lambda desk: get_seen(desk, scope, wanted).contact_id
    )


@router.post("/contacts/{contact_id}/runs", status_code=HTTPStatus.CREATED)
async def run_for_contact(
    contact_id: UUID, body: NewRun, deps: DepsHere, scope: Writer
) -> StartedRun:
    """Run a shortcut for a contact, whether a conversation is open or not."""
    wanted = ContactId(contact_id)
    await get_seen_contact(deps, scope, wanted)
    return await _run(deps, scope, body, Needs(contacts=frozenset({wanted})), lambda _: wanted)


@router.delete("/contacts/{contact_id}/runs", status_code=HTTPStatus.NO_CONTENT)
async def stop_all_of_contact(
    contact_id: UUID, deps: DepsHere, scope: Annotated[Scope, guard(Verb.WRITE, Resource.RUNS)]
) -> None:
    """Stop every live run of a contact by hand."""
    wanted = ContactId(contact_id)
    await get_seen_contact(deps, scope, wanted)
    needs = Needs(contacts=frozenset({wanted}), queued_sends=frozenset({wanted}))
    await decide(
        deps,
        scope,
        needs,
        lambda desk: end_runs(desk, wanted, EndReason.STOPPED, actor=scope.actor),
    )


async def _run(
    deps: Deps, scope: Scope, body: NewRun, needs: Needs, find: Callable[[Desk], ContactId]
) -> StartedRun:
    reference = await deps.reference(scope.workspace_id)
    version, trigger = _get_shortcut(reference, scope, WorkflowId(body.workflow_id))
    values = {**trigger.read_form(body.answers), "user": scope.user.name}

    def work(desk: Desk) -> StartedRun:
        started = start_workflow(desk, find(desk), version, variables=values, actor=scope.actor)
        if isinstance(started, Obstacle):
            raise RunNotStarted(reason=started.value)
        return StartedRun(
            run_id=RunId(started.id),
            workflow_id=version.workflow_id,
            version_id=VersionId(started.version_id),
            contact_id=started.contact_id,
            is_live=started.is_live,
        )

    return await decide(deps, scope, needs, work)


def _get_shortcut(
    reference: Reference, scope: Scope, workflow_id: WorkflowId
) -> tuple[PublishedVersion, ShortcutTrigger]:
    """Raises NotFound for what is no published shortcut, Forbidden for who may not run it."""
    for version, _, trigger in _list_shortcuts(reference):
        if version.workflow_id == workflow_id:
            if not trigger.may_be_run_by(scope.user.role, scope.teams):
                raise Forbidden
            return version, trigger
    raise NotFound(workflow_id=str(workflow_id))


def _list_shortcuts(
    reference: Reference,
) -> list[tuple[PublishedVersion, Definition, ShortcutTrigger]]:
    found = [
        (version, version.definition, version.definition.trigger)
        for version in reference.versions.values()
        if version.live
        and isinstance(version.definition, Definition)
        and isinstance(version.definition.trigger, ShortcutTrigger)
    ]
    return sorted(found, key=lambda one: one[0].published_order)
