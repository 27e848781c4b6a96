"""What is sent and shown of a workflow."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from pydantic import Field, StringConstraints

from parley.api.masking import mask_secrets
from parley.api.words import Body, Text, View
from parley.domain.ids import UUID
from parley.domain.schedule import TickState
from parley.storage.setup.workflows import StoredWorkflow
from parley.workflows import limits
from parley.workflows.templates import Category, ChoiceKind, Template
from parley.workflows.templates.suite import list_tests

State = Literal["draft", "published", "stopped"]
WorkflowName = Annotated[
    Text,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=limits.NAME_LENGTH),
]
WorkflowDescription = Annotated[
    Text, StringConstraints(strip_whitespace=True, max_length=limits.DESCRIPTION_LENGTH)
]
Draft = Annotated[
    dict[str, Any],
    Field(description="A workflow definition; it may be unfinished until it is published."),
]


class WorkflowView(View):
    """`published_version` is the number of the version published last, also while stopped. `next_start_at`: when
    its schedule is due next.
    """

    id: UUID
    name: str
    description: str
    state: State
    draft: Draft
    published_version: int | None
    created_at: datetime
    updated_at: datetime
    updated_by: UUID | None
    next_start_at: datetime | None


class FindingView(View):
    """An `error` stands in the way of publishing; a `warning` is worth a look. `step_id` null: the whole.
    `path` leads there from the start: step, lane, step, lane ...; empty where the step alone says it.
    """

    code: str
    step_id: str | None
    sentence: str
    severity: str
    path: list[str]


class NewWorkflow(Body):
    """Without `name` the draft's own is taken. With `template` the draft is drawn from the catalogue, by
    the `choices` that the template leaves open, and the template's tests are stored beside it;
    `tests_required` true: only while they pass may it be published.
    """

    name: WorkflowName = ""
    description: WorkflowDescription = ""
    draft: Draft = Field(default_factory=dict)
    template: Annotated[Text, StringConstraints(max_length=limits.NAME_LENGTH)] | None = None
    choices: Annotated[
        dict[str, Annotated[Text, StringConstraints(max_length=limits.TEXT_LENGTH)]],
        Field(max_length=limits.TEMPLATE_CHOICES),
    ] = Field(default_factory=dict)
    tests_required: bool = False


class ChoiceView(View):
    """`kind` says what is to be chosen: words (`text`, `title`, `url`), the slug of a field, or the id of
    a team, user, tag ... `proposal` is taken where nothing is chosen; null: it has to be chosen.
    """

    key: str
    kind: ChoiceKind
    label: str
    proposal: str | None


class TemplateView(View):
    """A workflow to begin with. `tests` are the names of those that come with it."""

    key: str
    name: str
    description: str
    category: Category
    choices: list[ChoiceView]
    tests: list[str]


class WorkflowChange(Body):
    """What is left out stays. Runs stand on published versions: a draft changes none of them."""

    name: WorkflowName = ""
    description: WorkflowDescription = ""
    draft: Draft = Field(default_factory=dict)


class VersionView(View):
    version_id: UUID
    number: int
    hash: str
    published_at: datetime
    published_by: UUID | None


class PublishedView(VersionView):
    """With the definition that its runs stand on, under the name that it had then."""

    definition: dict[str, Any]


class TickView(View):
    """One hour of a schedule. `state`: `gathering` (who is due is written down), `starting`, `done`, `ended`
    (not to its end), `skipped` (never begun); `reason` says why. `skipped` counts, by reason, those who were
    due and did not start; who is in neither count still waits for their turn.
    """

    id: UUID
    due_at: datetime
    state: TickState
    reason: str
    due: int
    started: int
    skipped: dict[str, int]
    begun_at: datetime
    ended_at: datetime | None


class StepFiguresView(View):
    """`entered`: visits, those under way included. `ended`: runs that ended here, `dropped` of them otherwise
    than by coming to the workflow's end. Seconds are those of finished visits.
    """

    step_id: str
    entered: int
    lanes: dict[str, int]
    errors: int
    waiting: int
    ended: int
    dropped: int
    median_seconds: float | None
    mean_seconds: float | None


class VersionFiguresView(View):
    """`is_complete` false: the version has more runs than `runs`, and the newest are counted."""

    runs: int
    waiting: int
    is_complete: bool
    steps: list[StepFiguresView]


def template_view(template: Template) -> TemplateView:
    return TemplateView.model_validate(
        {
            "key": template.key,
            "name": template.name,
            "description": template.description,
            "category": template.category,
            "choices": template.choices,
            "tests": list_tests(template),
        }
    )


def workflow_view(found: StoredWorkflow, *, to_writer: bool) -> WorkflowView:
    """To who may not change workflows no secret is shown that stands in the draft."""
    draft: dict[str, Any] = msgspec.json.decode(found.draft)
    return WorkflowView.model_validate(
        {
            "id": found.id,
            "name": found.name,
            "description": found.description,
            "state": found.state,
            "draft": draft if to_writer else mask_secrets(draft),
            "published_version": found.live_number,
            "created_at": found.created_at,
            "updated_at": found.updated_at,
            "updated_by": found.updated_by,
            "next_start_at": found.next_start_at,
        }
    )
