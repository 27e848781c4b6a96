"""What the tests of all channels share: the connected kinds, a fake HTTP client, the shared contracts."""

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from msgspec import Struct

from parley.channels.custom.plugin import Custom
from parley.channels.whatsapp.plugin import WhatsApp
from parley.domain.channel import (
    Channel,
    ChannelPlugin,
    Endpoint,
    HttpReply,
    NoAnswer,
    OutgoingMessage,
    SendOutcome,
)
from parley.domain.content import Content, Text
from parley.domain.ids import ChannelId, ContactId, EndpointId, MessageId, OutboxId, WorkspaceId

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAYLOADS = Path(__file__).parent / "payloads"
SECRET = "not-a-real-secret"
KNOCK = "knock"
WORKSPACE = WorkspaceId(UUID(int=1))


class FixedClock:
    def now(self) -> datetime:
        return NOW


class FakeHttp:
    """Answers every post the same way, and remembers the last."""

    def __init__(self, answer: HttpReply | NoAnswer) -> None:
        self.answer = answer
        self.url = ""
        self.headers: Mapping[str, str] = {}
        self.body = b""

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_seconds: float
    ) -> HttpReply:
        assert timeout_seconds > 0
        self.url, self.headers, self.body = url, headers, body
        if isinstance(self.answer, NoAnswer):
            raise self.answer
        return self.answer


class Kind(Struct, frozen=True):
    """A channel kind with all that a test needs to play its provider."""

    plugin: ChannelPlugin
    channel: Channel
    sign: Callable[[bytes, str], dict[str, str]]
    base_url: str
    address: str
    scheme: str
    accepted: bytes

    @property
    def payloads(self) -> list[Path]:
        return sorted((PAYLOADS / self.channel.kind).glob("*.json"))

    def endpoint(self, *secrets: str, verify_token: str = KNOCK) -> Endpoint:
        return Endpoint(
            WORKSPACE,
            EndpointId(UUID(int=2)),
            "handle",
            self.channel.kind,
            secrets or (SECRET,),
            verify_token,
        )

    def message(
        self, content: Content, *, attempt: int = 1, reply_to: str | None = None
    ) -> OutgoingMessage:
        return OutgoingMessage(
            OutboxId(UUID(int=4)),
            MessageId(UUID(int=5)),
            ContactId(UUID(int=6)),
            self.address,
            self.scheme,
            content,
            reply_to,
            attempt,
        )

    async def send(
        self, http: FakeHttp, content: Content | None = None, attempt: int = 1
    ) -> SendOutcome:
        message = self.message(content or Text("Hello"), attempt=attempt)
        return await self.plugin.send(
            message, channel=self.channel, http=http, base_url=self.base_url
        )


def connected(kind: str, external_id: str, **config: str) -> Channel:
    channel_id, endpoint_id = ChannelId(UUID(int=3)), EndpointId(UUID(int=2))
    return Channel(WORKSPACE, channel_id, endpoint_id, kind, kind.title(), external_id, config)


def sign_as_meta(body: bytes, secret: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"x-hub-signature-256": f"sha256={digest}"}


def bear_token(_body: bytes, secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


KINDS = {
    "whatsapp": Kind(
        WhatsApp(),
        connected("whatsapp", "700100200300", access_token="token-1"),
        sign_as_meta,
        "https://graph.example",
        "84901234567",
        "wa_id",
        b'{"messaging_product":"whatsapp","messages":[{"id":"wamid.OUT"}]}',
    ),
    "custom": Kind(
        Custom(FixedClock()),
        connected("custom", "shop-line", api_token="token-2", signing_secret="whsec_c2VjcmV0"),
        bear_token,
        "https://shop.example/hooks/",
        "+84901234567",
        "phone",
        b'{"mId":"out-1"}',
    ),
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def whatsapp() -> Kind:
    return KINDS["whatsapp"]


@pytest.fixture
def custom() -> Kind:
    return KINDS["custom"]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def reply() -> Callable[..., FakeHttp]:
    """Make a client that answers: `reply(200, b"...")`, or with `silence=` that gives no answer."""

    def build(
        status: int = 200,
        body: bytes = b"",
        *,
        silence: NoAnswer | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> FakeHttp:
        return FakeHttp(silence or HttpReply(status, headers or {}, body))

    return build


@pytest.fixture
def contracts() -> Path:
    """Recorded payloads and specs of others, which do not belong to this project."""
    default = Path(__file__).parents[2].parent / "shared" / "contracts"
    found = Path(os.environ.get("PARLEY_CONTRACTS", default))
    if not found.is_dir():
        pytest.skip(f"NOT CHECKED against the providers' own contracts: {found} is absent")
    return found
