"""What a workflow is handed at its start: asked for and read, handed over and taken."""

from collections.abc import Iterator

from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.definition import Definition
from parley.workflows.paths import TRIGGER
from parley.workflows.steps import TriggerWorkflow
from parley.workflows.triggers import IncomingWebhookTrigger, ManualTrigger, ShortcutTrigger
from parley.workflows.variables import list_places


def check_inputs(subject: Subject) -> Iterator[Finding]:
    """People fill in forms, and systems are asked for values: in vain, if nothing reads them."""
    trigger = subject.definition.trigger
    if isinstance(trigger, ShortcutTrigger):
        asked = [field.name for field in trigger.fields]
        said = "The form asks for"
    elif isinstance(trigger, IncomingWebhookTrigger):
        asked, said = list(trigger.mapping), "The call is searched for"
    elif isinstance(trigger, ManualTrigger):
        asked, said = trigger.inputs, "Callers may hand over"
    else:
        return
    read = frozenset(_list_read(subject))
    for name in asked:
        if f"{TRIGGER}{name}" not in read:
            yield warn("unused_input", None, f"{said} {name!r}, and nothing reads it.")


def check_calls(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        if not isinstance(step, TriggerWorkflow):
            continue
        called = _find_called(step, subject)
        if called is None:  # told elsewhere
            continue
        for name in step.variables:
            if name not in called.trigger.variables():
                sentence = f"{called.name} takes no {name!r}: it is handed over in vain."
                yield warn("unknown_input", step_id, sentence)


def _find_called(step: TriggerWorkflow, subject: Subject) -> Definition | None:
    if step.workflow_id == subject.workflow_id:
        return subject.definition
    for version in subject.reference.versions.values():
        is_it = version.live and version.workflow_id == step.workflow_id
        if is_it and isinstance(version.definition, Definition):
            return version.definition
    return None


def _list_read(subject: Subject) -> Iterator[str]:
    for step in subject.definition.steps.values():
        for template in step.templates():
            yield from (place.path for place in list_places(template))
    for _, comparison in subject.list_comparisons():
        yield comparison.field
        values = comparison.value if isinstance(comparison.value, list) else [comparison.value]
        for value in values:
            if isinstance(value, str):
                yield from (place.path for place in list_places(value))
