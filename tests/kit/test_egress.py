"""The outgoing HTTP client against a real server on this machine."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from socket import AF_INET, AddressFamily

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from parley.kit.egress import (
    AnswerLost,
    AnswerTooLarge,
    Egress,
    EgressRefused,
    NotSent,
    without_private_headers,
)

pytestmark = pytest.mark.anyio

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def provider(**handlers: Handler) -> AsyncGenerator[str]:
    """Serve each handler under its name on loopback; give the origin."""
    app = web.Application()
    for name, handler in handlers.items():
        app.router.add_route("*", f"/{name}", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


class FakeResolver(AbstractResolver):
    """Answers each question with the next address: a name server that changes its mind."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = list(addresses)
        self.asked = 0

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: AddressFamily = AF_INET,  # noqa: ARG002 - the base class names it
    ) -> list[ResolveResult]:
        address = self._addresses[min(self.asked, len(self._addresses) - 1)]
        self.asked += 1
        return [
            ResolveResult(hostname=host, host=address, port=port, family=AF_INET, proto=0, flags=0)
        ]

    async def close(self) -> None:
        return


async def echo(request: web.Request) -> web.Response:
    body = await request.read()
    return web.Response(body=body, headers={"X-Method": request.method})


async def test_an_exempt_origin_is_called_for_the_operator() -> None:
    async with provider(echo=echo) as origin, Egress(exempt_origins=[origin]) as egress:
        answer = await egress.request("POST", f"{origin}/echo", body=b"hello", by_operator=True)
    assert (answer.status, answer.body, answer.headers["x-method"]) == (200, b"hello", "POST")


async def test_an_exempt_origin_stays_closed_to_an_address_of_a_workspace() -> None:
    async with provider(echo=echo) as origin, Egress(exempt_origins=[origin]) as egress:
        with pytest.raises(EgressRefused):
            await egress.request("GET", f"{origin}/echo")


async def test_the_operator_too_is_held_to_the_exact_origin() -> None:
    async with provider(echo=echo) as origin:
        nearly = origin.replace("127.0.0.1", "localhost")
        async with Egress(exempt_origins=[nearly]) as egress:
            with pytest.raises(EgressRefused):
                await egress.request("GET", f"{origin}/echo", by_operator=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "0.0.0.1"])
async def test_a_name_that_resolves_to_an_internal_address_is_refused(address: str) -> None:
    resolver = FakeResolver(address)
    async with Egress(resolver=resolver) as egress:
        with pytest.raises(EgressRefused, match="internal address"):
            await egress.request("GET", "http://public-looking.example/")


async def test_the_systems_own_resolver_is_judged_too() -> None:
    async with Egress() as egress:
        with pytest.raises(EgressRefused, match="internal address"):
            await egress.request("GET", "http://localhost/")


def test_credentials_do_not_follow_to_another_origin() -> None:
    headers = {"Authorization": "Bearer canary", "cookie": "canary", "X-Trace": "1"}
    assert without_private_headers(headers) == {"X-Trace": "1"}


async def test_an_exempt_name_is_still_resolved_with_care_for_a_workspace() -> None:
    resolver = FakeResolver("127.0.0.1")
    async with Egress(exempt_origins=["http://hooks.example"], resolver=resolver) as egress:
        with pytest.raises(EgressRefused, match="internal address"):
            await egress.request("GET", "http://hooks.example/")


async def test_a_rebinding_name_is_asked_once_a_connection_and_judged_each_time() -> None:
    resolver = FakeResolver("192.0.2.1", "127.0.0.1")
    async with Egress(resolver=resolver) as egress:
        for _ in range(2):
            with pytest.raises(EgressRefused):
                await egress.request("GET", "http://rebinding.example/")
    assert resolver.asked == 2


async def test_a_redirect_is_an_answer_unless_hops_are_allowed() -> None:
    async def away(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/echo"})

    async with (
        provider(away=away, echo=echo) as origin,
        Egress(exempt_origins=[origin]) as egress,
    ):
        stayed = await egress.request("GET", f"{origin}/away", by_operator=True)
        followed = await egress.request("GET", f"{origin}/away", by_operator=True, redirects=1)
    assert (stayed.status, followed.status) == (302, 200)


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:1/", "http://169.254.169.254/", "file:///etc/passwd", "http://["]
)
async def test_a_redirect_to_an_internal_address_is_refused(location: str) -> None:
    async def away(_: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": location})

    async with provider(away=away) as origin, Egress(exempt_origins=[origin]) as egress:
        with pytest.raises(EgressRefused):
            await egress.request("GET", f"{origin}/away", by_operator=True, redirects=3)


async def test_an_exempt_origin_cannot_lead_to_another_exempt_origin() -> None:
    async with provider(echo=echo) as inner:

        async def away(_: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": f"{inner}/echo"})

        async with provider(away=away) as outer, Egress(exempt_origins=[inner, outer]) as egress:
            with pytest.raises(EgressRefused):
                await egress.request("GET", f"{outer}/away", by_operator=True, redirects=1)


async def test_an_answer_over_the_limit_is_cut_off() -> None:
    async def flood(_: web.Request) -> web.Response:
        return web.Response(body=b"x" * 1_001)

    async with provider(flood=flood) as origin, Egress(exempt_origins=[origin]) as egress:
        whole = await egress.request("GET", f"{origin}/flood", by_operator=True, limit_bytes=1_001)
        with pytest.raises(AnswerTooLarge, match="1000"):
            await egress.request("GET", f"{origin}/flood", by_operator=True, limit_bytes=1_000)
    assert len(whole.body) == 1_001


async def test_a_packed_answer_is_measured_unpacked() -> None:
    async def bomb(_: web.Request) -> web.Response:
        response = web.Response(body=b"0" * 200_000)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    async with provider(bomb=bomb) as origin, Egress(exempt_origins=[origin]) as egress:
        with pytest.raises(AnswerTooLarge):
            await egress.request("GET", f"{origin}/bomb", by_operator=True, limit_bytes=100_000)


async def test_silence_means_that_the_answer_is_lost() -> None:
    released = asyncio.Event()

    async def silent(_: web.Request) -> web.Response:
        await released.wait()
        return web.Response()

    async with provider(silent=silent) as origin, Egress(exempt_origins=[origin]) as egress:
        with pytest.raises(AnswerLost, match=r"0\.05 s"):
            await egress.request(
                "POST", f"{origin}/silent", body=b"", by_operator=True, timeout_seconds=0.05
            )
        released.set()


async def test_a_connection_cut_in_mid_answer_means_that_the_answer_is_lost() -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"half")
        if request.transport is not None:
            request.transport.close()
        return response

    async with provider(cut=cut) as origin, Egress(exempt_origins=[origin]) as egress:
        with pytest.raises(AnswerLost):
            await egress.request("GET", f"{origin}/cut", by_operator=True)


async def test_a_closed_door_means_that_nothing_was_sent() -> None:
    async with provider(echo=echo) as origin:
        pass
    async with Egress(exempt_origins=[origin]) as egress:
        with pytest.raises(NotSent):
            await egress.request("POST", f"{origin}/echo", body=b"hello", by_operator=True)


async def test_use_outside_its_block_is_an_error_of_ours() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await Egress().request("GET", "https://example.com/")
