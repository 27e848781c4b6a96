"""Makes the API and the web app: one ASGI application, complete with its description."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from parley.api import problem
from parley.api.deps import Deps
from parley.api.docs_page import STYLE, docs_page
from parley.api.middleware import API_PREFIX, Border
from parley.api.routers import API
from parley.api.routes import all_routers
from parley.api.web_app import WebApp
from parley.domain.errors import NotFound

TITLE = "Parley API"
VERSION = "1"
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


class _Rest(Route):
    """Whatever no other route takes. Below /api/ there is nothing, by whichever method."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(API_PREFIX):
            await problem.problem(NotFound())(scope, receive, send)
        else:
            await super().handle(scope, receive, send)


def make_app(deps: Deps, *, more_routers: Sequence[APIRouter] = ()) -> FastAPI:
    """`more_routers` are those that only some servers have, as the test clock's."""
    app = make_described_app(more_routers=more_routers)
    app.state.deps = deps
    app.add_middleware(Border, deps=deps)
    app.router.routes.append(
        _Rest("/{path:path}", WebApp(deps.ui_directory).answer, methods=["GET", "HEAD"])
    )
    return app


def make_described_app(*, more_routers: Sequence[APIRouter] = ()) -> FastAPI:
    """All routes without what they work with: enough to describe the API."""
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redirect_slashes=False,
    )
    problem.install(app)
    for router in (*all_routers(), *more_routers):
        app.include_router(router)
    app.openapi = lambda: _describe(app)
    _add_docs(app)
    return app


def _describe(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        found = get_openapi(
            title=TITLE,
            version=VERSION,
            openapi_version="3.1.0",
            routes=app.routes,
            description="Everything that the web app does, for programs. Errors are RFC 9457 problems.",
        )
        schemas = found.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = PROBLEM_SCHEMA
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        _describe_security(found)
        app.openapi_schema = found
    return app.openapi_schema


def _describe_security(description: dict[str, Any]) -> None:
    description["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "__Host-parley"},
    }
    description["security"] = [{"token": []}, {"session": []}]
    for item in description["paths"].values():
        for operation in item.values():
            # Validation problems are among the 4XX of every route.
            operation.get("responses", {}).pop("422", None)


def _add_docs(app: FastAPI) -> None:
    @app.get(f"{API}/docs", include_in_schema=False)
    async def show_docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi(), base=API))

    @app.get(f"{API}/docs.css", include_in_schema=False)
    async def show_style() -> PlainTextResponse:
        return PlainTextResponse(STYLE, media_type="text/css")
