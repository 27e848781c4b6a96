"""What a small business would choose, for stories that are drawn from templates."""

from typing import cast

from msgspec.structs import replace

from desks import ANA, SALES, SPAM, SUPPORT, VIP, WHATSAPP, WORKSPACE, fixed_id, make_reference
from parley.commands.workflow_files import bare
from parley.domain.calendar import Calendar, Hours
from parley.domain.ids import CalendarId, StageId, UserId
from parley.domain.lifecycle import LifecycleStage
from parley.domain.workspace import Reference
from parley.rehearsal.workspace import invent
from parley.workflows.definition import Definition
from parley.workflows.templates import ChoiceKind, Template, get_template, instantiate
from parley.workflows.templates.choices import stand_in, value_of
from parley.workflows.text.names import names_of
from stories import Story

BUYER = StageId(fixed_id(63))
OFFICE, LATE = CalendarId(fixed_id(61)), CalendarId(fixed_id(62))
SUITABLE = {
    ChoiceKind.CALENDAR: str(OFFICE),
    ChoiceKind.TEAM: str(SALES),
    ChoiceKind.USER: str(ANA),
    ChoiceKind.TAG: str(VIP),
    ChoiceKind.CHANNEL: str(WHATSAPP),
    ChoiceKind.CATEGORY: str(SPAM),
    ChoiceKind.CONTACT_FIELD: "city",
    ChoiceKind.CONVERSATION_FIELD: "topic",
    ChoiceKind.URL: "https://example.com/page",
    ChoiceKind.TITLE: "123456",
    ChoiceKind.STAGE: str(BUYER),
    ChoiceKind.SEALED: "token",
}
# From Monday to Friday; the stories begin on a Monday at noon.
WEEK = ((Hours(9 * 60, 17 * 60),),) * 5 + ((),) * 2
EVENING = ((Hours(17 * 60, 22 * 60),),) * 5 + ((),) * 2
CALENDARS = {
    OFFICE: Calendar(WORKSPACE, OFFICE, "Office", "UTC", WEEK),
    LATE: Calendar(WORKSPACE, LATE, "Late", "UTC", EVENING),
}
TWO_TEAMS = {"first_team": str(SALES), "second_team": str(SUPPORT)}


def suitable(template: Template) -> dict[str, str]:
    """A choice for all that has no proposal."""
    return {c.key: SUITABLE[c.kind] for c in template.choices if c.proposal is None}


def a_reference() -> Reference:
    stages = {BUYER: LifecycleStage(WORKSPACE, BUYER, "Buyer", 1)}
    return replace(
        make_reference(), calendars=CALENDARS, stages=stages, secrets=frozenset({"token"})
    )


def drawn(key: str, choices: dict[str, str] | None = None) -> Definition:
    """Without its pause before it speaks, so that stories are short."""
    template = get_template(key)
    made = suitable(template) | (choices or {})
    definition = instantiate(template, made, a_reference())
    return definition.model_copy(update={"quiet_seconds": 0})


def story_of(
    key: str, choices: dict[str, str] | None = None, *, online: tuple[UserId, ...] | None = None
) -> Story:
    definition = drawn(key, choices)
    story = Story(definition) if online is None else Story(definition, online=online)
    cast("dict[CalendarId, Calendar]", story.reference.calendars).update(CALENDARS)
    return story


def a_workspace_for(template: Template) -> tuple[Reference, dict[str, str]]:
    """A workspace in which each choice without a proposal has something of its own, and these choices."""
    open_ones = [choice for choice in template.choices if choice.proposal is None]
    words = {choice.key: stand_in(choice) for choice in open_ones}
    words |= {c.key: "123456" for c in open_ones if c.kind is ChoiceKind.TITLE}
    reference = invent(bare(), [(choice.kind.value, words[choice.key]) for choice in open_ones])
    names = names_of(reference)
    return reference, {c.key: value_of(c, words[c.key], names) for c in open_ones}
