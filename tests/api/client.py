"""A tiny in-process ASGI client: requests as a browser or a program would make them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import anyio
from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = field(default_factory=list)

    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def code(self) -> str:
        return self.json()["code"]


class Client:
    """Keeps cookies and the CSRF token as the web app does; `token` makes it a program instead."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        host: str = "127.0.0.1:8000",
        token: str | None = None,
        address: str = "127.0.0.1",
    ) -> None:
        self.app = app
        self.host = host
        self.token = token
        self.address = address
        self.cookies: dict[str, str] = {}
        self.csrf: str | None = None

    async def get(self, path: str, **options: Any) -> Reply:
        return await self.send("GET", path, **options)

    async def post(self, path: str, body: object = None, **options: Any) -> Reply:
        return await self.send("POST", path, body, **options)

    async def put(self, path: str, body: object = None, **options: Any) -> Reply:
        return await self.send("PUT", path, body, **options)

    async def patch(self, path: str, body: object = None, **options: Any) -> Reply:
        return await self.send("PATCH", path, body, **options)

    async def delete(self, path: str, **options: Any) -> Reply:
        return await self.send("DELETE", path, **options)

    async def sign_in(self, email: str, password: str) -> Reply:
        reply = await self.post("/api/v1/session", {"email": email, "password": password})
        if reply.status == 201:
            self.csrf = reply.json()["csrf"]
        return reply

    async def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Reply:
        sent = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        scope = self._scope(method, path, sent, headers or {})
        reply = await _call(self.app, scope, sent)
        self._keep_cookies(reply)
        return reply

    def _scope(
        self, method: str, path: str, sent: bytes, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        parts = urlsplit(path)
        given = {"host": self.host, "content-length": str(len(sent))}
        if sent:
            given["content-type"] = "application/json"
        if self.token:
            given["authorization"] = f"Bearer {self.token}"
        if self.cookies:
            given["cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.csrf:
            given["x-csrf-token"] = self.csrf
        given |= {name.lower(): value for name, value in headers.items()}
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in given.items() if v != ""],
            "client": (self.address, 50000),
            "server": ("127.0.0.1", 8000),
            "state": {},
        }

    def _keep_cookies(self, reply: Reply) -> None:
        for line in reply.cookies:
            for name, morsel in SimpleCookie(line).items():
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)


async def _call(app: ASGIApp, scope: dict[str, Any], sent: bytes) -> Reply:
    started: list[Message] = []
    chunks: list[bytes] = []
    has_sent = False

    async def receive() -> Message:
        nonlocal has_sent
        if has_sent:
            await anyio.sleep_forever()
        has_sent = True
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
        else:
            chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    headers = [(k.decode().lower(), v.decode()) for k, v in started[0]["headers"]]
    return Reply(
        started[0]["status"],
        dict(headers),
        b"".join(chunks),
        [value for name, value in headers if name == "set-cookie"],
    )
