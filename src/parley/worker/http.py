"""The one outgoing client, as channels are promised it."""

import contextlib
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass

from parley.domain.channel import AddressRefused, HttpClient, HttpReply, NoAnswer
from parley.kit.egress import AnswerLost, Egress, NotSent
from parley.kit.egress_guard import EgressRefused


@dataclass(frozen=True)
class ChannelHttp:
    """`by_operator` is for addresses of the operator's settings alone: what a workspace has entered must
    never be called with it.
    """

    egress: Egress
    by_operator: bool

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_seconds: float
    ) -> HttpReply:
        try:
            answer = await self.egress.request(
                "POST",
                url,
                headers=headers,
                body=body,
                timeout_seconds=timeout_seconds,
                by_operator=self.by_operator,
            )
        except EgressRefused as error:
            raise AddressRefused(str(error)) from error
        except NotSent as error:
            raise NoAnswer(str(error), may_have_arrived=False) from error
        except AnswerLost as error:
            raise NoAnswer(str(error), may_have_arrived=True) from error
        return HttpReply(answer.status, answer.headers, answer.body)


@dataclass(frozen=True)
class Clients:
    """`operator` calls the addresses of the operator's settings, `workspace` those that a workspace entered.
    `egress` makes the requests of workflows.
    """

    operator: HttpClient
    workspace: HttpClient
    egress: Egress | None = None


@contextlib.asynccontextmanager
async def open_clients(operator_urls: Iterable[str] = ()) -> AsyncGenerator[Clients]:
    """`operator_urls` may lie on this machine; empty ones are passed over."""
    async with Egress(exempt_origins=[url for url in operator_urls if url]) as egress:
        yield Clients(
            ChannelHttp(egress, by_operator=True), ChannelHttp(egress, by_operator=False), egress
        )
