"""A provider of the business's own making, behind a small HTTP server."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from parley.channels.custom import manifest, signature
from parley.channels.custom.parsing import parse
from parley.channels.custom.sending import outcome_of, outcome_of_silence, request_of
from parley.channels.custom.splitting import split
from parley.domain.channel import (
    Channel,
    Endpoint,
    HttpClient,
    Inbound,
    Manifest,
    NoAnswer,
    OutgoingMessage,
    RawEvent,
    Rejected,
    SendOutcome,
)
from parley.domain.message import Failure
from parley.domain.promises import Clock


class Custom:
    """Keeps the promise `ChannelPlugin`; the clock dates the signatures of outgoing calls."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @property
    def manifest(self) -> Manifest:
        return manifest.MANIFEST

    def verify(self, headers: Mapping[str, str], body: bytes, *, endpoint: Endpoint) -> bool:  # noqa: ARG002 - the promise's shape
        return signature.has_token(headers, endpoint.secrets)

    def answer_handshake(self, query: Mapping[str, str], *, endpoint: Endpoint) -> bytes | None:  # noqa: ARG002 - the contract has no such call
        return None

    def split(self, body: bytes) -> Sequence[RawEvent]:
        return split(body)

    def parse(self, raw: bytes, *, received_at: datetime) -> Sequence[Inbound]:
        return parse(raw, received_at=received_at)

    async def send(
        self, message: OutgoingMessage, *, channel: Channel, http: HttpClient, base_url: str
    ) -> SendOutcome:
        request = request_of(message, channel=channel)
        if isinstance(request, Failure):
            return Rejected(request)
        body = msgspec.json.encode(request)
        try:
            reply = await http.post(
                f"{base_url.rstrip('/')}/message",
                headers=self._headers(message, channel, body),
                body=body,
                timeout_seconds=manifest.SEND_TIMEOUT_SECONDS,
            )
        except NoAnswer as error:
            return outcome_of_silence(error, attempt=message.attempt)
        return outcome_of(reply, attempt=message.attempt)

    def _headers(self, message: OutgoingMessage, channel: Channel, body: bytes) -> dict[str, str]:
        key = message.idempotency_key
        headers = {
            "authorization": f"Bearer {channel.config.get('api_token', '')}",
            "content-type": "application/json",
            "idempotency-key": key,
        }
        secret = channel.config.get("signing_secret", "")
        if secret:
            headers |= signature.signature_headers(
                body, key=key, secret=secret, at=self._clock.now()
            )
        return headers
