"""Writes the call to the integration's server, and reads what became of it."""

from http import HTTPStatus
from typing import Any

import msgspec
from msgspec import Struct

from parley.channels.custom import manifest
from parley.domain.channel import (
    Channel,
    HttpReply,
    NoAnswer,
    OutgoingMessage,
    Rejected,
    SendOutcome,
    Sent,
    Unavailable,
    Unknown,
)
from parley.domain.cleaning import clean_key, clean_text
from parley.domain.content import Button, Media, Prompt, Text
from parley.domain.message import ErrorClass, Failure

Json = dict[str, Any]

LONGEST_WAIT_SECONDS = 86_400.0
ERROR_TEXT_LIMIT = 500


class ErrorBlock(Struct):
    message: str = ""


class Answer(Struct, rename={"message_id": "mId"}):
    message_id: str | int | None = None
    error: ErrorBlock | str | None = None


_FLEETING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY})
_DECODER = msgspec.json.Decoder(Answer)


def request_of(message: OutgoingMessage, *, channel: Channel) -> Json | Failure:
    """The body to post, or why this can never be sent."""
    match message.content:
        case Text(body=body):
            content = _text(body)
        case Prompt(body=body, buttons=buttons):
            content = _prompt(body, buttons)
        case Media(kind=kind) as media if kind in manifest.MANIFEST.files:
            content = _attachment(media)
        case other:
            kind = type(other).__name__
            return Failure(ErrorClass.CONTENT, "unsupported", f"A custom channel sends no {kind}.")
    if isinstance(content, Failure):
        return content
    if message.reply_to:
        content["replyTo"] = message.reply_to
    return {"channelId": channel.external_id, "contactId": message.address, "message": content}


def outcome_of(reply: HttpReply, *, attempt: int) -> SendOutcome:
    answer = _read(reply.body)
    text = _error_text(answer)
    code = f"HTTP {reply.status}"
    match reply.status:
        case status if status < HTTPStatus.MULTIPLE_CHOICES:
            return _accepted(answer, status)
        case HTTPStatus.GONE | HTTPStatus.UNAUTHORIZED:
            told = text or "The server wants no more messages, or refuses the token."
            return Unavailable(Failure(ErrorClass.ACCOUNT, code, told), pauses_channel=True)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return _later(Failure(ErrorClass.RATE, code, text), attempt, _retry_after(reply))
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _FLEETING:
            return _later(Failure(ErrorClass.RETRY, code, text), attempt, _retry_after(reply))
        case _:
            return Rejected(Failure(ErrorClass.PERMANENT, code, text))


def outcome_of_silence(error: NoAnswer, *, attempt: int) -> SendOutcome:
    """Even if the request has left: the Idempotency-Key makes the next try safe, as the contract says."""
    return _later(Failure(ErrorClass.RETRY, "no_answer", error.reason), attempt, None)


def _text(body: str) -> Json | Failure:
    if not body.strip():
        return Failure(ErrorClass.CONTENT, "empty", "A text must not be empty.")
    if len(body) > manifest.TEXT_LIMIT:
        told = f"A text of {len(body)} characters; a custom channel takes {manifest.TEXT_LIMIT}."
        return Failure(ErrorClass.CONTENT, "too_long", told)
    return {"type": "text", "text": body}


def _prompt(body: str, buttons: tuple[Button, ...]) -> Json | Failure:
    checked = _text(body)
    if isinstance(checked, Failure):
        return checked
    if not _fit(buttons):
        lines = (f"{number}. {button.title}" for number, button in enumerate(buttons, 1))
        return _text("\n".join((body, "", *lines)))
    return {
        "type": "quick_reply",
        "title": body,
        "replies": [button.title for button in buttons],
        # Beyond the shape that older servers know: what to send back as `payload`.
        "payloads": [button.id for button in buttons],
    }


def _attachment(media: Media) -> Json | Failure:
    caption = media.caption or ""
    if not media.url:
        return Failure(ErrorClass.CONTENT, "no_address", "A file is sent by its web address.")
    if len(caption) > manifest.TEXT_LIMIT:
        told = (
            f"A caption of {len(caption)} characters; a custom channel takes {manifest.TEXT_LIMIT}."
        )
        return Failure(ErrorClass.CONTENT, "too_long", told)
    attachment = {"type": media.kind, "url": media.url}
    given = {"mimeType": media.mime, "fileName": media.filename, "description": caption}
    attachment |= {name: value for name, value in given.items() if value}
    return {"type": "attachment", "attachment": attachment}


def _fit(buttons: tuple[Button, ...]) -> bool:
    return 1 <= len(buttons) <= manifest.BUTTONS_MOST and all(
        len(button.title) <= manifest.BUTTON_TITLE_LIMIT for button in buttons
    )


def _accepted(answer: Answer | None, status: int) -> SendOutcome:
    key = "" if answer is None or answer.message_id is None else clean_key(str(answer.message_id))
    return Sent(key) if key else Unknown(f"HTTP {status} without an mId.")


def _later(failure: Failure, attempt: int, asked: float | None) -> SendOutcome:
    ladder = manifest.RETRY_LADDER_SECONDS
    if attempt > len(ladder):
        return Rejected(
            Failure(ErrorClass.PERMANENT, failure.code, f"Given up after {attempt} tries.")
        )
    return Unavailable(failure, retry_after=max(ladder[max(attempt, 1) - 1], asked or 0))


def _retry_after(reply: HttpReply) -> float | None:
    given = next((v for name, v in reply.headers.items() if name.lower() == "retry-after"), "")
    return min(float(given), LONGEST_WAIT_SECONDS) if given.isdecimal() else None


def _error_text(answer: Answer | None) -> str:
    error = answer.error if answer is not None else None
    told = error.message if isinstance(error, ErrorBlock) else error or ""
    return clean_text(told)[:ERROR_TEXT_LIMIT]


def _read(body: bytes) -> Answer | None:
    try:
        return _DECODER.decode(body)
    except (ValueError, RecursionError):
        return None
