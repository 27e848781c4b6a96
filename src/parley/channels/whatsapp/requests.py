"""Writes the body of a send call: text, a file, reply buttons, a list, or numbered text, as the limits allow."""

from typing import Any

from parley.channels.whatsapp import manifest
from parley.domain.channel import OutgoingMessage
from parley.domain.content import Button, Media, Prompt, Text
from parley.domain.message import ErrorClass, Failure

Json = dict[str, Any]

# What Meta calls the kinds of files that we send.
_TYPES = {"image": "image", "video": "video", "audio": "audio", "file": "document"}


def request_of(message: OutgoingMessage, *, list_button: str) -> Json | Failure:
    """The body to post, or why this can never be sent."""
    match message.content:
        case Text(body=body):
            content = _text(body)
        case Prompt(body=body, buttons=buttons):
            content = _prompt(body, buttons, list_button=list_button)
        case Media(kind=kind) as media if kind in _TYPES:
            content = _file(media)
        case other:
            kind = type(other).__name__
            return Failure(ErrorClass.CONTENT, "unsupported", f"WhatsApp sends no {kind} yet.")
    if isinstance(content, Failure):
        return content
    return _envelope(message) | content


def _envelope(message: OutgoingMessage) -> Json:
    # Where both are given the phone wins: name only the one that is meant.
    where = "to" if message.scheme == manifest.WA_ID else "recipient"
    envelope: Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        where: message.address,
        # Returned in every status: a send without an answer is recognised by it.
        "biz_opaque_callback_data": message.idempotency_key,
    }
    if message.reply_to:
        envelope["context"] = {"message_id": message.reply_to}
    return envelope


def _text(body: str) -> Json | Failure:
    if not body.strip():
        return Failure(ErrorClass.CONTENT, "empty", "A text must not be empty.")
    if len(body) > manifest.TEXT_LIMIT:
        told = f"A text of {len(body)} characters; WhatsApp takes {manifest.TEXT_LIMIT}."
        return Failure(ErrorClass.CONTENT, "too_long", told)
    return {"type": "text", "text": {"body": body, "preview_url": "://" in body}}


def _file(media: Media) -> Json | Failure:
    """Meta fetches the file from its address, and says later if it could not."""
    rule, caption = manifest.FILES[media.kind], media.caption or ""
    if not media.url:
        return Failure(ErrorClass.CONTENT, "no_address", "A file is sent by its web address.")
    if caption and not rule.takes_caption:
        told = f"WhatsApp shows no text with {media.kind}: send it as a message of its own."
        return Failure(ErrorClass.CONTENT, "no_caption", told)
    if len(caption) > manifest.CAPTION_LIMIT:
        told = f"A caption of {len(caption)} characters; WhatsApp takes {manifest.CAPTION_LIMIT}."
        return Failure(ErrorClass.CONTENT, "too_long", told)
    block: Json = {"link": media.url}
    if caption:
        block["caption"] = caption
    if media.kind == "file" and media.filename:
        block["filename"] = media.filename[: manifest.FILENAME_LIMIT]
    name = _TYPES[media.kind]
    return {"type": name, name: block}


def _prompt(body: str, buttons: tuple[Button, ...], *, list_button: str) -> Json | Failure:
    fits = body.strip() and len(body) <= manifest.INTERACTIVE_BODY_LIMIT
    if not fits or not _are_distinct(buttons):
        return _text(_numbered(body, buttons))
    if _fit_as_buttons(buttons):
        return _interactive("button", body, {"buttons": [_reply(button) for button in buttons]})
    if _fit_as_rows(buttons):
        rows = [{"id": button.id, "title": button.title} for button in buttons]
        label = list_button[: manifest.BUTTON_TITLE_LIMIT]
        return _interactive("list", body, {"button": label, "sections": [{"rows": rows}]})
    return _text(_numbered(body, buttons))


def _interactive(kind: str, body: str, action: Json) -> Json:
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": body}, "action": action},
    }


def _reply(button: Button) -> Json:
    return {"type": "reply", "reply": {"id": button.id, "title": button.title}}


def _are_distinct(buttons: tuple[Button, ...]) -> bool:
    titles = {button.title.strip() for button in buttons}
    ids = {button.id.strip() for button in buttons}
    return len(titles) == len(ids) == len(buttons) and "" not in titles | ids


def _fit_as_buttons(buttons: tuple[Button, ...]) -> bool:
    return (
        1 <= len(buttons) <= manifest.BUTTONS_MOST
        and all(len(button.title) <= manifest.BUTTON_TITLE_LIMIT for button in buttons)
        and all(len(button.id) <= manifest.BUTTON_ID_LIMIT for button in buttons)
    )


def _fit_as_rows(buttons: tuple[Button, ...]) -> bool:
    return (
        1 <= len(buttons) <= manifest.ROWS_MOST
        and all(len(button.title) <= manifest.ROW_TITLE_LIMIT for button in buttons)
        and all(len(button.id) <= manifest.ROW_ID_LIMIT for button in buttons)
    )


def _numbered(body: str, buttons: tuple[Button, ...]) -> str:
    """Answers are read by their words or by their number."""
    lines = [f"{number}. {button.title}" for number, button in enumerate(buttons, 1)]
    return "\n".join((body, "", *lines)) if lines else body
