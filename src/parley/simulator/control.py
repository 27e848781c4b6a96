"""The `/sim` side over HTTP: what the script says from Python, said from another process."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import msgspec
from aiohttp import web
from msgspec import Struct

from parley.simulator.callbacks import verify
from parley.simulator.choices import NoSuchChoiceError
from parley.simulator.delivery import DeliveryPolicy
from parley.simulator.errors import Json
from parley.simulator.exchange import Exchange
from parley.simulator.faults import Fault, Faults
from parley.simulator.ledger import as_json, kind_of
from parley.simulator.numbers import Number, StatusPolicy, WindowMode
from parley.simulator.phones import Phone, Received

MAX_WAIT_SECONDS = 60.0
Handler = Callable[[web.Request], Awaitable[web.Response]]


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class NewNumber(_Strict, frozen=True, kw_only=True):
    number_id: str
    display_number: str
    waba_id: str
    token: str
    app_secret: str
    callback_url: str
    verify_token: str
    window: WindowMode = "sync"
    statuses: StatusPolicy = StatusPolicy()


class NumberChange(_Strict, frozen=True, kw_only=True):
    callback_url: str | None = None
    token: str | None = None
    app_secret: str | None = None
    window: WindowMode | None = None
    statuses: StatusPolicy | None = None


class NewMessage(_Strict, frozen=True, kw_only=True):
    """Exactly one of the verbs; `content` is a message as in a webhook."""

    number_id: str | None = None
    name: str | None = None
    user_id: str | None = None
    says: str | None = None
    presses: str | int | None = None
    picks: str | int | None = None
    reacts: str | None = None
    content: Json | None = None


class RateLimitOrder(_Strict, frozen=True, kw_only=True):
    per_second: float
    burst: int = 1
    code: int | None = None


class FaultOrder(_Strict, frozen=True, kw_only=True):
    """For one contact's phone, or for the whole number."""

    number_id: str | None = None
    contact: str | None = None
    fault: Fault | None = None
    times: int = 1
    answer_delay_seconds: float | None = None
    rate_limit: RateLimitOrder | None = None


class WebhookFaultOrder(_Strict, frozen=True, kw_only=True):
    number_id: str | None = None
    drops: int = 0
    spoilt_signatures: int = 0
    paused: bool | None = None


class ClockOrder(_Strict, frozen=True, kw_only=True):
    advance_seconds: float | None = None
    at: float | None = None


OrderT = TypeVar("OrderT")


class ControlApi:
    """Handlers for one exchange; every refusal is 400, 404 or 502 with `{"error": text}`."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def add_routes(self, app: web.Application) -> None:
        contact = "/sim/contacts/{address}"
        app.router.add_routes(
            [
                web.get("/sim/state", _guarded(self.state)),
                web.get("/sim/numbers", _guarded(self.list_numbers)),
                web.post("/sim/numbers", _guarded(self.add_number)),
                web.patch("/sim/numbers/{number_id}", _guarded(self.change_number)),
                web.post("/sim/verifications", _guarded(self.verify)),
                web.get("/sim/contacts", _guarded(self.list_contacts)),
                web.post(contact + "/messages", _guarded(self.write)),
                web.post(contact + "/reads", _guarded(self.read)),
                web.get(contact + "/received", _guarded(self.received)),
                web.get("/sim/ledger", _guarded(self.ledger)),
                web.post("/sim/faults", _guarded(self.add_fault)),
                web.delete("/sim/faults", _guarded(self.clear_faults)),
                web.post("/sim/webhook-faults", _guarded(self.add_webhook_fault)),
                web.put("/sim/delivery", _guarded(self.set_delivery)),
                web.post("/sim/redeliveries", _guarded(self.redeliver)),
                web.get("/sim/clock", _guarded(self.clock)),
                web.post("/sim/clock", _guarded(self.move_clock)),
            ]
        )

    async def state(self, _: web.Request) -> web.Response:
        couriers = self._exchange.couriers.values()
        return _json(
            {
                "idle": all(courier.is_idle for courier in couriers),
                "retries_waiting": sum(courier.retries_waiting for courier in couriers),
                "ledger_entries": len(self._exchange.ledger.entries),
            }
        )

    async def list_numbers(self, _: web.Request) -> web.Response:
        return _json([_number_view(number) for number in self._exchange.numbers.values()])

    async def add_number(self, request: web.Request) -> web.Response:
        order = await _order(request, NewNumber)
        number = Number(**{name: getattr(order, name) for name in NewNumber.__struct_fields__})
        self._exchange.add_number(number)
        return _json(_number_view(number), status=201)

    async def change_number(self, request: web.Request) -> web.Response:
        number = self._number(request.match_info["number_id"])
        order = await _order(request, NumberChange)
        for name in NumberChange.__struct_fields__:
            value = getattr(order, name)
            if value is not None:
                setattr(number, name, value)
        return _json(_number_view(number))

    async def verify(self, request: web.Request) -> web.Response:
        number = self._number(request.query.get("number_id"))
        return _json({"verified": await verify(number)}, status=201)

    async def list_contacts(self, _: web.Request) -> web.Response:
        return _json([_phone_view(phone) for phone in self._exchange.phones()])

    async def write(self, request: web.Request) -> web.Response:
        order = await _order(request, NewMessage)
        phone = self._phone(
            request.match_info["address"], order.number_id, name=order.name, user_id=order.user_id
        )
        return _json({"wamid": _perform(phone, order)}, status=201)

    async def read(self, request: web.Request) -> web.Response:
        phone = self._phone(request.match_info["address"], request.query.get("number_id"))
        return _json({"read": phone.reads()}, status=201)

    async def received(self, request: web.Request) -> web.Response:
        """`after` is how many are known already; `wait` the seconds to wait for one more."""
        phone = self._phone(request.match_info["address"], request.query.get("number_id"))
        after = int(request.query.get("after", "0"))
        wait = min(float(request.query.get("wait", "0")), MAX_WAIT_SECONDS)
        if wait > 0:
            try:
                await self._exchange.until(
                    lambda: len(phone.received()) > after, within_seconds=wait
                )
            except TimeoutError:
                return _json([])
        return _json([_received_view(message) for message in phone.received()[after:]])

    async def ledger(self, request: web.Request) -> web.Response:
        """`entry` filters by kind, `contact` by address, `after` by sequence number."""
        entry, contact = request.query.get("entry"), request.query.get("contact")
        entries = self._exchange.ledger.after(int(request.query.get("after", "0")))
        return _json(
            [
                as_json(one)
                for one in entries
                if (entry is None or kind_of(one) == entry)
                and (contact is None or getattr(one, "contact", None) == contact)
            ]
        )

    async def add_fault(self, request: web.Request) -> web.Response:
        order = await _order(request, FaultOrder)
        faults = self._faults(order.number_id, order.contact)
        if order.fault is not None:
            faults.add(order.fault, times=order.times)
        if order.answer_delay_seconds is not None:
            faults.delay(order.answer_delay_seconds)
        if order.rate_limit is not None:
            limit = order.rate_limit
            faults.rate_limit(limit.per_second, burst=limit.burst, code=limit.code)
        return _json({}, status=201)

    async def clear_faults(self, _: web.Request) -> web.Response:
        for number in self._exchange.numbers.values():
            number.faults.clear()
        for phone in self._exchange.phones():
            phone.faults.clear()
        return _json({})

    async def add_webhook_fault(self, request: web.Request) -> web.Response:
        order = await _order(request, WebhookFaultOrder)
        courier = self._exchange.courier(self._number(order.number_id))
        courier.drops += order.drops
        courier.spoilt_signatures += order.spoilt_signatures
        if order.paused is not None:
            (courier.pause if order.paused else courier.resume)()
        return _json({}, status=201)

    async def set_delivery(self, request: web.Request) -> web.Response:
        policy = await _order(request, DeliveryPolicy)
        self._exchange.delivery = policy
        for courier in self._exchange.couriers.values():
            courier.policy = policy
        return _json(msgspec.to_builtins(policy))

    async def redeliver(self, _: web.Request) -> web.Response:
        couriers = self._exchange.couriers.values()
        return _json({"webhooks": sum(courier.redeliver() for courier in couriers)}, status=201)

    async def clock(self, _: web.Request) -> web.Response:
        return _json({"now": self._exchange.now()})

    async def move_clock(self, request: web.Request) -> web.Response:
        order = await _order(request, ClockOrder)
        if order.at is not None:
            self._exchange.clock.move_to(order.at)
        if order.advance_seconds is not None:
            self._exchange.clock.advance(order.advance_seconds)
        return _json({"now": self._exchange.now()})

    def _number(self, number_id: str | None) -> Number:
        numbers = self._exchange.numbers
        if number_id is None and len(numbers) == 1:
            return next(iter(numbers.values()))
        if number_id not in numbers:
            raise LookupError(f"number {number_id} is not one of {sorted(numbers)}")
        return numbers[number_id]

    def _phone(
        self,
        address: str,
        number_id: str | None,
        *,
        name: str | None = None,
        user_id: str | None = None,
    ) -> Phone:
        number = self._number(number_id)
        wa_id, user_id = (None, address) if "." in address else (address.lstrip("+"), user_id)
        return self._exchange.phone(number, wa_id=wa_id, user_id=user_id, name=name)

    def _faults(self, number_id: str | None, contact: str | None) -> Faults:
        if contact is None:
            return self._number(number_id).faults
        return self._phone(contact, number_id).faults


def _perform(phone: Phone, order: NewMessage) -> str:
    match order:
        case NewMessage(says=str(text)):
            return phone.says(text)
        case NewMessage(presses=str() | int() as button):
            return phone.presses(button)
        case NewMessage(picks=str() | int() as row):
            return phone.picks(row)
        case NewMessage(reacts=str(emoji)):
            return phone.reacts(emoji or None)
        case NewMessage(content=dict(content)) if isinstance(content.get("type"), str):
            return phone.sends(content)
        case _:
            raise ValueError("give one of says, presses, picks, reacts, content")


def _guarded(handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except (msgspec.ValidationError, msgspec.DecodeError, ValueError) as error:
            return _json({"error": str(error)}, status=400)
        except (NoSuchChoiceError, LookupError) as error:
            return _json({"error": str(error)}, status=404)
        except aiohttp.ClientError as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, status=502)

    return answer


async def _order(request: web.Request, kind: type[OrderT]) -> OrderT:
    return msgspec.json.decode(await request.read(), type=kind)


def _json(value: Any, *, status: int = 200) -> web.Response:
    # ASCII, because a contact may send half a surrogate pair, which UTF-8 cannot hold.
    return web.Response(text=json.dumps(value), status=status, content_type="application/json")


def _number_view(number: Number) -> Json:
    return {
        "number_id": number.number_id,
        "display_number": number.display_number,
        "waba_id": number.waba_id,
        "callback_url": number.callback_url,
        "window": number.window,
        "statuses": msgspec.to_builtins(number.statuses),
    }


def _phone_view(phone: Phone) -> Json:
    return {
        "number_id": phone.number.number_id,
        "wa_id": phone.wa_id,
        "user_id": phone.user_id,
        "name": phone.name,
        "received": len(phone.received()),
        "window_is_open": phone.window_is_open,
    }


def _received_view(message: Received) -> Json:
    return {
        "wamid": message.wamid,
        "at": message.at,
        "kind": message.kind,
        "text": message.text,
        "link": message.link,
        "buttons": message.buttons,
        "rows": message.rows,
        "opaque": message.opaque,
        "statuses": message.statuses,
        "request": message.request,
    }
