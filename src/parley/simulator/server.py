"""The simulator as one object: start it, add numbers, take phones into the hand."""

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from parley.simulator.callbacks import post_bytes, verify
from parley.simulator.clock import Now, SimulatorClock
from parley.simulator.control import ControlApi
from parley.simulator.delivery import Courier, DeliveryPolicy
from parley.simulator.errors import Json
from parley.simulator.exchange import Exchange
from parley.simulator.graph import MAX_BODY_BYTES, GraphApi
from parley.simulator.ids import IdMaker
from parley.simulator.ledger import Ledger
from parley.simulator.numbers import Number, StatusPolicy, WindowMode
from parley.simulator.phones import Phone

LOOPBACK = "127.0.0.1"
VERSION = "v23.0"


class Simulator:
    """A stateful stand-in for the WhatsApp Cloud API on loopback.

    `now` gives seconds since 1970; `port` 0 takes a free one; use `async with` or start and stop.
    A ledger file that is there already gives phones back what they wrote and received. With a
    `seed` ids repeat from start to start, so never give one together with an old ledger.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        now: Now | None = None,
        ledger_path: Path | None = None,
        seed: str | None = None,
    ) -> None:
        self.clock = SimulatorClock() if now is None else SimulatorClock(now)
        self.ledger = Ledger(ledger_path)
        self.exchange = Exchange(clock=self.clock, ledger=self.ledger, ids=IdMaker(seed))
        self._port = port
        self._graph = GraphApi(self.exchange)
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """What stands before `/v23.0/...`: the provider's address for its clients."""
        return f"http://{LOOPBACK}:{self._port}"

    async def start(self) -> None:
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        self._graph.add_routes(app)
        ControlApi(self.exchange).add_routes(app)
        # A caller that hangs up ends a call that is kept waiting on purpose.
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
        await runner.setup()
        site = web.TCPSite(runner, LOOPBACK, self._port, backlog=1024)
        await site.start()
        self._port = runner.addresses[0][1]
        self._graph.base_url = self.base_url
        self._runner = runner

    async def stop(self) -> None:
        self._graph.stop()
        await asyncio.gather(*(courier.close() for courier in self.exchange.couriers.values()))
        if self._runner is not None:
            await self._runner.cleanup()
        self.ledger.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def add_number(
        self,
        *,
        callback_url: str,
        number_id: str = "106500000000001",
        display_number: str = "15550100001",
        waba_id: str = "102900000000001",
        token: str | None = None,
        app_secret: str | None = None,
        verify_token: str | None = None,
        window: WindowMode = "sync",
        statuses: StatusPolicy | None = None,
    ) -> Number:
        """Secrets that are not given are made up; read them from the returned number."""
        number = Number(
            number_id=number_id,
            display_number=display_number,
            waba_id=waba_id,
            token=token or secrets.token_urlsafe(24),
            app_secret=app_secret or secrets.token_hex(16),
            callback_url=callback_url,
            verify_token=verify_token or secrets.token_urlsafe(16),
            window=window,
            statuses=statuses or StatusPolicy(),
        )
        self.exchange.add_number(number)
        return number

    def number(self, number_id: str | None = None) -> Number:
        """The named number, or the only one; raises LookupError."""
        numbers = self.exchange.numbers
        if number_id is not None:
            return numbers[number_id]
        if len(numbers) != 1:
            raise LookupError(f"name one of the numbers: {sorted(numbers)}")
        return next(iter(numbers.values()))

    def phone(
        self,
        address: str | None = None,
        *,
        user_id: str | None = None,
        name: str | None = None,
        number_id: str | None = None,
    ) -> Phone:
        """The phone with these digits or user id (`US.…`); both for a person with both."""
        wa_id, user_id = (None, address) if _is_user_id(address) else (address, user_id)
        if wa_id is None and user_id is None:
            raise LookupError("a phone needs its number's digits or a user id")
        return self.exchange.phone(self.number(number_id), wa_id=wa_id, user_id=user_id, name=name)

    def courier(self, number_id: str | None = None) -> Courier:
        """Who posts a number's webhooks: pause, resume, drop, redeliver."""
        return self.exchange.courier(self.number(number_id))

    def set_delivery(self, policy: DeliveryPolicy) -> None:
        """How webhooks are posted from now on, for all numbers."""
        self.exchange.delivery = policy
        for courier in self.exchange.couriers.values():
            courier.policy = policy

    async def settled(self, *, within_seconds: float = 30.0) -> None:
        """Return when every webhook was tried; those that failed wait for their retry."""
        couriers = self.exchange.couriers
        await self.until(
            lambda: all(courier.is_idle for courier in couriers.values()),
            within_seconds=within_seconds,
        )

    async def delivered(self, *, within_seconds: float = 60.0) -> None:
        """Return when every webhook was taken, retries included."""
        couriers = self.exchange.couriers
        await self.until(
            lambda: all(c.is_idle and not c.retries_waiting for c in couriers.values()),
            within_seconds=within_seconds,
        )

    def redeliver(self) -> int:
        """Retry at once all that failed; how many webhooks that is."""
        return sum(courier.redeliver() for courier in self.exchange.couriers.values())

    async def until(self, condition: Callable[[], bool], *, within_seconds: float = 10.0) -> None:
        """Return when the condition holds; asked after every event. Raises TimeoutError."""
        await self.ledger.until(condition, within_seconds=within_seconds)

    def post_value(self, field: str, value: Json, *, number_id: str | None = None) -> None:
        """A webhook of any other field, for instance `account_update`."""
        self.exchange.post_value(self.number(number_id), field, value)

    async def post_bytes(self, body: bytes, *, number_id: str | None = None) -> int:
        """Post these bytes, rightly signed whatever they are; the HTTP status of the answer."""
        return await post_bytes(self.number(number_id), body)

    async def verify_callback(self, number_id: str | None = None) -> bool:
        """Subscribe as the provider does; False when the challenge is not given back."""
        return await verify(self.number(number_id))


def _is_user_id(address: str | None) -> bool:
    return address is not None and "." in address
