"""The one outgoing client, as channels are promised it."""

from collections.abc import Iterable, Mapping
from typing import Self

from parley.domain.channel import HttpReply, NoAnswer
from parley.kit.egress import AnswerLost, Egress, NotSent
from parley.kit.egress_guard import EgressRefused


class ChannelHttp:
    """Guards every address but the operator's own. Never raises anything but NoAnswer."""

    def __init__(self, *, operator_urls: Iterable[str]) -> None:
        self._operator_urls = tuple(url for url in operator_urls if url)
        self._egress = Egress(exempt_origins=self._operator_urls)

    async def __aenter__(self) -> Self:
        await self._egress.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._egress.__aexit__(None, None, None)

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_seconds: float
    ) -> HttpReply:
        by_operator = any(url.startswith(known + "/") for known in self._operator_urls)
        try:
            answer = await self._egress.request(
                "POST",
                url,
                headers=headers,
                body=body,
                timeout_seconds=timeout_seconds,
                by_operator=by_operator,
            )
        except (NotSent, EgressRefused) as error:
            raise NoAnswer(str(error), may_have_arrived=False) from error
        except AnswerLost as error:
            raise NoAnswer(str(error), may_have_arrived=True) from error
        return HttpReply(answer.status, answer.headers, answer.body)
