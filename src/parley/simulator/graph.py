"""The Graph side over HTTP: send calls, media, the number itself."""

import asyncio
import hmac

import msgspec
from aiohttp import web

from parley.simulator.errors import GraphError, Json, answer_of
from parley.simulator.exchange import Exchange
from parley.simulator.faults import Fault
from parley.simulator.ledger import SendRefused
from parley.simulator.media import URL_LIFE_SECONDS, Media, why_not_fetched
from parley.simulator.numbers import Number
from parley.simulator.phones import Phone, Received
from parley.simulator.sends import ReadMark, Send, parse_call

MAX_BODY_BYTES = 100 * 1024 * 1024
_GARBAGE = b"<html><body>The gateway lost its way</body></html"


class GraphApi:
    """Handlers for one exchange; `base_url` is where media is offered for download."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._is_stopping = asyncio.Event()
        self.base_url = ""

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(r"/{version:v\d+\.\d+}/{number_id:\d+}/messages", self.post_message)
        app.router.add_post(r"/{version:v\d+\.\d+}/{number_id:\d+}/media", self.post_media)
        app.router.add_get(r"/{version:v\d+\.\d+}/{object_id:\d+}", self.get_object)
        app.router.add_delete(r"/{version:v\d+\.\d+}/{object_id:\d+}", self.delete_media)
        app.router.add_get("/media/{media_id}", self.download)

    def stop(self) -> None:
        """Let go of the calls that are kept waiting for ever."""
        self._is_stopping.set()

    async def post_message(self, request: web.Request) -> web.StreamResponse:
        number_id, opaque = request.match_info["number_id"], None
        try:
            number = self._number(request, number_id)
            call = parse_call(_decode(await request.read()))
            if isinstance(call, ReadMark):
                self._exchange.mark_read(number, call)
                return _json({"success": True})
            opaque = call.opaque
            return await self._send(request, number, call)
        except GraphError as error:
            self._refused(number_id, error, opaque)
            return self._refusal(error)

    async def post_media(self, request: web.Request) -> web.Response:
        try:
            number = self._number(request, request.match_info["number_id"])
            form = await request.post()
        except GraphError as error:
            return self._refusal(error)
        upload = form.get("file")
        if form.get("messaging_product") != "whatsapp" or not isinstance(upload, web.FileField):
            return self._refusal(GraphError(100, "messaging_product and file are required."))
        mime_type = str(form.get("type") or upload.content_type)
        data = upload.file.read()
        media = self._exchange.upload_media(number, data, mime_type, upload.filename)
        return _json({"id": media.media_id})

    async def get_object(self, request: web.Request) -> web.Response:
        object_id = request.match_info["object_id"]
        try:
            if object_id in self._exchange.numbers:
                return _json(_number_object(self._number(request, object_id)))
            return _json(self._media_object(self._media(request, object_id)))
        except GraphError as error:
            return self._refusal(error)

    async def delete_media(self, request: web.Request) -> web.Response:
        try:
            media = self._media(request, request.match_info["object_id"])
        except GraphError as error:
            return self._refusal(error)
        self._exchange.media.forget(media.media_id)
        return _json({"success": True})

    async def download(self, request: web.Request) -> web.Response:
        try:
            media = self._media(request, request.match_info["media_id"])
        except GraphError as error:
            return web.Response(status=401 if error.code == 190 else 404)  # noqa: PLR2004
        expires_at = request.query.get("ext", "")
        if not expires_at.isdigit() or int(expires_at) <= self._exchange.now():
            return web.Response(status=404)
        return web.Response(body=media.data, headers={"Content-Type": media.mime_type})

    async def _send(self, request: web.Request, number: Number, send: Send) -> web.StreamResponse:
        exchange = self._exchange
        phone = exchange.phone(number, wa_id=send.wa_id, user_id=send.user_id)
        await _delay(max(number.faults.answer_delay_seconds, phone.faults.answer_delay_seconds))
        self._check_references(number, send)
        self._check_limits(number, phone)
        fault = phone.faults.take() or number.faults.take()
        if fault is not None and fault.kind == "error":
            raise GraphError(fault.code, fault.details, status=fault.status)
        if fault is not None and fault.kind != "fails_later" and not fault.accepted:
            self._refused(number.number_id, GraphError(0, fault.kind, status=0), send.opaque)
            return await self._misanswer(request, fault)
        later = self._later_failure(number, phone, send, fault)
        received = exchange.accept(phone, send)
        await self._raise_statuses(phone, received, later)
        if fault is not None and fault.kind != "fails_later":
            return await self._misanswer(request, fault)
        return _json(_acceptance(send, received))

    def _check_references(self, number: Number, send: Send) -> None:
        """What the body points at must exist: the template, the uploaded media."""
        now = self._exchange.now()
        if send.media_id is not None and self._exchange.media.find(send.media_id, at=now) is None:
            raise GraphError(131009, f"Media {send.media_id} does not exist.")
        if send.kind == "template" and number.templates is not None:
            name = send.request["template"]["name"]
            if name not in number.templates:
                raise GraphError(132001, f"Template {name} does not exist in this language.")

    def _check_limits(self, number: Number, phone: Phone) -> None:
        for limit in (number.faults.limit, phone.faults.limit):
            if limit is not None and not limit.allows(self._exchange.now()):
                raise GraphError(limit.code, "Rate limit hit: send slower.")

    def _later_failure(
        self, number: Number, phone: Phone, send: Send, fault: Fault | None
    ) -> GraphError | None:
        """Why an accepted message will fail; raises it where the number refuses at once."""
        if fault is not None and fault.kind == "fails_later":
            return GraphError(fault.code, fault.details)
        if not phone.on_whatsapp:
            return GraphError(131026, "The message could not be delivered.")
        if number.window == "off" or send.kind == "template" or phone.window_is_open:
            unfetched = why_not_fetched(send.kind, send.link) if send.link else None
            return GraphError(131053, unfetched) if unfetched else None
        closed = GraphError(131047, "The last message of this contact is over 24 hours old.")
        if number.window == "sync":
            raise closed
        return closed

    async def _raise_statuses(
        self, phone: Phone, received: Received, failure: GraphError | None
    ) -> None:
        policy = phone.statuses or phone.number.statuses
        if failure is not None:
            self._exchange.raise_status(phone, received, "failed", error=failure)
        else:
            for name in policy.names():
                self._exchange.raise_status(phone, received, name)
        if policy.before_answer:
            courier = self._exchange.courier(phone.number)
            await self._exchange.until(lambda: courier.is_idle, within_seconds=30)

    async def _misanswer(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "garbage":
            return web.Response(status=fault.status or 200, body=_GARBAGE)
        if fault.kind == "silence":
            await self._is_stopping.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    def _number(self, request: web.Request, number_id: str) -> Number:
        number = self._exchange.numbers.get(number_id)
        token = _bearer(request)
        if number is None:
            raise GraphError(100, f"Object with id {number_id} does not exist.")
        if not hmac.compare_digest(token.encode(), number.token.encode()):
            raise GraphError(190, "Invalid access token.")
        return number

    def _media(self, request: web.Request, media_id: str) -> Media:
        media = self._exchange.media.find(media_id, at=self._exchange.now())
        if media is None:
            raise GraphError(100, f"Object with id {media_id} does not exist.")
        self._number(request, media.number_id)
        return media

    def _media_object(self, media: Media) -> Json:
        expires_at = int(self._exchange.now()) + URL_LIFE_SECONDS
        return {
            "messaging_product": "whatsapp",
            "url": f"{self.base_url}/media/{media.media_id}?ext={expires_at}",
            "mime_type": media.mime_type,
            "sha256": media.sha256.hex(),
            "file_size": str(len(media.data)),
            "id": media.media_id,
        }

    def _refused(self, number_id: str, error: GraphError, opaque: str | None) -> None:
        ledger = self._exchange.ledger
        ledger.add(
            SendRefused(
                seq=ledger.next_seq(),
                at=self._exchange.now(),
                number_id=number_id,
                code=error.code,
                status=error.status,
                details=error.details,
                opaque=opaque,
            )
        )

    def _refusal(self, error: GraphError) -> web.Response:
        return _json(answer_of(error, self._exchange.ids.trace_id()), status=error.status)


def _acceptance(send: Send, received: Received) -> Json:
    contact: Json = {"input": send.given_address}
    if send.wa_id:
        contact["wa_id"] = send.wa_id
    else:
        contact["user_id"] = send.user_id
    message: Json = {"id": received.wamid}
    if send.kind == "template":
        message["message_status"] = "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}


def _number_object(number: Number) -> Json:
    return {
        "id": number.number_id,
        "display_phone_number": number.display_number,
        "verified_name": number.name,
        "quality_rating": "GREEN",
    }


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise GraphError(190, "An access token is required.")
    return token


def _decode(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        raise GraphError(100, "The request body is not valid JSON.") from error


def _json(value: Json, *, status: int = 200) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(value), status=status, content_type="application/json"
    )


async def _delay(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)
