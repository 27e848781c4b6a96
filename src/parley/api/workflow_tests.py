"""Routes of a workflow's tests and simulations: played in memory, they change nothing."""

from typing import Annotated, Any

import msgspec
from pydantic import Field

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import Deps, DepsHere
from parley.api.rehearsals import (
    find_suite,
    get_definition,
    get_person,
    make_player,
    play_suite,
    play_turns,
)
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, View
from parley.domain.errors import NotFound
from parley.domain.ids import UUID, ContactId, WorkflowId
from parley.rehearsal.script import Case, Person, Shop, Turn
from parley.rehearsal.workspace import set_up
from parley.storage.setup import workflow_tests, workflows
from parley.storage.setup.workflow_tests import StoredTests
from parley.workflows import limits
from parley.workflows.model import Hour

router = make_router("workflows")
Reader = Annotated[Scope, guard(Verb.READ, Resource.WORKFLOWS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.WORKFLOWS)]
Draft = Annotated[
    dict[str, Any] | None,
    Field(description="A workflow definition; without it the draft is played."),
]


class TestsBody(Body):
    """What is stored beside the workflow. `required` true: only green tests let it be published."""

    workspace: Shop = Shop()
    tests: Annotated[list[Case], Field(max_length=limits.TESTS)] = Field(default_factory=list)
    required: bool | None = Field(default=None, description="Left out: it stays as it is.")


class TestsView(View):
    workspace: dict[str, Any]
    tests: list[dict[str, Any]]
    required: bool


class TestRunBody(Body):
    """Both may be left out: then the draft is played by the tests that are stored."""

    definition: Draft = None
    workspace: Shop | None = None
    tests: Annotated[list[Case], Field(max_length=limits.TESTS)] | None = None


class CaseResultView(View):
    """`failure` says in words what was not as expected; null: the test passed."""

    name: str
    passed: bool
    failure: str | None
    said: list[str]
    calls: list[str]
    visits: list[tuple[str, str | None]]


class CoverageView(View):
    steps: int
    steps_reached: int
    missed_steps: list[str]
    lanes: int
    lanes_reached: int
    missed_lanes: list[tuple[str, str]]


class TestRunView(View):
    passed: bool
    cases: list[CaseResultView]
    coverage: CoverageView


class SimulationBody(Body):
    """A contact of the workspace by `contact_id`, or an invented one. `turns` are all turns so far; the
    clock stands at `at` before the first, and moves with them.
    """

    definition: Draft = None
    contact_id: UUID | None = None
    contact: Person = Person(name="Linh")
    channel: Annotated[str, Field(max_length=limits.TEST_NAME_LENGTH)] = "whatsapp"
    at: Hour | None = None
    online: Annotated[list[str], Field(max_length=limits.TEST_THINGS)] = Field(default_factory=list)
    workspace: Shop = Shop()
    turns: Annotated[list[Turn], Field(max_length=limits.TEST_TURNS)] = Field(default_factory=list)


class SaidView(View):
    text: str
    buttons: list[str]
    step_id: str | None
    status: str


class HappenedView(View):
    kind: str
    values: dict[str, Any]


class CalledView(View):
    """A request that would be made; nobody is asked. Secret headers are masked."""

    method: str
    url: str
    headers: dict[str, str]
    body: str | None
    tries: int
    step_id: str | None


class MomentView(View):
    """`starts` names other workflows that began, `webhook` says what became of what was posted."""

    sends: list[SaidView]
    saves: list[HappenedView]
    calls: list[CalledView]
    starts: list[str]
    visits: list[tuple[str, str | None]]
    webhook: str | None
    refused: str | None


class SimulationView(View):
    """`at` null: no run waits; `end` then says why it is over, null if none was started. `open_calls` wait
    for an answer: the next turn gives it, with `answers`.
    """

    moments: list[MomentView]
    open_calls: list[CalledView]
    at: str | None
    waits_for: str | None
    waits_until: str | None
    end: str | None


@router.get("/workflows/{workflow_id}/tests")
async def show_tests(workflow_id: UUID, deps: DepsHere, scope: Reader) -> TestsView:
    return await _view(deps, scope, WorkflowId(workflow_id))


@router.put("/workflows/{workflow_id}/tests")
async def put_tests(workflow_id: UUID, body: TestsBody, deps: DepsHere, scope: Writer) -> TestsView:
    """Replace the tests of the workflow."""
    subject = WorkflowId(workflow_id)
    suite = find_suite({"workspace": body.workspace, "tests": body.tests})
    told = suite.model_dump_json(exclude_unset=True).encode()
    async with change(deps, scope, noun="workflow", subject=subject) as connection:
        if await workflows.find_workflow(connection, scope.workspace_id, subject) is None:
            raise NotFound
        former = await workflow_tests.get_tests(connection, scope.workspace_id, subject)
        required = former.required if body.required is None else body.required
        await workflow_tests.keep_tests(
            connection, scope.workspace_id, subject, StoredTests(told, required)
        )
    return await _view(deps, scope, subject)


@router.post("/workflows/{workflow_id}/test-runs")
async def add_test_run(
    workflow_id: UUID, body: TestRunBody, deps: DepsHere, scope: Writer
) -> TestRunView:
    """Play tests against the draft, or against what is given. Nothing is stored and nothing is sent."""
    subject = WorkflowId(workflow_id)
    definition = await get_definition(deps, scope, subject, body.definition)
    stored = await workflow_tests.get_tests(deps.pool, scope.workspace_id, subject)
    given: dict[str, Any] = msgspec.json.decode(stored.suite)
    if body.tests is not None:
        given["tests"] = body.tests
    if body.workspace is not None:
        given["workspace"] = body.workspace
    return TestRunView.model_validate(await play_suite(deps, scope, definition, find_suite(given)))


@router.post("/workflows/{workflow_id}/simulations")
async def add_simulation(
    workflow_id: UUID, body: SimulationBody, deps: DepsHere, scope: Writer
) -> SimulationView:
    """Walk through the draft, turn by turn, without side effects: what it would send, save and call, and
    where it stands. It is stateless: the next turn is sent together with those before.
    """
    subject = WorkflowId(workflow_id)
    person = (
        await get_person(deps, scope, ContactId(body.contact_id))
        if body.contact_id
        else body.contact
    )
    definition = await get_definition(deps, scope, subject, body.definition)
    reference = await deps.reference(scope.workspace_id)
    player = make_player(
        definition,
        set_up(reference, definition, body.workspace, body.channel),
        person=person,
        channel=body.channel,
        at=body.at or deps.clock.now(),
        online=body.online,
    )
    return SimulationView.model_validate(await play_turns(player, body.turns))


async def _view(deps: Deps, scope: Scope, workflow_id: WorkflowId) -> TestsView:
    if await workflows.find_workflow(deps.pool, scope.workspace_id, workflow_id) is None:
        raise NotFound
    stored = await workflow_tests.get_tests(deps.pool, scope.workspace_id, workflow_id)
    suite: dict[str, Any] = msgspec.json.decode(stored.suite)
    return TestsView(
        workspace=suite.get("workspace", {}), tests=suite.get("tests", []), required=stored.required
    )
