"""The kinds of values, and how one is taken for another."""

from datetime import date, datetime
from decimal import Context, Decimal, InvalidOperation

from parley.domain.run import VariableValue
from parley.workflows import limits
from parley.workflows.paths import Found

Value = Decimal | str | bool | date | datetime | None
# Nothing raises: what cannot be computed is NaN or infinite, and so no value.
ARITHMETIC = Context(prec=40, Emax=999, Emin=-999, traps=[])
_LONGEST_NUMBER = 60
_EXACT_IN_JSON = 2**53


def of_place(found: Found) -> Value:
    match found:
        case bool() | str() | datetime() | None:
            return found
        case int() | float():
            return _finite(_decimal(str(found)))
        case list():
            return ", ".join(found)[: limits.VARIABLE_LENGTH]


def to_number(value: Value) -> Decimal | None:
    match value:
        case bool() | None | date():
            return None
        case Decimal():
            return value
        case str():
            text = value.strip()
            return _finite(_decimal(text)) if text and len(text) <= _LONGEST_NUMBER else None


def to_moment(value: Value) -> date | datetime | None:
    """A day or a time, also from text in the ISO form."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else _time(text)
    except ValueError:
        return None


def to_text(value: Value) -> str:
    match value:
        case str():
            return value
        case Decimal():
            return written(value)
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return {None: "", True: "yes", False: "no"}[value]


def is_true(value: Value) -> bool:
    """Nothing, no, zero and empty text are not."""
    match value:
        case str():
            return bool(value.strip())
        case Decimal():
            return value != 0
        case _:
            return value is not None and value is not False


def written(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def to_variable(value: Value) -> VariableValue:
    match value:
        case Decimal():
            is_whole = value == value.to_integral_value() and abs(value) <= _EXACT_IN_JSON
            return int(value) if is_whole else float(value)
        case date():
            return to_text(value)
        case _:
            return value


def kept(number: Decimal) -> Decimal | None:
    """A result of arithmetic, if it is a number of a size that anybody needs."""
    finite = _finite(number)
    return finite if finite is not None and abs(finite) <= limits.EXPRESSION_NUMBER else None


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text, ARITHMETIC)
    except InvalidOperation:
        return Decimal("NaN")


def _finite(number: Decimal) -> Decimal | None:
    in_reach = number.is_finite() and abs(number.adjusted()) <= _LONGEST_NUMBER
    return number if in_reach else None


def _time(text: str) -> datetime | None:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo is not None else None
