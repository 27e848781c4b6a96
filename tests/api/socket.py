"""A WebSocket client in the same process, over the ASGI interface."""

import asyncio
import json
from types import TracebackType
from typing import Any, Self

from starlette.types import ASGIApp, Message

PATIENCE_SECONDS = 10.0


class Closed(Exception):
    """The server ended the connection."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code


class Socket:
    """`async with Socket(app, token="...") as socket`: then `await socket.get()` frame by frame."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str | None = None,
        cookies: dict[str, str] | None = None,
        origin: str | None = None,
        query: str = "",
    ) -> None:
        self._app = app
        self._headers = {"host": "127.0.0.1:8000"}
        if token:
            self._headers["authorization"] = f"Bearer {token}"
        if cookies:
            self._headers["cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
        if origin:
            self._headers["origin"] = origin
        self._query = query
        self._to_server: asyncio.Queue[Message] = asyncio.Queue()
        self._from_server: asyncio.Queue[Message] = asyncio.Queue()
        self.may_send = asyncio.Event()
        self.may_send.set()

    async def __aenter__(self) -> Self:
        scope: dict[str, Any] = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": "/api/v1/live",
            "raw_path": b"/api/v1/live",
            "query_string": self._query.encode(),
            "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in self._headers.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8000),
            "subprotocols": [],
            "state": {},
        }
        await self._to_server.put({"type": "websocket.connect"})
        self._task = asyncio.ensure_future(self._app(scope, self._to_server.get, self._send))
        opened = await self._next()
        assert opened["type"] == "websocket.accept", opened
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.may_send.set()
        await self._to_server.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._task, PATIENCE_SECONDS)

    async def say(self, **values: str) -> None:
        await self._to_server.put({"type": "websocket.receive", "text": json.dumps(values)})

    async def say_bytes(self, frame: bytes) -> None:
        await self._to_server.put({"type": "websocket.receive", "bytes": frame})

    async def get(self) -> dict[str, Any]:
        """The next frame. Raises Closed."""
        message = await self._next()
        if message["type"] == "websocket.close":
            raise Closed(message["code"], message.get("reason", ""))
        return json.loads(message["text"])

    async def get_until_closed(self) -> None:
        """Reads what comes until the server ends it. Raises Closed."""
        while True:
            await self.get()

    async def get_events(self, until: str) -> list[dict[str, Any]]:
        """All events up to the first of that kind."""
        events: list[dict[str, Any]] = []
        while not any(event["kind"] == until for event in events):
            frame = await self.get()
            assert frame["type"] == "events", frame
            events += frame["events"]
        return events

    async def _next(self) -> Message:
        return await asyncio.wait_for(self._from_server.get(), PATIENCE_SECONDS)

    async def _send(self, message: Message) -> None:
        await self.may_send.wait()
        await self._from_server.put(message)
