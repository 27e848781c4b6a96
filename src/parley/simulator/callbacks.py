"""Single calls to a number's callback: the subscribe handshake, and bytes as they are."""

import secrets

import aiohttp

from parley.simulator.numbers import Number
from parley.simulator.webhooks import headers_of


async def verify(number: Number) -> bool:
    """Subscribe as the provider does; False when the challenge is not given back."""
    challenge = str(secrets.randbelow(10**9))
    query = {
        "hub.mode": "subscribe",
        "hub.verify_token": number.verify_token,
        "hub.challenge": challenge,
    }
    async with (
        aiohttp.ClientSession() as session,
        session.get(number.callback_url, params=query) as answer,
    ):
        return answer.ok and await answer.text() == challenge


async def post_bytes(number: Number, body: bytes) -> int:
    """Post these bytes, rightly signed whatever they are; the HTTP status of the answer."""
    headers = headers_of(body, number.app_secret)
    async with (
        aiohttp.ClientSession() as session,
        session.post(number.callback_url, data=body, headers=headers) as answer,
    ):
        return answer.status
