"""News about the number, the account and its templates: for admins, not for a conversation."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from parley.channels.whatsapp.contents import error_text
from parley.channels.whatsapp.errors import CLASS_OF_CODE
from parley.channels.whatsapp.payloads import ErrorBlock
from parley.channels.whatsapp.reading import read_loosely
from parley.domain.channel import AccountUpdate, Ignored
from parley.domain.cleaning import clean_key
from parley.domain.message import ErrorClass

# Nothing can be sent after these until a person looks.
PAUSING_EVENTS = frozenset({"ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED"})
PAUSING_BAN_STATES = frozenset({"DISABLE"})

News = Mapping[str, Any]


def of(
    raw: bytes, *, field: str, channel: str, errors: Sequence[ErrorBlock] | None
) -> AccountUpdate | Ignored:
    """What a change without messages says; fields that we do not know are kept raw and counted."""
    if errors and field == "messages":
        return AccountUpdate(channel, "error", error_text([*errors]), pauses=_is_account(errors))
    describe = _DESCRIPTIONS.get(field)
    if describe is None:
        return Ignored(channel, clean_key(field), "No event that Parley knows.")
    value = read_loosely(raw)
    event = _word(value, "event")
    subtype = clean_key(f"{field}:{event}" if event else field)
    return AccountUpdate(channel, subtype, describe(value), pauses=_pauses(value, event))


def _is_account(errors: Sequence[ErrorBlock]) -> bool:
    return any(CLASS_OF_CODE.get(error.code) is ErrorClass.ACCOUNT for error in errors)


def _pauses(value: News, event: str) -> bool:
    ban: object = value.get("ban_info")
    is_banned = (
        isinstance(ban, dict) and _word(cast("News", ban), "waba_ban_state") in PAUSING_BAN_STATES
    )
    return is_banned or event in PAUSING_EVENTS


def _account(value: News) -> str:
    return _listed(value, "event", "ban_info", "violation_info", "restriction_info", "decision")


def _quality(value: News) -> str:
    return _listed(value, "display_phone_number", "event", "current_limit", "old_limit")


def _name(value: News) -> str:
    return _listed(
        value, "display_phone_number", "decision", "requested_verified_name", "rejection_reason"
    )


def _template(value: News) -> str:
    return _listed(
        value,
        "message_template_name",
        "message_template_language",
        "event",
        "reason",
        "rejection_info",
        "previous_category",
        "new_category",
        "previous_quality_score",
        "new_quality_score",
    )


def _username(value: News) -> str:
    return _listed(value, "display_phone_number", "username", "status")


_DESCRIPTIONS: Mapping[str, Callable[[News], str]] = {
    "account_update": _account,
    "account_alerts": _account,
    "account_review_update": _account,
    "business_capability_update": _account,
    "business_username_update": _username,
    "message_template_components_update": _template,
    "message_template_quality_update": _template,
    "message_template_status_update": _template,
    "phone_number_name_update": _name,
    "phone_number_quality_update": _quality,
    "template_category_update": _template,
}


def _listed(value: News, *names: str) -> str:
    told = ((name, _words(value.get(name))) for name in names)
    return "; ".join(f"{name.replace('_', ' ')}: {words}" for name, words in told if words)


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case dict():
            parts = cast("News", value)
            return ", ".join(f"{name}: {_words(part)}" for name, part in parts.items())
        case list():
            return ", ".join(_words(part) for part in cast("list[object]", value))
        case _:
            return str(value)


def _word(value: News, name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
