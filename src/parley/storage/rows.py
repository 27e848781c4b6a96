"""Between frozen values and rows: the columns stand in the order of the fields."""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import compress
from operator import is_not
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from parley.storage import codec

S = TypeVar("S", bound=Struct)
Row = tuple[Any, ...]


class RowCodec(Generic[S]):
    """Reads and writes one kind of value. JSON columns are decoded to their field's type, enums and tuples
    restored; everything else passes as it is.
    """

    def __init__(self, struct: type[S], table: Table, *, extra: Sequence[str] = ()) -> None:
        self.struct = struct
        self.table = table
        self.columns = [*struct.__struct_fields__, *extra]
        names = [column.name for column in table.columns][: len(self.columns)]
        if names != self.columns:
            message = f"{table.name} and {struct.__name__} differ: {names} / {self.columns}"
            raise TypeError(message)
        hints = get_type_hints(struct)
        self._readers: list[tuple[int, Callable[[Any], Any]]] = []
        self._json: list[int] = []
        for index, name in enumerate(struct.__struct_fields__):
            if isinstance(table.columns[name].type, JSONB):
                self._json.append(index)
                self._readers.append((index, codec.decoder(hints[name]).decode))
            elif (reader := _reader(hints[name])) is not None:
                self._readers.append((index, reader))
        self._arrays = [
            i for i, name in enumerate(self.columns) if isinstance(table.columns[name].type, ARRAY)
        ]

    def read(self, record: Sequence[Any]) -> S:
        values = list(record)
        for index, convert in self._readers:
            value = values[index]
            if value is not None:
                values[index] = convert(value)
        return self.struct(*values)

    def write(self, value: S) -> Row:
        """As COPY takes it."""
        row = list(astuple(value))
        for index in self._json:
            if row[index] is not None:
                row[index] = codec.encode(row[index])
        return tuple(row)

    def differing(self, pairs: Iterable[tuple[S, S]]) -> tuple[str, ...]:
        """The columns in which any pair differs, by identity: what an action left alone is the same object."""
        found: set[str] = set()
        for before, now in pairs:
            found.update(compress(self.columns, map(is_not, astuple(before), astuple(now))))
        return tuple(name for name in self.columns if name in found)

    def arrays(self, values: Iterable[S], names: Sequence[str]) -> list[Sequence[Any]]:
        """Column by column, as `unnest` takes it; an array column travels as its text."""
        columns = list(zip(*map(astuple, values), strict=True))
        return [self._array(columns[index], index) for index in map(self.columns.index, names)]

    def _array(self, column: Sequence[Any], index: int) -> Sequence[Any]:
        if index in self._json:
            return [None if value is None else codec.encode(value) for value in column]
        if index in self._arrays:
            return [array_text(items) for items in column]
        return column


def array_text(items: Iterable[object]) -> str:
    """Only for ids, whose text needs no escaping."""
    return "{" + ",".join(str(item) for item in items) + "}"


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        known = [arg for arg in get_args(hint) if arg is not type(None)]
        return _reader(known[0]) if len(known) == 1 else None
    if origin is tuple:
        return tuple
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    return None
