"""The two servers that the demo talks to: Parley's API as the owner, and the simulated provider."""

from collections.abc import Mapping
from typing import Any

import aiohttp

ANSWER_SECONDS = 70.0  # the simulator holds an answer for up to 60


class DemoFailed(Exception):
    """The demo cannot go on; the text says why."""


class Server:
    """One origin; `csrf` is sent with every write once there is one."""

    def __init__(self, session: aiohttp.ClientSession, origin: str) -> None:
        self._session = session
        self._origin = origin
        self.csrf = ""

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        return await self._call("GET", path, query=query)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._call("POST", path, body=body)

    async def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        headers = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        try:
            async with self._session.request(
                method, self._origin + path, params=query, json=body, headers=headers
            ) as answer:
                if not answer.ok:
                    text = (await answer.text())[:300]
                    raise DemoFailed(f"{method} {path} was answered {answer.status}: {text}")
                return await answer.json()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DemoFailed(f"{self._origin} does not answer: {error}") from error


def open_session() -> aiohttp.ClientSession:
    """Cookies of an address without a name are kept, too: both servers are at 127.0.0.1."""
    return aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS),
    )


async def sign_in(server: Server, *, email: str, password: str) -> None:
    session = await server.post("/api/v1/session", {"email": email, "password": password})
    server.csrf = session["csrf"]
