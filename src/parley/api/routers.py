"""What every route below /api/v1 is made with."""

from typing import Any

from fastapi import APIRouter

from parley.api.idempotency import RepeatableRoute

API = "/api/v1"
PROBLEM = {
    "description": "A problem (RFC 9457); `code` says which.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PROBLEMS: dict[int | str, dict[str, Any]] = {"4XX": PROBLEM, "503": PROBLEM}


def make_router(tag: str, *, repeatable: bool = True) -> APIRouter:
    """A router below /api/v1. `repeatable` False for answers that hold a secret: they are never kept."""
    if repeatable:
        return APIRouter(prefix=API, tags=[tag], responses=PROBLEMS, route_class=RepeatableRoute)
    return APIRouter(prefix=API, tags=[tag], responses=PROBLEMS)
