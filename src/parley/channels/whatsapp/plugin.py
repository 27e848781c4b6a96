"""The WhatsApp Cloud API as a channel."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from parley.channels.whatsapp import manifest, signature
from parley.channels.whatsapp.outcomes import outcome_of, outcome_of_silence
from parley.channels.whatsapp.parsing import parse
from parley.channels.whatsapp.requests import request_of
from parley.channels.whatsapp.splitting import split
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


class WhatsApp:
    """Keeps the promise `ChannelPlugin`."""

    @property
    def manifest(self) -> Manifest:
        return manifest.MANIFEST

    def verify(self, headers: Mapping[str, str], body: bytes, *, endpoint: Endpoint) -> bool:
        return signature.is_signed(headers, body, endpoint.secrets)

    def answer_handshake(self, query: Mapping[str, str], *, endpoint: Endpoint) -> bytes | None:
        return signature.answer_handshake(query, verify_token=endpoint.verify_token)

    def split(self, body: bytes) -> Sequence[RawEvent]:
        return split(body)

    def parse(self, raw: bytes, *, received_at: datetime) -> Sequence[Inbound]:
        return parse(raw, received_at=received_at)

    async def send(
        self, message: OutgoingMessage, *, channel: Channel, http: HttpClient, base_url: str
    ) -> SendOutcome:
        label = channel.config.get("list_button") or manifest.LIST_BUTTON
        request = request_of(message, list_button=label)
        if isinstance(request, Failure):
            return Rejected(request)
        url = f"{base_url.rstrip('/')}/{manifest.GRAPH_VERSION}/{channel.external_id}/messages"
        headers = {
            "authorization": f"Bearer {channel.config.get('access_token', '')}",
            "content-type": "application/json",
        }
        try:
            reply = await http.post(
                url,
                headers=headers,
                body=msgspec.json.encode(request),
                timeout_seconds=manifest.SEND_TIMEOUT_SECONDS,
            )
        except NoAnswer as error:
            return outcome_of_silence(error)
        return outcome_of(reply, attempt=message.attempt)
