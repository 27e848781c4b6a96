"""A contact's phone, played from a script: it says, presses, reads and knows what it received."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from parley.simulator import choices, contents
from parley.simulator.errors import Json
from parley.simulator.faults import Faults
from parley.simulator.media import Media
from parley.simulator.numbers import WINDOW_SECONDS, Number, StatusPolicy
from parley.simulator.samples import OGG, PDF, PNG, WEBP

PAIR_LIMIT_CODE = 131056


@dataclass(slots=True, kw_only=True, eq=False)
class Received:
    """A message on the phone; `request` is the body of the send call."""

    wamid: str
    at: float
    kind: str
    opaque: str | None
    request: Json
    statuses: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """What a person would read: text, question or caption."""
        return choices.text_of(self.request)

    @property
    def link(self) -> str | None:
        """Where the file of a media message lies."""
        held: object = self.request.get(self.kind)
        return cast("Json", held).get("link") if isinstance(held, dict) else None

    @property
    def buttons(self) -> list[str]:
        return [choice.title for choice in choices.buttons_of(self.request)]

    @property
    def rows(self) -> list[str]:
        return [choice.title for choice in choices.rows_of(self.request)]


class PhoneLine(Protocol):
    """What a phone needs of the network it is on."""

    def send_from(self, phone: "Phone", content: Json, *, context: Json | None) -> str: ...
    def echo_to(self, phone: "Phone", content: Json) -> str: ...
    def raise_status(self, phone: "Phone", received: Received, status: str) -> None: ...
    def keep_media(
        self, number: Number, data: bytes, mime_type: str, name: str | None
    ) -> Media: ...
    def rename(self, phone: "Phone", new_wa_id: str) -> None: ...
    def now(self) -> float: ...
    async def until(self, condition: Callable[[], bool], *, within_seconds: float) -> None: ...


@dataclass(slots=True, kw_only=True, eq=False)
class Phone:
    """One person as one business number sees them; every verb returns the id of its message."""

    line: PhoneLine
    number: Number
    wa_id: str | None
    user_id: str | None
    name: str
    lane: str
    """Keeps the order of this person's webhooks, whatever becomes of their addresses."""
    parent_user_id: str | None = None
    username: str | None = None
    on_whatsapp: bool = True
    statuses: StatusPolicy | None = None
    """Overrides the number's policy."""
    faults: Faults = field(default_factory=lambda: Faults(limit_code=PAIR_LIMIT_CODE))
    last_wrote_at: float | None = None
    _received: list[Received] = field(default_factory=list[Received])
    _handed_out: int = 0

    @property
    def address(self) -> str:
        """The phone number's digits, else the user id."""
        return self.wa_id or self.user_id or ""

    @property
    def window_is_open(self) -> bool:
        wrote = self.last_wrote_at
        return wrote is not None and self.line.now() < wrote + WINDOW_SECONDS

    def says(
        self,
        text: str,
        *,
        reply_to: str | None = None,
        forwarded: bool = False,
        referral: Json | None = None,
    ) -> str:
        content = contents.text(text)
        if referral is not None:
            content["referral"] = referral
        context: Json | None = {"forwarded": True} if forwarded else None
        if reply_to is not None:
            context = {"from": self.number.display_number, "id": reply_to}
        return self.sends(content, context=context)

    def sends(self, content: Json, *, context: Json | None = None) -> str:
        """Any message: `content` has `type` and the member of that name, as in a webhook."""
        return self.line.send_from(self, content, context=context)

    def sends_image(self, data: bytes = PNG, *, caption: str | None = None) -> str:
        held = self.line.keep_media(self.number, data, "image/png", None)
        return self.sends(contents.media("image", held, caption=caption))

    def sends_video(self, data: bytes = b"\x00\x00\x00\x18ftypmp42") -> str:
        held = self.line.keep_media(self.number, data, "video/mp4", None)
        return self.sends(contents.media("video", held))

    def sends_document(self, data: bytes = PDF, *, filename: str = "invoice.pdf") -> str:
        held = self.line.keep_media(self.number, data, "application/pdf", filename)
        return self.sends(contents.media("document", held, filename=filename))

    def sends_voice(self, data: bytes = OGG) -> str:
        held = self.line.keep_media(self.number, data, "audio/ogg; codecs=opus", None)
        return self.sends(contents.media("audio", held, voice=True))

    def sends_sticker(self, data: bytes = WEBP, *, animated: bool = False) -> str:
        held = self.line.keep_media(self.number, data, "image/webp", None)
        return self.sends(contents.media("sticker", held, animated=animated))

    def sends_location(self, latitude: float, longitude: float, *, name: str | None = None) -> str:
        return self.sends(contents.location(latitude, longitude, name=name))

    def sends_contact_card(self, full_name: str, phone: str) -> str:
        return self.sends(contents.contact_card(full_name, phone))

    def sends_order(
        self, items: Sequence[tuple[str, int, float]], *, catalog_id: str = "100200300"
    ) -> str:
        return self.sends(contents.order(catalog_id, items, currency="EUR"))

    def sends_unsupported(self, inner_type: str | None = None) -> str:
        return self.sends(contents.unsupported(inner_type))

    def reacts(self, emoji: str | None, *, to: str | None = None) -> str:
        """To the last received message unless told; None takes the reaction back."""
        return self.sends(contents.reaction(to or self._received[-1].wamid, emoji))

    def presses(self, button: str | int) -> str:
        """A button of the newest message that has it, by title, id or position from 0.

        Raises NoSuchChoiceError when the phone shows no such button.
        """
        received, choice = choices.find_choice(self._received, button, choices.buttons_of)
        if received.kind == "template":
            content = contents.template_button(choice.title, choice.choice_id)
        else:
            content = contents.button_reply(choice.choice_id, choice.title)
        return self.sends(content, context=self._context_of(received))

    def picks(self, row: str | int) -> str:
        """A row of the newest list that has it; raises NoSuchChoiceError."""
        received, choice = choices.find_choice(self._received, row, choices.rows_of)
        content = contents.list_reply(choice.choice_id, choice.title, choice.description)
        return self.sends(content, context=self._context_of(received))

    def submits_form(self, answers: Mapping[str, Any], *, flow_token: str | None = None) -> str:
        return self.sends(contents.form_reply(answers, flow_token=flow_token))

    def edits(self, wamid: str, text: str) -> str:
        return self.sends(contents.edit(wamid, text))

    def revokes(self, wamid: str) -> str:
        return self.sends(contents.revoke(wamid))

    def changes_number(self, new_wa_id: str) -> str:
        """Tells the business of the new number, from the old one; then writes from the new."""
        old = self.address
        wamid = self.sends(contents.changed_number(self.name, old=old, new=new_wa_id))
        self.line.rename(self, new_wa_id)
        return wamid

    def is_written_to_by_the_app(self, text: str) -> str:
        """The business writes from its own phone app: an echo."""
        return self.line.echo_to(self, contents.text(text))

    def reads(self) -> list[str]:
        """Mark all that was received as read; the ids that were not yet."""
        unread = [message for message in self._received if "read" not in message.statuses]
        for message in unread:
            self.line.raise_status(self, message, "read")
        return [message.wamid for message in unread]

    def received(self) -> list[Received]:
        return list(self._received)

    async def received_message(
        self,
        matching: Callable[[Received], bool] = lambda _: True,
        *,
        within_seconds: float = 10.0,
    ) -> Received:
        """The next message that fits, later than the one this method returned last.

        Raises TimeoutError.
        """

        def found() -> int | None:
            candidates = range(self._handed_out, len(self._received))
            return next((at for at in candidates if matching(self._received[at])), None)

        await self.line.until(lambda: found() is not None, within_seconds=within_seconds)
        position = found()
        assert position is not None  # noqa: S101 - just waited for, and nothing is ever removed
        self._handed_out = position + 1
        return self._received[position]

    def take(self, message: Received) -> None:
        """The network puts a message on the phone."""
        self._received.append(message)

    def _context_of(self, received: Received) -> Json:
        return {"from": self.number.display_number, "id": received.wamid}
