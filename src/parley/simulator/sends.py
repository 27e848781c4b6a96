"""Judges the body of a send call as the provider does; pure."""

import re
from collections.abc import Callable
from typing import Any, cast

from msgspec import Struct

from parley.simulator import interactive
from parley.simulator.errors import GraphError, Json
from parley.simulator.shapes import PARAMETER_INVALID, choose_text, invalid, need, need_object

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_OPAQUE = 512
MAX_TEMPLATE_NAME = 512
_USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_PHONE = re.compile(r"\+?[0-9]{5,20}")
_MEDIA_KINDS = ("image", "document", "audio", "video", "sticker")
_WITH_CAPTION = ("image", "document", "video")


class Send(Struct, frozen=True):
    """A send that may be accepted; at least one of `wa_id` and `user_id` is given."""

    wa_id: str | None
    user_id: str | None
    kind: str
    opaque: str | None
    media_id: str | None
    link: str | None
    request: Json

    @property
    def given_address(self) -> str:
        """What the caller wrote, for the answer's `input`."""
        return str(self.request.get("to") or self.request.get("recipient"))


class ReadMark(Struct, frozen=True):
    """The business has read a message, and maybe types an answer."""

    message_id: str
    typing: bool


def parse_call(body: Any) -> Send | ReadMark:
    """Raises GraphError with the provider's code when the body would be refused."""
    if not isinstance(body, dict):
        raise GraphError(PARAMETER_INVALID, "The request body must be a JSON object.")
    call = cast("Json", body)
    if call.get("messaging_product") != "whatsapp":
        raise GraphError(PARAMETER_INVALID, "Param messaging_product must be one of {WHATSAPP}.")
    if "status" in call:
        return _parse_read(call)
    return _parse_send(call)


def _parse_read(call: Json) -> ReadMark:
    if call["status"] != "read":
        raise GraphError(PARAMETER_INVALID, "Param status must be one of {READ}.")
    message_id = choose_text(call, "message_id", limit=1024)
    if not message_id.startswith("wamid."):
        raise invalid("message_id is not the id of a message.")
    typing = call.get("typing_indicator")
    if typing is not None and typing != {"type": "text"}:
        raise invalid("typing_indicator.type must be text.")
    return ReadMark(message_id, typing=typing is not None)


def _parse_send(call: Json) -> Send:
    wa_id, user_id = _addresses(call)
    if call.get("recipient_type", "individual") != "individual":
        raise GraphError(PARAMETER_INVALID, "Param recipient_type must be one of {INDIVIDUAL}.")
    kind = str(call.get("type", "text"))
    check = _CHECKS.get(kind)
    if check is None:
        known = ", ".join(sorted(_CHECKS)).upper()
        raise GraphError(PARAMETER_INVALID, f"Param type must be one of {{{known}}}.")
    check(need(call, kind))
    if kind in _MEDIA_KINDS:
        _check_members(kind, call[kind])
    if "context" in call:
        choose_text(need_object(call, "context"), "message_id", limit=1024)
    media: Json = call[kind] if kind in _MEDIA_KINDS else {}
    return Send(wa_id, user_id, kind, _opaque(call), media.get("id"), media.get("link"), call)


def _addresses(call: Json) -> tuple[str | None, str | None]:
    to, recipient = call.get("to"), call.get("recipient")
    if not to and not recipient:
        raise GraphError(131008, "One of the parameters to and recipient is required.")
    wa_id = user_id = None
    if to:
        compact = re.sub(r"[\s()-]", "", str(to))
        if not _PHONE.fullmatch(compact):
            raise invalid("to is not a phone number in international form.")
        wa_id = compact.lstrip("+")
    if recipient:
        if not _USER_ID.fullmatch(str(recipient)):
            raise invalid("recipient is not a business-scoped user id.")
        user_id = str(recipient)
    return wa_id, user_id


def _opaque(call: Json) -> str | None:
    if "biz_opaque_callback_data" not in call:
        return None
    return choose_text(call, "biz_opaque_callback_data", limit=MAX_OPAQUE)


def _check_text(text: Any) -> None:
    if not isinstance(text, dict):
        raise invalid("text must be an object.")
    body = need(cast("Json", text), "body")
    if not isinstance(body, str) or not body.strip():
        raise GraphError(PARAMETER_INVALID, "Param text['body'] must not be empty.")
    if len(body) > MAX_TEXT:
        raise GraphError(
            PARAMETER_INVALID, f"Param text['body'] must be at most {MAX_TEXT} characters long."
        )


def _check_media(media: Any) -> None:
    if not isinstance(media, dict):
        raise invalid("The media must be an object.")
    given = cast("Json", media)
    if ("id" in given) == ("link" in given):
        raise invalid("Exactly one of id and link must be given.")
    if "id" in given:
        choose_text(given, "id", limit=512)
    elif not re.match(r"https?://", str(given["link"])):
        raise invalid("link must begin with http:// or https://.")
    if "caption" in given:
        choose_text(given, "caption", limit=MAX_CAPTION)


def _check_members(kind: str, media: Json) -> None:
    """A caption stands with three kinds, a name of a file with one."""
    if "caption" in media and kind not in _WITH_CAPTION:
        raise GraphError(PARAMETER_INVALID, f"Unexpected key 'caption' on param '{kind}'.")
    if "filename" in media and kind != "document":
        raise GraphError(PARAMETER_INVALID, f"Unexpected key 'filename' on param '{kind}'.")


def _check_reaction(reaction: Any) -> None:
    if not isinstance(reaction, dict):
        raise invalid("reaction must be an object.")
    choose_text(cast("Json", reaction), "message_id", limit=1024)
    if not isinstance(need(cast("Json", reaction), "emoji"), str):
        raise invalid("emoji must be a text; an empty one removes the reaction.")


def _check_location(location: Any) -> None:
    if not isinstance(location, dict):
        raise invalid("location must be an object.")
    place = cast("Json", location)
    for name, limit in (("latitude", 90.0), ("longitude", 180.0)):
        try:
            value = float(need(place, name))
        except (TypeError, ValueError) as error:
            raise invalid(f"{name} must be a number.") from error
        if not -limit <= value <= limit:
            raise invalid(f"{name} is out of range.")


def _check_contacts(contacts: Any) -> None:
    if not isinstance(contacts, list) or not contacts:
        raise invalid("contacts must be a list with at least one member.")
    for card in cast("list[Any]", contacts):
        if not isinstance(card, dict):
            raise invalid("A contact must be an object.")
        name = need_object(cast("Json", card), "name")
        choose_text(name, "formatted_name", limit=1024)


def _check_template(template: Any) -> None:
    if not isinstance(template, dict):
        raise invalid("template must be an object.")
    given = cast("Json", template)
    choose_text(given, "name", limit=MAX_TEMPLATE_NAME)
    choose_text(need_object(given, "language"), "code", limit=32)
    if not isinstance(given.get("components", []), list):
        raise invalid("template.components must be a list.")


_CHECKS: dict[str, Callable[[Any], None]] = {
    "text": _check_text,
    "reaction": _check_reaction,
    "location": _check_location,
    "contacts": _check_contacts,
    "template": _check_template,
    "interactive": interactive.check,
    **dict.fromkeys(_MEDIA_KINDS, _check_media),
}
