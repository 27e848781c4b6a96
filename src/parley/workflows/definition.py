"""A workflow as data: what the API takes, the builder draws, and a run stands on."""

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from parley.domain.errors import Invalid
from parley.domain.ids import UUID, VersionId, WorkflowId
from parley.domain.run import EndReason
from parley.domain.workspace import PublishedVersion
from parley.workflows import limits
from parley.workflows.model import Model, StepId
from parley.workflows.raw import VERSION, check_head, check_values, read_json
from parley.workflows.steps import AnyStep
from parley.workflows.triggers import AnyTrigger, ManualTrigger


class Exits(Model):
    """What ends the runs of a workflow that speaks (O17). A background workflow, which writes nothing to
    the contact, is not ended by any of these.
    """

    person_replies: bool = True
    taken_over: bool = True
    assigned_by_hand: bool = True
    contact_writes: bool = False

    def ends_on(self, reason: EndReason) -> bool:
        switches = {
            EndReason.PERSON_REPLIED: self.person_replies,
            EndReason.TAKEN_OVER: self.taken_over,
            EndReason.ASSIGNED_BY_HAND: self.assigned_by_hand,
            EndReason.CONTACT_WROTE: self.contact_writes,
        }
        return switches.get(reason, True)


class Definition(Model):
    """`steps` is flat: lanes name the next step by its id. `layout` belongs to the builder. `reentry` says
    what becomes of a start while a run of the contact is still live: it waits for its end, or restarts it.
    `agents_may_stop`: not only owners and managers may stop a run by hand.
    """

    schema_version: Literal[1] = 1
    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=limits.NAME_LENGTH)
    ]
    description: Annotated[str, Field(max_length=limits.DESCRIPTION_LENGTH)] = ""
    trigger: AnyTrigger
    once_per_contact: bool = False
    reentry: Literal["when_ended", "restart"] = "when_ended"
    quiet_seconds: Annotated[int, Field(ge=0, le=limits.QUIET_SECONDS)] = (
        limits.QUIET_SECONDS_DEFAULT
    )
    # A calendar: while it is closed, messages and questions wait until it opens.
    quiet_hours: UUID | None = None
    agents_may_stop: bool = False
    exits: Exits = Exits()
    start: StepId
    steps: Annotated[dict[StepId, AnyStep], Field(min_length=1, max_length=limits.STEPS)]
    layout: dict[str, object] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_of_reasonable_size(self) -> Self:
        if len(json.dumps(self.layout, default=str)) > limits.LAYOUT_BYTES:
            raise ValueError(f"layout takes at most {limits.LAYOUT_BYTES} bytes")
        if len(self.variables) > limits.VARIABLES:
            raise ValueError(f"a workflow sets at most {limits.VARIABLES} variables")
        return self

    @model_validator(mode="after")
    def _counts_what_starts_by_itself(self) -> Self:
        if self.once_per_contact and isinstance(self.trigger, ManualTrigger):
            raise ValueError(
                "a manual trigger starts as often as it is called, not once per contact"
            )
        return self

    @cached_property
    def speaks(self) -> bool:
        """True if any step writes to the contact."""
        return any(step.speaks for step in self.steps.values())

    @cached_property
    def routes(self) -> bool:
        """True if it decides who gets the conversation: speaking or assigning."""
        return self.speaks or any(step.kind == "assign_to" for step in self.steps.values())

    @cached_property
    def reads_last_message(self) -> bool:
        """True if some text or condition looks at what the contact wrote last."""
        return "message.text" in self.model_dump_json(exclude={"layout"})

    @cached_property
    def reads_trigger(self) -> bool:
        """True if some text or condition looks at what the trigger tells."""
        return "trigger." in self.model_dump_json(exclude={"layout"})

    @cached_property
    def reads_queue(self) -> bool:
        """True if some text or condition looks at the place in line."""
        return "queue." in self.model_dump_json(exclude={"layout"})

    @cached_property
    def variables(self) -> frozenset[str]:
        """Names that some step sets."""
        return frozenset(name for step in self.steps.values() for name in step.saved_variables())

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of what runs do; name, description and layout do not count."""
        told = self.model_dump(mode="json", exclude={"name", "description", "layout"})
        # A version that was published before there were these is the same content as ever.
        if self.quiet_hours is None:
            del told["quiet_hours"]
        if not self.agents_may_stop:
            del told["agents_may_stop"]
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def parse_definition(data: object) -> Definition:
    """A definition from JSON text or decoded JSON. Raises Invalid, whose details hold `errors`: a list of
    field and message, the first hundred; LimitExceeded for text beyond 4 MB.
    """
    decoded = read_json(data) if isinstance(data, str | bytes) else data
    check_head(decoded)
    check_values(decoded)
    try:
        return Definition.model_validate(decoded)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[: limits.ERRORS_SHOWN]
        errors = [{"field": _place(part["loc"]), "message": _sentence(part)} for part in found]
        message = f"{errors[0]['field']}: {errors[0]['message']}"
        raise Invalid(message, errors=errors) from error


def compile_version(
    definition: Definition,
    *,
    workflow_id: WorkflowId,
    version_id: VersionId,
    published_order: int,
    live: bool = True,
) -> PublishedVersion:
    """The immutable version that runs stand on."""
    return PublishedVersion(
        workflow_id=workflow_id,
        version_id=version_id,
        name=definition.name,
        definition=definition,
        once_per_contact=definition.once_per_contact,
        speaks=definition.speaks,
        live=live,
        published_order=published_order,
        clock=definition.trigger.clock,
        hears=frozenset(definition.trigger.HEARS),
    )


def json_schema() -> dict[str, object]:
    """The JSON Schema of definitions: it feeds the builder's forms and the docs."""
    return Definition.model_json_schema()


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)[: limits.PLACE_LENGTH]


def _sentence(part: ErrorDetails) -> str:
    if part["type"] != "union_tag_invalid":
        return part["msg"].removeprefix("Value error, ")
    return f"{part['msg']}. A newer Parley may know it; this one understands version {VERSION}."
