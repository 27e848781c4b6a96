"""What a person can press or pick in a message that the business sent."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from parley.simulator.errors import Json

_TEXT_MEMBER = {"text": "body", "template": "name", "reaction": "emoji"}


class NoSuchChoiceError(LookupError):
    """The phone shows no such button or row."""


class Choice(Struct, frozen=True):
    choice_id: str
    title: str
    description: str | None = None


class _HasRequest(Protocol):
    @property
    def request(self) -> Json: ...


ReceivedT = TypeVar("ReceivedT", bound=_HasRequest)


def text_of(request: Json) -> str:
    """What a person would read: text, question, caption, emoji, template's name, cards' names."""
    kind: str = request.get("type", "text")
    content: Any = request.get(kind)
    if kind == "contacts":
        return ", ".join(card["name"]["formatted_name"] for card in content)
    if kind == "interactive":
        return content.get("body", {}).get("text", "")
    member = _TEXT_MEMBER.get(kind, "caption")
    return content.get(member, "")


def buttons_of(request: Json) -> list[Choice]:
    """Reply buttons, and quick replies of a template with the payload as id and title."""
    if request.get("type") == "template":
        return [
            Choice(parameter["payload"], parameter["payload"])
            for component in request["template"].get("components", [])
            if str(component.get("sub_type")).lower() == "quick_reply"
            for parameter in component.get("parameters", [])
            if "payload" in parameter
        ]
    if request.get("interactive", {}).get("type") != "button":
        return []
    buttons = request["interactive"]["action"]["buttons"]
    return [Choice(button["reply"]["id"], button["reply"]["title"]) for button in buttons]


def rows_of(request: Json) -> list[Choice]:
    if request.get("interactive", {}).get("type") != "list":
        return []
    return [
        Choice(row["id"], row["title"], row.get("description"))
        for section in request["interactive"]["action"]["sections"]
        for row in section["rows"]
    ]


def find_choice(
    received: Sequence[ReceivedT], wanted: str | int, offered: Callable[[Json], list[Choice]]
) -> tuple[ReceivedT, Choice]:
    """The newest message that offers it; raises NoSuchChoiceError."""
    for message in reversed(received):
        for position, choice in enumerate(offered(message.request)):
            if wanted in (choice.title, choice.choice_id) or wanted == position:
                return message, choice
    shown = [choice.title for message in received for choice in offered(message.request)]
    raise NoSuchChoiceError(f"{wanted!r} is not among {shown}")
