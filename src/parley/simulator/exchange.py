"""The network itself: numbers, phones and what passes between them; knows no HTTP server."""

from collections.abc import Callable

from parley.simulator.clock import SimulatorClock
from parley.simulator.delivery import Courier, DeliveryPolicy
from parley.simulator.errors import GraphError, Json, status_error_of
from parley.simulator.ids import IdMaker
from parley.simulator.ledger import (
    BusinessEchoed,
    BusinessRead,
    ContactSent,
    Entry,
    Ledger,
    PhoneReceived,
    StatusRaised,
)
from parley.simulator.media import INBOUND_LIFE_SECONDS, UPLOAD_LIFE_SECONDS, Media, MediaStore
from parley.simulator.numbers import Number
from parley.simulator.phones import Phone, Received
from parley.simulator.sends import ReadMark, Send
from parley.simulator.webhooks import WebhookEvent

# The rest is about older messages or about the person, and gives the business no new window.
_OPENS_NO_WINDOW = frozenset(("reaction", "system", "edit", "revoke", "unsupported"))


class Exchange:
    """State and rules of the simulated provider."""

    def __init__(self, *, clock: SimulatorClock, ledger: Ledger, ids: IdMaker) -> None:
        self.clock = clock
        self.ledger = ledger
        self.ids = ids
        self.media = MediaStore()
        self.numbers: dict[str, Number] = {}
        self.couriers: dict[tuple[str, str], Courier] = {}
        self.delivery = DeliveryPolicy()
        self._phones: dict[tuple[str, str], Phone] = {}

    def now(self) -> float:
        return self.clock.now()

    async def until(self, condition: Callable[[], bool], *, within_seconds: float) -> None:
        await self.ledger.until(condition, within_seconds=within_seconds)

    def add_number(self, number: Number) -> None:
        """A number that the ledger knows finds its phones as they were."""
        self.numbers[number.number_id] = number
        by_wamid: dict[str, Received] = {}
        for entry in self.ledger.entries:
            if getattr(entry, "number_id", None) == number.number_id:
                self._recall(number, entry, by_wamid)

    def phone(
        self, number: Number, *, wa_id: str | None, user_id: str | None, name: str | None = None
    ) -> Phone:
        """The phone known by either address, else a new one; the phone number is looked up first."""
        known = [address for address in (wa_id, user_id) if address]
        for address in known:
            found = self._phones.get((number.number_id, address))
            if found is not None:
                found.name = name or found.name
                found.user_id = user_id or found.user_id
                self._phones.setdefault((number.number_id, found.user_id or address), found)
                return found
        shown = name or f"Contact {known[0][-4:]}"
        lane = f"{number.number_id}/{known[0]}"
        phone = Phone(line=self, number=number, wa_id=wa_id, user_id=user_id, name=shown, lane=lane)
        for address in known:
            self._phones[number.number_id, address] = phone
        return phone

    def phones(self) -> list[Phone]:
        return list(dict.fromkeys(self._phones.values()))

    def courier(self, number: Number) -> Courier:
        """One per callback and secret, as the provider posts per app and not per number."""
        key = (number.callback_url, number.app_secret)
        if key not in self.couriers:
            self.couriers[key] = Courier(*key, clock=self.clock, ledger=self.ledger, ids=self.ids)
            self.couriers[key].policy = self.delivery
        return self.couriers[key]

    def rename(self, phone: Phone, new_wa_id: str) -> None:
        number_id = phone.number.number_id
        self._phones.pop((number_id, phone.address), None)
        phone.wa_id = new_wa_id
        self._phones[number_id, new_wa_id] = phone

    def keep_media(self, number: Number, data: bytes, mime_type: str, name: str | None) -> Media:
        return self._keep_media(number, data, mime_type, name, INBOUND_LIFE_SECONDS)

    def upload_media(self, number: Number, data: bytes, mime_type: str, name: str | None) -> Media:
        return self._keep_media(number, data, mime_type, name, UPLOAD_LIFE_SECONDS)

    def send_from(self, phone: Phone, content: Json, *, context: Json | None) -> str:
        """A contact's message goes into the ledger and to the callback."""
        wamid = self.ids.wamid(phone.address, inbound=True)
        message: Json = {"context": context} if context else {}
        message |= _from_of(phone) | {"id": wamid, "timestamp": self._timestamp()} | content
        kind: str = content["type"]
        if kind not in _OPENS_NO_WINDOW:
            phone.last_wrote_at = self.now()
        self.ledger.add(
            ContactSent(
                seq=self.ledger.next_seq(),
                at=self.now(),
                number_id=phone.number.number_id,
                contact=phone.address,
                wamid=wamid,
                kind=kind,
                message=message,
            )
        )
        block = None if kind == "system" else contact_block_of(phone)
        self._post(phone, wamid, message, contact_block=block)
        return wamid

    def echo_to(self, phone: Phone, content: Json) -> str:
        wamid = self.ids.wamid(phone.address, inbound=False)
        message: Json = {"from": phone.number.display_number}
        if phone.wa_id:
            message["to"] = phone.wa_id
        if phone.user_id:
            message["to_user_id"] = phone.user_id
        message |= {"id": wamid, "timestamp": self._timestamp()} | content
        self.ledger.add(
            BusinessEchoed(
                seq=self.ledger.next_seq(),
                at=self.now(),
                number_id=phone.number.number_id,
                contact=phone.address,
                wamid=wamid,
                message=message,
            )
        )
        event = WebhookEvent(
            wamid,
            phone.lane,
            phone.number.sender,
            message,
            list_name="message_echoes",
            field="smb_message_echoes",
            contact_block=contact_block_of(phone),
        )
        self.courier(phone.number).post(event)
        return wamid

    def post_value(self, number: Number, field: str, value: Json) -> str:
        """A webhook of any other field, for instance an account update."""
        event_id = f"{field}:{self.ids.webhook_id()}"
        event = WebhookEvent(event_id, field, number.sender, value, field=field, whole_value=True)
        self.courier(number).post(event)
        return event_id

    def accept(self, phone: Phone, send: Send) -> Received:
        """Put the message on the phone; statuses are raised apart."""
        received = Received(
            wamid=self.ids.wamid(phone.address, inbound=False),
            at=self.now(),
            kind=send.kind,
            opaque=send.opaque,
            request=send.request,
        )
        phone.take(received)
        self.ledger.add(
            PhoneReceived(
                seq=self.ledger.next_seq(),
                at=received.at,
                number_id=phone.number.number_id,
                contact=phone.address,
                wamid=received.wamid,
                kind=received.kind,
                opaque=received.opaque,
                request=received.request,
            )
        )
        return received

    def mark_read(self, number: Number, mark: ReadMark) -> None:
        entry = BusinessRead(
            seq=self.ledger.next_seq(),
            at=self.now(),
            number_id=number.number_id,
            wamid=mark.message_id,
            typing=mark.typing,
        )
        self.ledger.add(entry)

    def raise_status(
        self, phone: Phone, received: Received, status: str, *, error: GraphError | None = None
    ) -> None:
        received.statuses.append(status)
        self.ledger.add(
            StatusRaised(
                seq=self.ledger.next_seq(),
                at=self.now(),
                number_id=phone.number.number_id,
                contact=phone.address,
                wamid=received.wamid,
                status=status,
                opaque=received.opaque,
                error_code=error.code if error else None,
            )
        )
        item = self._status_item(phone, received, status, error)
        event = WebhookEvent(
            f"{received.wamid}:{status}",
            phone.lane,
            phone.number.sender,
            item,
            list_name="statuses",
            contact_block=contact_block_of(phone) if phone.user_id else None,
        )
        self.courier(phone.number).post(event)

    def _recall(self, number: Number, entry: Entry, by_wamid: dict[str, Received]) -> None:
        match entry:
            case ContactSent(contact=address, message={"system": {"wa_id": str(new_wa_id)}}):
                self.rename(self._phone_at(number, address), new_wa_id)
            case ContactSent(contact=address, kind=kind, at=at):
                if kind not in _OPENS_NO_WINDOW:
                    self._phone_at(number, address).last_wrote_at = at
            case PhoneReceived(contact=address, wamid=wamid):
                received = Received(
                    wamid=wamid,
                    at=entry.at,
                    kind=entry.kind,
                    opaque=entry.opaque,
                    request=entry.request,
                )
                by_wamid[wamid] = received
                self._phone_at(number, address).take(received)
            case StatusRaised(wamid=wamid, status=status) if wamid in by_wamid:
                by_wamid[wamid].statuses.append(status)
            case _:
                pass

    def _phone_at(self, number: Number, address: str) -> Phone:
        wa_id, user_id = (None, address) if "." in address else (address, None)
        return self.phone(number, wa_id=wa_id, user_id=user_id)

    def _status_item(
        self, phone: Phone, received: Received, status: str, error: GraphError | None
    ) -> Json:
        item: Json = {"id": received.wamid, "status": status, "timestamp": self._timestamp()}
        if phone.wa_id:
            item["recipient_id"] = phone.wa_id
        if phone.user_id:
            item["recipient_user_id"] = phone.user_id
        if received.opaque is not None:
            item["biz_opaque_callback_data"] = received.opaque
        if error is not None:
            item["errors"] = [status_error_of(error)]
        elif status != "read":
            category = "utility" if received.kind == "template" else "service"
            item["pricing"] = {
                "billable": category != "service",
                "pricing_model": "PMP",
                "category": category,
                "type": "regular" if category != "service" else "free_customer_service",
            }
        return item

    def _post(self, phone: Phone, event_id: str, item: Json, *, contact_block: Json | None) -> None:
        event = WebhookEvent(
            event_id, phone.lane, phone.number.sender, item, contact_block=contact_block
        )
        self.courier(phone.number).post(event)

    def _keep_media(
        self, number: Number, data: bytes, mime_type: str, name: str | None, life_seconds: int
    ) -> Media:
        return self.media.keep(
            data,
            media_id=self.ids.media_id(),
            number_id=number.number_id,
            mime_type=mime_type,
            filename=name,
            expires_at=self.now() + life_seconds,
        )

    def _timestamp(self) -> str:
        return str(int(self.now()))


def contact_block_of(phone: Phone) -> Json:
    profile = {"name": phone.name}
    if phone.username:
        profile["username"] = phone.username
    block: Json = {"profile": profile}
    if phone.wa_id:
        block["wa_id"] = phone.wa_id
    if phone.user_id:
        block["user_id"] = phone.user_id
    if phone.parent_user_id:
        block["parent_user_id"] = phone.parent_user_id
    return block


def _from_of(phone: Phone) -> Json:
    sender: Json = {}
    if phone.wa_id:
        sender["from"] = phone.wa_id
    if phone.user_id:
        sender["from_user_id"] = phone.user_id
    if phone.parent_user_id:
        sender["from_parent_user_id"] = phone.parent_user_id
    return sender
