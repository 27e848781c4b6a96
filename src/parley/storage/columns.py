"""Short names for the kinds of columns that the schema is made of."""

from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    Integer,
    SmallInteger,
    Text,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB, TIMESTAMP, UUID
from sqlalchemy.types import UserDefinedType

AnyColumn = Column[Any]


class Xid8(UserDefinedType[str]):
    """A transaction's id, 64 bits wide: SQLAlchemy knows no type for it."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "xid8"


def uid(name: str, *, optional: bool = False) -> AnyColumn:
    return Column(name, UUID, nullable=optional)


def uids(name: str) -> AnyColumn:
    return Column(name, ARRAY(UUID), nullable=False, server_default="{}")


def text(name: str, *, optional: bool = False, default: str | None = None) -> AnyColumn:
    return Column(name, Text, nullable=optional, server_default=default)


def texts(name: str) -> AnyColumn:
    return Column(name, ARRAY(Text), nullable=False, server_default="{}")


def number(name: str, *, optional: bool = False, default: int | None = None) -> AnyColumn:
    given = None if default is None else str(default)
    return Column(name, Integer, nullable=optional, server_default=given)


def small(name: str) -> AnyColumn:
    return Column(name, SmallInteger, nullable=False)


def big(name: str, *, optional: bool = False) -> AnyColumn:
    return Column(name, BigInteger, nullable=optional)


def real(name: str) -> AnyColumn:
    return Column(name, Double, nullable=False)


def flag(name: str) -> AnyColumn:
    return Column(name, Boolean, nullable=False)


def moment(name: str, *, optional: bool = False) -> AnyColumn:
    return Column(name, TIMESTAMP(timezone=True), nullable=optional)


def json(name: str, *, optional: bool = False, default: str | None = None) -> AnyColumn:
    return Column(name, JSONB, nullable=optional, server_default=default)


def raw(name: str) -> AnyColumn:
    return Column(name, BYTEA, nullable=False)


def written_in(name: str) -> AnyColumn:
    """The transaction that wrote the row: the cursor of those who read what is committed."""
    return Column(name, Xid8(), nullable=False, server_default=sql("pg_current_xact_id()"))


def one_of(name: str, values: type[Enum]) -> CheckConstraint:
    """The column takes only the values of the enum."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{name} IN ({listed})", name=f"{name}_is_known")
