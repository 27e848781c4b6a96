"""Nobody is forgotten: whoever writes in has a team or an agent in the end, or was told goodbye."""

from collections.abc import Iterator

from parley.domain.conversation import Source
from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.paths_through import way_to, ways_from
from parley.workflows.triggers import ConversationOpenedTrigger

LEFT = "left_unassigned"
_A_CONTACT_WRITES = ConversationOpenedTrigger(sources=[Source.CONTACT])


def check_ownership(subject: Subject) -> Iterator[Finding]:
    """An error where other ways do assign, so that this one was forgotten; else one warning, if the bot has
    taken the contact's time with a question.
    """
    if not _receives_contacts(subject):
        return
    ends = list(_list_forgotten(subject))
    if any(step.hands_over for step in subject.definition.steps.values()):
        for path in ends:
            sentence = f"On the lane {path[-1]!r} the run ends, and the conversation has neither team nor agent."
            yield Finding(LEFT, path[-2], sentence, path=path)
        return
    asked = [path for path in ends if any(_asks(subject, step_id) for step_id in path[::2])]
    if asked:
        path = min(asked, key=len)
        sentence = "Nothing here gives the conversation to a team or an agent: it waits among the unassigned."
        yield warn(LEFT, path[-2], sentence, path)


def _asks(subject: Subject, step_id: str) -> bool:
    step = subject.definition.steps[step_id]
    return step.speaks and bool(step.HEARD)


def _receives_contacts(subject: Subject) -> bool:
    return subject.definition.speaks and subject.definition.trigger.overlaps(_A_CONTACT_WRITES)


def _list_forgotten(subject: Subject) -> Iterator[tuple[str, ...]]:
    """The ways to an end on which nobody became responsible."""
    steps = subject.definition.steps

    def is_unsettled(step_id: str, lane: str) -> bool:
        return not steps[step_id].settles(lane)

    ways = ways_from(subject.definition, [subject.definition.start], may_take=is_unsettled)
    for step_id in ways:
        step = steps[step_id]
        for lane in step.open_lanes:
            if step.ends_on(lane) and not step.settles(lane):
                yield (*way_to(step_id, ways), lane)
