"""People who work with Parley: each signed in over HTTP, with a cookie, as a browser is."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp

PASSWORD = "nine lives of a cat"
PATIENCE_SECONDS = 15.0
Json = dict[str, Any]
T = TypeVar("T")


class Refused(Exception):
    """A call was answered with a problem."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {problem}")
        self.status = status
        self.code = problem.get("code")
        self.problem = problem


@dataclass
class Person:
    """`await ana.get("conversations", view="mine")`; raises Refused. With a `token` it is a program."""

    url: str
    email: str
    session: aiohttp.ClientSession
    id: str = ""
    csrf: str = ""
    token: str = ""

    async def sign_in(self) -> None:
        answer = await self.post("session", email=self.email, password=PASSWORD)
        self.id, self.csrf = answer["user"]["id"], answer["csrf"]

    async def get(self, path: str, **query: object) -> Any:
        return await self.call("GET", path, query=query)

    async def post(self, path: str, **body: object) -> Any:
        return await self.call("POST", path, body=body)

    async def put(self, path: str, **body: object) -> Any:
        return await self.call("PUT", path, body=body)

    async def patch(self, path: str, **body: object) -> Any:
        return await self.call("PATCH", path, body=body)

    async def delete(self, path: str) -> Any:
        return await self.call("DELETE", path)

    async def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Any:
        async with self.session.request(
            method,
            f"{self.url}/api/v1/{path}",
            params={name: str(value) for name, value in (query or {}).items()},
            json=body,
            headers=self._headers(),
        ) as answer:
            found = await answer.json() if answer.content_type.endswith("json") else None
            if not answer.ok:
                raise Refused(answer.status, found or {})
            return found

    def _headers(self) -> dict[str, str]:
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        return {"X-CSRF-Token": self.csrf} if self.csrf else {}

    async def list(self, path: str, **query: object) -> list[Json]:
        """The first page, which is all of it in a small town."""
        return (await self.get(path, **query))["items"]

    async def becomes(self, presence: str) -> None:
        await self.put(f"users/{self.id}/presence", presence=presence)

    async def reply(self, conversation: Json, text: str) -> Json:
        return await self.post(f"conversations/{conversation['id']}/messages", text=text)

    async def close(self, conversation: Json, **note: object) -> Json:
        return await self.put(f"conversations/{conversation['id']}/closure", **note)

    async def ids_in(self, view: str) -> set[str]:
        return {row["id"] for row in await self.list("conversations", view=view)}

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncGenerator["Live"]:
        """The live socket of this person's screen."""
        address = f"{self.url.replace('http', 'ws')}/api/v1/live"
        async with self.session.ws_connect(address, origin=self.url) as socket:
            hello = await socket.receive_json(timeout=PATIENCE_SECONDS)
            assert hello["type"] == "hello", hello
            live = Live(socket)
            listening = asyncio.create_task(live.listen())
            try:
                yield live
            finally:
                listening.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await listening


class Live:
    """What has come over a socket; `until` looks again whenever something new has come."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.events: list[Json] = []
        self._socket = socket
        self._bell = asyncio.Event()

    async def listen(self) -> None:
        async for frame in self._socket:
            self.events += frame.json().get("events", [])
            self._bell.set()

    async def until(self, look: Callable[[], Awaitable[T | None]]) -> T:
        """The first value that is not None or False. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                self._bell.clear()
                found = await look()
                if found:
                    return found
                await self._bell.wait()

    def of(self, kind: str, conversation: Json | None = None) -> list[Json]:
        return [
            event
            for event in self.events
            if event["kind"] == kind
            and (conversation is None or event["conversation_id"] == conversation["id"])
        ]
