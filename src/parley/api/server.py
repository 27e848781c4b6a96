"""One door for all requests: webhooks, hooks and health go past the API, everything else through it."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from parley.api.health import PATHS
from parley.api.hooks import PREFIX as HOOKS
from parley.api.webhooks import PREFIX

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def make_server(
    *, api: Application, webhooks: Application, hooks: Application, health: Application
) -> Application:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(PREFIX):
            await webhooks(scope, receive, send)
        elif scope["type"] == "http" and path.startswith(HOOKS):
            await hooks(scope, receive, send)
        elif scope["type"] == "http" and path in PATHS:
            await health(scope, receive, send)
        else:
            await api(scope, receive, send)

    return serve
