"""Workflows that start one another in a circle (5b.17): the chain of causes would stop them where they met, and nobody
would know why.
"""

from collections import deque
from collections.abc import Iterator

from parley.domain.contact import Tag
from parley.domain.events import (
    ContactFieldChanged,
    ContactLifecycleChanged,
    ContactTagged,
    ContactUntagged,
    ConversationClosed,
    ConversationFieldChanged,
    ConversationOpened,
    WorkflowCalled,
)
from parley.domain.ids import UUID
from parley.domain.lifecycle import LifecycleStage
from parley.domain.workspace import Reference
from parley.workflows import limits
from parley.workflows.causes import Cause, undoes
from parley.workflows.checks.chains import NOBODY, CauseKey, Chains, Workflow
from parley.workflows.checks.finding import Finding, Severity
from parley.workflows.checks.subject import Subject
from parley.workflows.checks.tags_by_name import with_tags_by_id
from parley.workflows.definition import Definition
from parley.workflows.paths_through import list_groups

CODE = "trigger_cycle"
# A start by its number, or a cause.
Node = int | CauseKey
Edges = dict[int, list[tuple[str, CauseKey]]]


def check_cycle(subject: Subject) -> Iterator[Finding]:
    """An error where the circle may go round for ever. Where each step only does what has been done by then, it ends
    by itself: a warning.
    """
    subject = with_tags_by_id(subject)
    definition = subject.definition
    is_caused = bool(definition.trigger.HEARS) and not definition.once_per_contact
    if not is_caused:
        return
    own = Workflow(subject.workflow_id or NOBODY, definition.name, definition)
    circles = _Circles(Chains(own, _others(subject), subject.reference), own.id)
    lasting = dict(circles.list_lasting())
    for step_id, way in circles.list_all():
        told = lasting.get(step_id, way)
        sentence = _told(told, own, subject.reference)
        path = subject.way_to(step_id)
        if step_id in lasting:
            yield Finding(CODE, step_id, sentence, path=path)
        else:
            sentence += " It ends by itself: the second time nothing changes any more."
            yield Finding(CODE, step_id, sentence, Severity.WARNING, path)


class _Way(list[tuple[Workflow, str, Cause]]):
    """Workflow by workflow: the step that leads on, and what it brings about."""


class _Circles:
    """Through the starts of one workflow."""

    def __init__(self, chains: Chains, own: UUID) -> None:
        self._chains = chains
        self._own = own
        self._all: Edges = {
            number: list(start.led_on) for number, start in enumerate(chains.starts)
        }

    def list_all(self) -> Iterator[tuple[str, _Way]]:
        return self._list_ways(self._all)

    def list_lasting(self) -> Iterator[tuple[str, _Way]]:
        """Without what cannot happen twice, until nothing more falls away."""
        edges = self._all
        for _ in range(limits.CHAIN_ROUNDS):
            kept = self._without_settled(edges)
            if kept == edges:
                break
            edges = kept
        return self._list_ways(edges)

    def _without_settled(self, edges: Edges) -> Edges:
        kept: Edges = {number: [] for number in edges}
        for group in self._groups(edges):
            inside = {node for node in group if not isinstance(node, int)}
            starts = [node for node in group if isinstance(node, int)]
            pool = {key for number in starts for _, key in self._all[number]}
            causes = [self._chains.causes[key] for key in pool]
            again = {
                key
                for key in inside
                if not (cause := self._chains.causes[key]).settles
                or any(undoes(other, cause) for other in causes)
            }
            for number in starts:
                kept[number] = [edge for edge in edges[number] if edge[1] in again]
        return kept

    def _list_ways(self, edges: Edges) -> Iterator[tuple[str, _Way]]:
        """Of each step of the workflow that leads round, the shortest way."""
        told: set[str] = set()
        for group in self._groups(edges):
            members = set(group)
            for number in sorted(node for node in group if isinstance(node, int)):
                if self._chains.starts[number].workflow.id != self._own:
                    continue
                for step_id, key in edges[number]:
                    if key in members and step_id not in told:
                        told.add(step_id)
                        yield step_id, self._way_round(number, step_id, key, edges, members)

    def _way_round(
        self, number: int, step_id: str, key: CauseKey, edges: Edges, members: set[Node]
    ) -> _Way:
        starts, causes = self._chains.starts, self._chains.causes
        first = _Way([(starts[number].workflow, step_id, causes[key])])
        ahead, seen = deque([(key, first)]), {key}
        while ahead:
            last, way = ahead.popleft()
            for target in self._chains.started.get(last, ()):
                if target not in members:
                    continue
                workflow = starts[target].workflow
                if workflow.id == self._own:
                    return way
                for further, caused in edges[target]:
                    if caused in members and caused not in seen:
                        seen.add(caused)
                        step = (workflow, further, causes[caused])
                        ahead.append((caused, _Way([*way, step])))
        return first

    def _groups(self, edges: Edges) -> Iterator[list[Node]]:
        """What leads to each other: more than one node, since no start is a cause."""
        names: dict[str, Node] = {}
        numbers: dict[Node, str] = {}

        def name(node: Node) -> str:
            if node not in numbers:
                numbers[node] = f"{len(numbers)}"
                names[numbers[node]] = node
            return numbers[node]

        leads: dict[str, list[str]] = {}
        for number, led_on in edges.items():
            leads[name(number)] = [name(key) for _, key in led_on]
            for _, key in led_on:
                started = self._chains.started.get(key, [])
                leads[name(key)] = [name(target) for target in started]
        for group in list_groups(list(leads), leads.__getitem__):
            if len(group) > 1:
                yield [names[member] for member in group]


def _others(subject: Subject) -> dict[UUID, Workflow]:
    return {
        version.workflow_id: Workflow(version.workflow_id, version.name, version.definition)
        for version in subject.reference.versions.values()
        if version.live
        and version.workflow_id != subject.workflow_id
        and isinstance(version.definition, Definition)
    }


def _told(way: _Way, own: Workflow, reference: Reference) -> str:
    """Of a long way its beginning: the rest is found on going there."""
    shown, more = way[: limits.CHAIN_SHOWN], len(way) - limits.CHAIN_SHOWN
    rest = [f"... and {more} more"] if more > 0 else []
    names = " > ".join([*(workflow.name for workflow, _, _ in shown), *rest, own.name])
    steps = "; ".join(
        f"step {step_id!r} of {workflow.name} {_deed(cause, reference)}"
        for workflow, step_id, cause in shown
    )
    return f"The workflows start one another in a circle: {names} ({steps})."


def _deed(cause: Cause, reference: Reference) -> str:
    match cause.body:
        case ContactTagged(tag_id):
            return f"adds the tag {_named(reference.tags.get(tag_id))}"
        case ContactUntagged(tag_id):
            return f"removes the tag {_named(reference.tags.get(tag_id))}"
        case ContactLifecycleChanged(new=new):
            stage = reference.stages.get(new) if new else None
            return (
                f"moves the contact to the stage {_named(stage)}" if new else "takes the stage off"
            )
        case body:
            return _plain_deed(body)


def _plain_deed(
    body: ContactFieldChanged
    | ConversationFieldChanged
    | ConversationOpened
    | ConversationClosed
    | WorkflowCalled,
) -> str:
    match body:
        case ContactFieldChanged(slug=slug):
            return f"sets the contact field {slug}"
        case ConversationFieldChanged(slug=slug):
            return f"sets the conversation field {slug}"
        case ConversationOpened():
            return "opens a conversation"
        case ConversationClosed():
            return "closes the conversation"
        case WorkflowCalled():
            return "starts the next by its name"


def _named(thing: Tag | LifecycleStage | None) -> str:
    return thing.name if thing is not None else "that is not there"
