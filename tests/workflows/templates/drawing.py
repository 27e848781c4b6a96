"""What a small business would choose, for stories that are drawn from templates."""

from desks import ANA, SALES, SPAM, SUPPORT, VIP, WHATSAPP, make_reference
from parley.domain.ids import UserId
from parley.workflows.definition import Definition
from parley.workflows.templates import ChoiceKind, Template, get_template, instantiate
from stories import Story

SUITABLE = {
    ChoiceKind.TEAM: str(SALES),
    ChoiceKind.USER: str(ANA),
    ChoiceKind.TAG: str(VIP),
    ChoiceKind.CHANNEL: str(WHATSAPP),
    ChoiceKind.CATEGORY: str(SPAM),
    ChoiceKind.CONTACT_FIELD: "city",
    ChoiceKind.CONVERSATION_FIELD: "topic",
    ChoiceKind.URL: "https://example.com/page",
}
TWO_TEAMS = {"first_team": str(SALES), "second_team": str(SUPPORT)}


def suitable(template: Template) -> dict[str, str]:
    """A choice for all that has no proposal."""
    return {c.key: SUITABLE[c.kind] for c in template.choices if c.proposal is None}


def drawn(key: str, choices: dict[str, str] | None = None) -> Definition:
    """Without its pause before it speaks, so that stories are short."""
    template = get_template(key)
    made = suitable(template) | (choices or {})
    definition = instantiate(template, made, make_reference())
    return definition.model_copy(update={"quiet_seconds": 0})


def story_of(
    key: str, choices: dict[str, str] | None = None, *, online: tuple[UserId, ...] | None = None
) -> Story:
    definition = drawn(key, choices)
    return Story(definition) if online is None else Story(definition, online=online)
