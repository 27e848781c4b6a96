"""Which workflow starts which: what a step brings about starts others, whose steps bring about more."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from parley.domain.actor import SYSTEM
from parley.domain.contact import Contact
from parley.domain.conversation import Source, Status
from parley.domain.events import (
    ContactFieldChanged,
    ContactLifecycleChanged,
    ContactTagged,
    ContactUntagged,
    ConversationClosed,
    ConversationFieldChanged,
    ConversationOpened,
    Event,
    WorkflowCalled,
)
from parley.domain.ids import UUID, ContactId, EventId, WorkspaceId
from parley.domain.workspace import Reference
from parley.workflows import limits
from parley.workflows.causes import NEW, Body, Cause, cause_tag, list_changed_paths
from parley.workflows.conditions import list_comparisons
from parley.workflows.definition import Definition
from parley.workflows.judging import Among, Known, may_hold, must_hold
from parley.workflows.paths import TRIGGER, Found
from parley.workflows.steps import UpdateTag
from parley.workflows.steps.step import Step
from parley.workflows.view import View

NOBODY = UUID(int=0)
# No condition that is judged here looks at the hour.
SOME_HOUR = datetime(2000, 1, 1, tzinfo=UTC)
CauseKey = tuple[str, bytes, frozenset[str], bool]


class Workflow(Struct, frozen=True):
    id: UUID
    name: str
    definition: Definition


class Start(Struct, frozen=True):
    """One way in which a workflow begins: what is known then closes some of its ways. `led_on` are the steps that bring
    something about, each cause by its key.
    """

    workflow: Workflow
    led_on: tuple[tuple[str, CauseKey], ...]


class Chains:
    """From one workflow on, all that it may start. `starts` in the order in which they were found, the first
    being the workflow's own, of which nothing is known.
    """

    def __init__(
        self, first: Workflow, others: Mapping[UUID, Workflow], reference: Reference
    ) -> None:
        self.starts: list[Start] = []
        self.causes: dict[CauseKey, Cause] = {}
        self.started: dict[CauseKey, list[int]] = {}
        self._reference = reference
        self._view = _empty_view(reference)
        self._listening = _list_listening([*others.values(), first])
        self._numbers: dict[object, int] = {}
        self._read: dict[UUID, frozenset[str]] = {}
        ahead = deque([self._begin(first, {})])
        while ahead:
            for _, key in self.starts[ahead.popleft()].led_on:
                if key not in self.started and len(self.started) < limits.CHAIN_CAUSES:
                    known_before = len(self.starts)
                    self.started[key] = list(self._list_started(self.causes[key]))
                    ahead.extend(range(known_before, len(self.starts)))

    def _list_started(self, cause: Cause) -> Iterator[int]:
        bodies = [*self._bodies_of(cause)]
        for workflow in self._listening.get(type(cause.body), ()):
            trigger = workflow.definition.trigger
            if _is_for_another(cause, workflow):
                continue
            event = next((event for event in bodies if trigger.hears(event)), None)
            if event is None:
                continue
            told = trigger.values(event, self._view)
            known: dict[str, Found | Among] = {
                f"{TRIGGER}{name}": told.get(name)
                for name in trigger.variables()
                if name not in cause.unknown
            }
            known.update(_known_afterwards(cause, self._reference))
            condition = trigger.condition
            if condition is None or may_hold(condition, known, now=SOME_HOUR):
                yield self._begin(workflow, known)

    def _bodies_of(self, cause: Cause) -> Iterator[Event]:
        """The event as it may be told: from any stage that the contact may have been at."""
        body = cause.body
        if not isinstance(body, ContactLifecycleChanged):
            yield _event(body)
            return
        for old in (None, *self._reference.stages):
            if old != body.new:
                yield _event(ContactLifecycleChanged(old, body.new))

    def _begin(self, workflow: Workflow, known: Known) -> int:
        """The number of the start; those that close the same ways are one."""
        paths = self._read.get(workflow.id)
        if paths is None:
            paths = self._read[workflow.id] = _read_by_branches(workflow.definition)
        read = {path: known[path] for path in paths if path in known}
        key = (workflow.id, tuple(sorted((path, repr(value)) for path, value in read.items())))
        if key not in self._numbers:
            self._numbers[key] = len(self.starts)
            led_on = tuple(self._list_effects(workflow.definition, read))
            self.starts.append(Start(workflow, led_on))
        return self._numbers[key]

    def _list_effects(self, definition: Definition, known: Known) -> Iterator[tuple[str, CauseKey]]:
        found: set[CauseKey] = set()
        for step_id in reach(definition, known, self._reference):
            for cause in list_causes(definition.steps[step_id], self._reference):
                key = cause.key
                if key not in found:
                    found.add(key)
                    self.causes.setdefault(key, cause)
                    yield step_id, key


def list_causes(step: Step, reference: Reference) -> Iterator[Cause]:
    """What a step brings about in this workspace. A tag by a name that is made or filled in only then is one that
    no trigger can have named: those for any tag hear it.
    """
    yield from step.causes()
    if isinstance(step, UpdateTag):
        for name in step.tag_names:
            tag = None if "{{" in name else reference.tag_named(name)
            tag_id = tag.id if tag is not None else NOBODY
            yield cause_tag(tag_id, is_added=step.operation == "add")


def reach(definition: Definition, known: Known, reference: Reference) -> list[str]:
    """The steps that may be reached. What the trigger told stays true; what else was known is true until
    time passes, or a step changes it.
    """
    lasting = {path: value for path, value in known.items() if path.startswith(TRIGGER)}
    seen: dict[tuple[str, bool], None] = {}
    ahead = deque([(definition.start, True)])
    while ahead:
        step_id, is_fresh = ahead.popleft()
        if (step_id, is_fresh) in seen or step_id not in definition.steps:
            continue
        seen[(step_id, is_fresh)] = None
        step = definition.steps[step_id]
        changed = {
            path for cause in list_causes(step, reference) for path in list_changed_paths(cause)
        }
        stays = is_fresh and not (changed & known.keys())
        for lane in _list_lanes(step, known if is_fresh else lasting):
            target = step.leads_to(lane)
            if target is not None:
                ahead.append((target, stays and lane not in step.SLOW))
    return list(dict.fromkeys(step_id for step_id, _ in seen))


def _list_lanes(step: Step, known: Known) -> Iterator[str]:
    conditions = dict(step.conditions())
    for lane in step.lane_names:
        condition = conditions.get(lane)
        if condition is None:
            yield lane
        elif may_hold(condition, known, now=SOME_HOUR):
            yield lane
            if must_hold(condition, known, now=SOME_HOUR):
                return


def _list_listening(workflows: list[Workflow]) -> Mapping[type, list[Workflow]]:
    """By the kind of event that they hear. What starts once per contact ends every circle."""
    found: dict[type, list[Workflow]] = {}
    for workflow in workflows:
        if not workflow.definition.once_per_contact:
            for kind in workflow.definition.trigger.HEARS:
                found.setdefault(kind, []).append(workflow)
    return found


def _read_by_branches(definition: Definition) -> frozenset[str]:
    return frozenset(
        comparison.field
        for step in definition.steps.values()
        for _, condition in step.conditions()
        for comparison in list_comparisons(condition)
    )


def _is_for_another(cause: Cause, workflow: Workflow) -> bool:
    body = cause.body
    return isinstance(body, WorkflowCalled) and body.workflow_id != workflow.id


def _known_afterwards(cause: Cause, reference: Reference) -> dict[str, Found | Among]:
    """What reads so as soon as the event has happened."""
    match cause.body:
        case ContactTagged(tag_id) | ContactUntagged(tag_id):
            tag = reference.tags.get(tag_id)
            is_there = isinstance(cause.body, ContactTagged)
            return {"contact.tags": Among(tag.name, is_there)} if tag is not None else {}
        case ContactFieldChanged(new=new) | ConversationFieldChanged(new=new):
            is_known = NEW not in cause.unknown
            return dict.fromkeys(list_changed_paths(cause), new) if is_known else {}
        case ContactLifecycleChanged(new=new):
            stage = reference.stages.get(new) if new else None
            return {"contact.lifecycle": stage.name if stage else None}
        case body:
            return dict(_OF_CONVERSATIONS.get(type(body), {}))


_OF_CONVERSATIONS: Mapping[type, Mapping[str, str]] = {
    ConversationOpened: {
        "conversation.status": Status.OPEN.value,
        "conversation.source": Source.WORKFLOW.value,
    },
    ConversationClosed: {"conversation.status": Status.CLOSED.value},
}


def _event(body: Body) -> Event:
    return Event(WorkspaceId(NOBODY), EventId(NOBODY), SOME_HOUR, None, None, SYSTEM, body)


def _empty_view(reference: Reference) -> View:
    """Nobody in particular: triggers read names of the workspace from it."""
    return View(
        now=SOME_HOUR,
        reference=reference,
        contact=Contact(reference.workspace_id, ContactId(NOBODY), ""),
        conversation=None,
        channel=None,
        manifest=None,
        last_inbound_at=None,
        last_outbound_at=None,
        last_message="",
        find_agent=lambda _user_id: None,
    )
