"""What an expression is made of, once it has been read."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct


class Literal(Struct, frozen=True):
    value: Decimal | str | bool | None


class Path(Struct, frozen=True):
    """A place, as texts read it: `contact.fields.budget`, `var.total`."""

    path: str


class Call(Struct, frozen=True):
    """A function of the table; `not` and the minus sign are functions, too."""

    name: str
    arguments: tuple["Node", ...]


class Chain(Struct, frozen=True):
    """Operators of one rank from left to right. Kept flat, so that a long sum is not a deep one."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


Node = Literal | Path | Call | Chain


def list_paths(node: Node) -> Iterator[str]:
    match node:
        case Path(path=path):
            yield path
        case Call(arguments=arguments):
            for argument in arguments:
                yield from list_paths(argument)
        case Chain(first=first, rest=rest):
            yield from list_paths(first)
            for _, part in rest:
                yield from list_paths(part)
        case _:
            return
