"""Between frozen values and rows: the columns stand in the order of the fields."""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import repeat
from operator import is_, is_not, ne
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from parley.storage import codec, id_arrays
from parley.storage.statements import WORKSPACE

S = TypeVar("S", bound=Struct)
Row = tuple[Any, ...]
MANY_ROWS = 20


class Changes(Struct, frozen=True):
    """The columns in which any of the rows differs. `arguments`: the arrays of the keys and of the varied, then the
    values of the shared.
    """

    varied: Sequence[str]
    shared: Sequence[str]
    arguments: Sequence[Any]


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
        # Where they stand, and whether they may be None.
        self._json: dict[int, bool] = {}
        for index, name in enumerate(struct.__struct_fields__):
            if isinstance(table.columns[name].type, JSONB):
                self._json[index] = bool(table.columns[name].nullable)
                self._readers.append((index, codec.decoder(hints[name]).decode))
            elif (reader := _reader(hints[name])) is not None:
                self._readers.append((index, reader))
        # All rows share their workspace, which travels alone.
        self._ids = {
            i
            for i, name in enumerate(self.columns)
            if name != WORKSPACE and isinstance(table.columns[name].type, UUID)
        }
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

    def read_all(self, records: Iterable[Sequence[Any]]) -> list[S]:
        columns: list[Sequence[Any]] = list(zip(*records, strict=True))
        for index, convert in self._readers if columns else ():
            columns[index] = [
                value if value is None else convert(value) for value in columns[index]
            ]
        return list(map(self.struct, *columns)) if columns else []

    def write(self, value: S) -> Row:
        row = list(astuple(value))
        for index in self._json:
            if row[index] is not None:
                row[index] = codec.encode(row[index])
        return tuple(row)

    def rows(self, values: Iterable[S]) -> Iterable[Row]:
        """As COPY takes them. Column by column: a loop over rows costs more than the encoding."""
        if not self._json:
            return map(astuple, values)
        columns: list[Sequence[Any]] = list(zip(*map(astuple, values), strict=True))
        for index in self._json:
            columns[index] = self._encoded(columns[index], index)
        return zip(*columns, strict=True)

    def changes(
        self, changed: Sequence[tuple[S, S]], keys: Sequence[str], *, without: Sequence[str]
    ) -> Changes:
        were, are = (
            list(zip(*map(astuple, values), strict=True)) for values in zip(*changed, strict=True)
        )
        left_out = (*keys, *without)
        shared: list[str] = []
        varied: list[str] = []
        for index, name in enumerate(self.columns):
            if name not in left_out and self._differs(index, were[index], are[index]):
                (shared if _is_one_value(are[index]) else varied).append(name)
        arrays = self._arrays_of(are, (*keys, *varied))
        places = map(self.columns.index, shared)
        ones = [self._array(are[index][:1], index)[0] for index in places]
        return Changes(varied, shared, [*arrays, *ones])

    def _differs(self, index: int, were: Sequence[Any], are: Sequence[Any]) -> bool:
        """What an action left alone is the same object. Of JSON that must do: there 1 equals true."""
        if not any(map(is_not, were, are)):
            return False
        return index in self._json or any(map(ne, were, are))

    def arrays(self, values: Iterable[S], names: Sequence[str]) -> list[Sequence[Any]]:
        """Column by column, as `unnest` takes it; an array column travels as its text."""
        return self._arrays_of(list(zip(*map(astuple, values), strict=True)), names)

    def _arrays_of(
        self, columns: Sequence[Sequence[Any]], names: Sequence[str]
    ) -> list[Sequence[Any]]:
        places = map(self.columns.index, names)
        return [
            id_arrays.encode(columns[index])
            if index in self._ids
            else self._array(columns[index], index)
            for index in places
        ]

    def _array(self, column: Sequence[Any], index: int) -> Sequence[Any]:
        if index in self._json:
            return self._encoded(column, index)
        if index in self._arrays:
            return [array_text(items) for items in column]
        return column

    def _encoded(self, column: Sequence[Any], index: int) -> Sequence[Any]:
        if self._json[index]:
            return [None if value is None else codec.encode(value) for value in column]
        return list(map(codec.encode, column))


def _is_one_value(column: Sequence[Any]) -> bool:
    """Of few rows an array costs nothing, but each way to share would be a statement of its own to prepare."""
    return len(column) >= MANY_ROWS and all(map(is_, column, repeat(column[0])))


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
