"""Whether a value fits a field, and what it is stored as."""

from collections.abc import Callable
from datetime import date, time
from math import isfinite
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)

from parley.domain.contact import STANDARD_FIELDS, Field, FieldScope, FieldType, FieldValue
from parley.domain.errors import Invalid, LimitExceeded, NotFound
from parley.domain.workspace import Reference

VALUE_LENGTH = 4096

STANDARD_TYPES = {
    "phone": FieldType.PHONE,
    "email": FieldType.EMAIL,
}


def check_field_value(
    reference: Reference, scope: FieldScope, slug: str, value: FieldValue
) -> FieldValue:
    """The value as it is stored; None clears. Raises NotFound for an unknown field, Invalid with the
    field's name, LimitExceeded beyond 4,096 characters.
    """
    if scope is FieldScope.CONTACT and slug in STANDARD_FIELDS:
        return _check_standard(reference, slug, value)
    field = reference.fields.get((scope, slug))
    if field is None:
        message = f"There is no {scope} field {slug!r}."
        raise NotFound(message, field=slug)
    if value is None or value == "":
        return None
    return _check(field.type, field, value, reference)


def _check_standard(reference: Reference, slug: str, value: FieldValue) -> FieldValue:
    if value is None or value == "":
        if slug == "display_name":
            message = "A contact needs a display name."
            raise Invalid(message, field=slug)
        return None
    field = Field(reference.workspace_id, FieldScope.CONTACT, slug, slug, FieldType.TEXT)
    return _check(STANDARD_TYPES.get(slug, FieldType.TEXT), field, value, reference)


def _check(kind: FieldType, field: Field, value: FieldValue, reference: Reference) -> FieldValue:
    if isinstance(value, str) and len(value) > VALUE_LENGTH:
        message = f"{field.name} takes at most {VALUE_LENGTH} characters."
        raise LimitExceeded(message, field=field.slug, limit=VALUE_LENGTH)
    try:
        return CHECKS[kind](field, value, reference)
    except ValueError as error:
        message = f"{field.name}: {error}"
        raise Invalid(message, field=field.slug) from error


def _text(_: Field, value: FieldValue, __: Reference) -> FieldValue:
    return str(value)


def _number(_: Field, value: FieldValue, __: Reference) -> FieldValue:
    try:
        number = float("nan" if isinstance(value, bool | list) else value or "nan")
    except (ValueError, OverflowError):
        number = float("nan")
    if not isfinite(number):
        raise ValueError("not a number")
    return int(number) if number.is_integer() else number


def _checkbox(_: Field, value: FieldValue, __: Reference) -> FieldValue:
    if isinstance(value, bool):
        return value
    if str(value).casefold() in ("true", "yes", "1"):
        return True
    if str(value).casefold() in ("false", "no", "0"):
        return False
    message = "neither yes nor no"
    raise ValueError(message)


def _date(_: Field, value: FieldValue, __: Reference) -> FieldValue:
    return date.fromisoformat(str(value)).isoformat()


def _time(_: Field, value: FieldValue, __: Reference) -> FieldValue:
    return time.fromisoformat(str(value)).isoformat("minutes")


def _email(_: Field, value: FieldValue, __: Reference) -> FieldValue:
    try:
        found = validate_email(str(value), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        message = "not an e-mail address"
        raise ValueError(message) from error
    # No provider tells capitals apart, and people do not remember which they wrote.
    return found.normalized.lower()


def _phone(_: Field, value: FieldValue, reference: Reference) -> FieldValue:
    try:
        number = parse(str(value), reference.settings.country or None)
    except NumberParseException as error:
        message = "not a phone number; write it with + and the country code"
        raise ValueError(message) from error
    if not is_possible_number(number):
        message = "not a phone number; write it with + and the country code"
        raise ValueError(message)
    return format_number(number, PhoneNumberFormat.E164)


def _url(_: Field, value: FieldValue, __: Reference) -> FieldValue:
    parts = urlsplit(str(value))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = "not a web address; it begins with https://"
        raise ValueError(message)
    return str(value)


def _list(field: Field, value: FieldValue, _: Reference) -> FieldValue:
    if str(value) not in field.options:
        message = "choose one of " + ", ".join(field.options)
        raise ValueError(message)
    return str(value)


CHECKS: dict[FieldType, Callable[[Field, FieldValue, Reference], FieldValue]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.CHECKBOX: _checkbox,
    FieldType.DATE: _date,
    FieldType.TIME: _time,
    FieldType.EMAIL: _email,
    FieldType.PHONE: _phone,
    FieldType.URL: _url,
    FieldType.LIST: _list,
}
