"""What can be said of an expression before anything runs: parts that never have a value, whoever the contact is."""

from collections.abc import Iterator, Mapping

from parley.workflows.expressions.syntax import Call, Chain, Literal, Node
from parley.workflows.expressions.values import to_moment, to_number, to_text

_ARITHMETIC = frozenset({"+", "-", "*", "/"})
_YES_OR_NO = frozenset({"not", "contains", "starts_with", "ends_with", "exists"})
_MOMENTS = frozenset({"now", "today", "date", "add_days", "add_hours"})
_NUMBERS = frozenset(
    {
        *("negative", "number", "round", "floor", "ceil", "abs", "min", "max", "len"),
        *("days_between", "year", "month", "day", "weekday"),
    }
)
_NOUNS = {"n": "number", "d": "date"}
# What a function wants of its values (a text, a number, a date), in their order; the last holds for all that
# follow. number() is there to see whether something is one.
_WANTS: Mapping[str, str] = {
    **dict.fromkeys(("negative", "round", "floor", "ceil", "abs", "min", "max"), "n"),
    **dict.fromkeys(("left", "right"), "tn"),
    **dict.fromkeys(("date", "days_between", "year", "month", "day", "weekday"), "d"),
    **dict.fromkeys(("add_days", "add_hours"), "dn"),
}


def list_faults(node: Node) -> Iterator[str]:
    """Why there is no value, part by part."""
    match node:
        case Chain(first=first, rest=rest):
            for part in (first, *(part for _, part in rest)):
                yield from list_faults(part)
            for at, (sign, part) in enumerate(rest):
                if sign in _ARITHMETIC:
                    # What stands on the left of a later sign is a sum by then.
                    yield from _faults_of_sum(sign, part if at else first, part)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from list_faults(argument)
            yield from _faults_of_call(node)
        case _:
            return


def _faults_of_call(call: Call) -> Iterator[str]:
    wants = _WANTS.get(call.name, "t")
    for at, argument in enumerate(call.arguments):
        want = wants[min(at, len(wants) - 1)]
        if want in _NOUNS and _is_never(argument, want):
            yield f"{call.name}: {_said(argument)} is no {_NOUNS[want]}"


def _faults_of_sum(sign: str, left: Node, right: Node) -> Iterator[str]:
    for part in dict.fromkeys((left, right)):
        if _is_never(part, "n"):
            yield f"{sign}: {_said(part)} is no number"
    if sign == "/" and isinstance(right, Literal) and to_number(right.value) == 0:
        yield "division by zero"


def _is_never(node: Node, want: str) -> bool:
    """True if it can be no number (n), or no date (d)."""
    match node:
        case Literal(value=value):
            return (to_number(value) if want == "n" else to_moment(value)) is None
        case Chain(rest=rest):
            sign = rest[-1][0]
            return sign != "&" and (sign not in _ARITHMETIC or want == "d")
        case Call():
            return _gives_never(node, want)
        case _:
            return False


def _gives_never(call: Call, want: str) -> bool:
    if call.name in ("if", "coalesce"):
        results = call.arguments[call.name == "if" :]
        return all(_is_never(part, want) for part in results)
    return call.name in _YES_OR_NO | (_MOMENTS if want == "n" else _NUMBERS)


def _said(node: Node) -> str:
    match node:
        case Literal(value=None):
            return "nothing"
        case Literal(value=value):
            return repr(to_text(value)[:40])
        case Call(name=name):
            return f"what {name}() gives"
        case _:
            return "what stands there"
