"""The list of all routes of the API, in the order of the reference."""

from collections.abc import Sequence

from fastapi import APIRouter

from parley.api import session, users, workspace


def all_routers() -> Sequence[APIRouter]:
    return (session.router, workspace.router, users.router)
