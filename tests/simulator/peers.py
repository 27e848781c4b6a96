"""The other side: a callback that remembers, a business that sends, time that stands still."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from parley.simulator.numbers import Number
from parley.simulator.server import Simulator

APP_SECRET = "an app secret of the tests"
TOKEN = "a token of the tests"
NOON = 1_790_000_000.0


@dataclass
class Callback:
    """Receives webhooks; answers the queued statuses first, then 200."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list[bytes])
    signatures: list[str] = field(default_factory=list[str])
    answers: list[int] = field(default_factory=list[int])
    verify_token: str = "verify me"
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def payloads(self) -> list[Any]:
        return [json.loads(body) for body in self.bodies]

    @property
    def values(self) -> list[Any]:
        """The value of every change of every webhook, in order."""
        return [
            change["value"]
            for payload in self.payloads
            for entry in payload["entry"]
            for change in entry["changes"]
        ]

    @property
    def messages(self) -> list[Any]:
        return [message for value in self.values for message in value.get("messages", [])]

    @property
    def statuses(self) -> list[Any]:
        return [status for value in self.values for status in value.get("statuses", [])]

    def signatures_match(self) -> list[bool]:
        return [
            signature == "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
            for body, signature in zip(self.bodies, self.signatures, strict=True)
        ]

    async def take(self, request: web.Request) -> web.Response:
        await self.gate.wait()
        self.bodies.append(await request.read())
        self.signatures.append(request.headers.get("X-Hub-Signature-256", ""))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def verify(self, request: web.Request) -> web.Response:
        if request.query.get("hub.verify_token") != self.verify_token:
            return web.Response(status=403)
        return web.Response(text=request.query["hub.challenge"])


@dataclass
class MovingTime:
    """A source of time that stands still until told."""

    at: float = NOON

    def __call__(self) -> float:
        return self.at


class Business:
    """The other side of the Graph API: what Parley would be."""

    def __init__(
        self, session: aiohttp.ClientSession, simulator: Simulator, number: Number
    ) -> None:
        self.session = session
        self.simulator = simulator
        self.number = number

    @property
    def messages_url(self) -> str:
        return f"{self.simulator.base_url}/v23.0/{self.number.number_id}/messages"

    async def post(self, body: Any, *, token: str = TOKEN) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.post(self.messages_url, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def sends(self, to: str, text: str, **extras: Any) -> tuple[int, Any]:
        return await self.post(text_to(to, text) | extras)

    async def asks(self, to: str, question: str, titles: list[str]) -> tuple[int, Any]:
        buttons = [
            {"type": "reply", "reply": {"id": f"choice-{position}", "title": title}}
            for position, title in enumerate(titles)
        ]
        return await self.post(interactive_to(to, "button", question, {"buttons": buttons}))


def text_to(to: str, text: str) -> dict[str, Any]:
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": "text",
        "text": {"body": text},
    }


def interactive_to(to: str, kind: str, question: str, action: dict[str, Any]) -> dict[str, Any]:
    content = {"type": kind, "body": {"text": question}, "action": action}
    return {
        "messaging_product": "whatsapp",
        "to": to,
        "type": "interactive",
        "interactive": content,
    }
