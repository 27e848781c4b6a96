"""Keyset pages: opaque cursors that name the last row seen, never an offset."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from fastapi import Query
from pydantic import BaseModel

from parley.api.limits import PAGE_SIZE, PAGE_SIZE_MAX
from parley.domain.errors import Invalid

T = TypeVar("T")
R = TypeVar("R")
CursorValue = str | int | datetime | None
CURSOR_LENGTH = 400

Limit = Annotated[int, Query(ge=1, le=PAGE_SIZE_MAX, description="Rows on a page.")]
After = Annotated[
    str | None,
    Query(max_length=CURSOR_LENGTH, description="The `next` of the page before."),
]


class Page(BaseModel, Generic[T]):
    """`next` is None on the last page."""

    items: list[T]
    next: str | None = None


class PageQuery:
    """A dependency: `page: Annotated[PageQuery, Depends()]`. Ask storage for `limit + 1` rows."""

    def __init__(self, limit: Limit = PAGE_SIZE, after: After = None) -> None:
        self.limit = limit
        self.after = after

    def key(self, *kinds: type[Any]) -> tuple[Any, ...] | None:
        """The key of the last row seen, or None for the first page. Raises Invalid for a made-up cursor."""
        return decode_cursor(self.after, *kinds) if self.after else None

    def cut(
        self, rows: Sequence[R], *, key: Callable[[R], Sequence[Any]]
    ) -> tuple[Sequence[R], str | None]:
        """The rows of this page, and the cursor of the next if there is one more row than asked for."""
        if len(rows) <= self.limit:
            return rows, None
        shown = rows[: self.limit]
        return shown, encode_cursor(*key(shown[-1]))


def encode_cursor(*values: object) -> str:
    packed = msgspec.json.encode([str(v) if _is_id(v) else v for v in values])
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode_cursor(cursor: str, *kinds: type[Any]) -> tuple[Any, ...]:
    """The values again, each of its kind; Invalid if the cursor is not one of ours."""
    refused = Invalid("The cursor is not one of this list's.", field="query.after")
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        packed = base64.b64decode(padded, altchars=b"-_", validate=True)
        values: tuple[Any, ...] = msgspec.json.decode(packed, type=tuple[kinds])
    except (ValueError, binascii.Error, UnicodeEncodeError, msgspec.MsgspecError) as error:
        raise refused from error
    if any(isinstance(value, datetime) and value.tzinfo is None for value in values):
        raise refused
    return values


def _is_id(value: object) -> bool:
    return not isinstance(value, str | int | float | datetime | type(None))
