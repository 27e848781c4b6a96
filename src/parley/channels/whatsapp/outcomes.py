"""What became of a send: the provider's answer, or its silence, as one of four outcomes."""

from http import HTTPStatus

import msgspec
from msgspec import Struct

from parley.channels.whatsapp.contents import error_text
from parley.channels.whatsapp.errors import CLASS_OF_CODE, MEDIA_TROUBLE, PAIR_LIMIT
from parley.channels.whatsapp.payloads import ErrorBlock
from parley.domain.channel import (
    HttpReply,
    NoAnswer,
    Rejected,
    SendOutcome,
    Sent,
    Unavailable,
    Unknown,
)
from parley.domain.cleaning import clean_key, clean_text
from parley.domain.message import ErrorClass, Failure

LONGEST_WAIT_SECONDS = 86_400.0
LONGEST_PAIR_WAIT_SECONDS = 4096.0
PAIR_WAIT_BASE = 4.0


class AcceptedBlock(Struct):
    id: str


class Answer(Struct):
    messages: list[AcceptedBlock] = []
    error: ErrorBlock | None = None


_DECODER = msgspec.json.Decoder(Answer, strict=False)

# A gateway that says these may have passed the request on before it lost the answer.
_GATEWAY_DOUBTS = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})


def outcome_of(reply: HttpReply, *, attempt: int) -> SendOutcome:
    answer = _read(reply.body)
    if answer is not None and answer.error is not None:
        return _refused(answer.error, reply, attempt=attempt)
    if reply.status < HTTPStatus.MULTIPLE_CHOICES:
        if answer is not None and answer.messages and answer.messages[0].id:
            return Sent(clean_key(answer.messages[0].id))
        return Unknown(f"HTTP {reply.status} without a message id.")
    if reply.status in _GATEWAY_DOUBTS:
        return Unknown(f"HTTP {reply.status} from a gateway: WhatsApp may have taken the message.")
    return _by_class(_class_of_status(reply.status), f"HTTP {reply.status}", "", reply)


def outcome_of_silence(error: NoAnswer) -> SendOutcome:
    if error.may_have_arrived:
        return Unknown(error.reason)
    return Unavailable(Failure(ErrorClass.RETRY, "no_connection", error.reason))


def _refused(error: ErrorBlock, reply: HttpReply, *, attempt: int) -> SendOutcome:
    error_class = CLASS_OF_CODE.get(error.code) or _class_of_status(reply.status)
    code = str(error.code) if error.code >= 0 else f"HTTP {reply.status}"
    if error.code in MEDIA_TROUBLE and attempt > 1:
        error_class = ErrorClass.CONTENT
    outcome = _by_class(error_class, code, error_text([error]), reply)
    if error.code == PAIR_LIMIT and isinstance(outcome, Unavailable):
        wait = min(PAIR_WAIT_BASE ** min(attempt, 10), LONGEST_PAIR_WAIT_SECONDS)
        return Unavailable(outcome.failure, retry_after=max(wait, outcome.retry_after or 0))
    return outcome


def _by_class(error_class: ErrorClass, code: str, text: str, reply: HttpReply) -> SendOutcome:
    failure = Failure(error_class, code, clean_text(text))
    match error_class:
        case ErrorClass.RETRY | ErrorClass.RATE:
            return Unavailable(failure, retry_after=_retry_after(reply))
        case ErrorClass.ACCOUNT:
            return Unavailable(failure, pauses_channel=True)
        case _:
            return Rejected(failure)


def _class_of_status(status: int) -> ErrorClass:
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return ErrorClass.RATE
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return ErrorClass.ACCOUNT
        case HTTPStatus.REQUEST_TIMEOUT:
            return ErrorClass.RETRY
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return ErrorClass.RETRY
        case _:
            return ErrorClass.CONTENT


def _retry_after(reply: HttpReply) -> float | None:
    given = next((v for name, v in reply.headers.items() if name.lower() == "retry-after"), "")
    return min(float(given), LONGEST_WAIT_SECONDS) if given.isdecimal() else None


def _read(body: bytes) -> Answer | None:
    try:
        return _DECODER.decode(body)
    except (ValueError, RecursionError):
        return None
