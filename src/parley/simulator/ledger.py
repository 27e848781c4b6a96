"""All that happened, in order: what contacts sent, what phones received, every webhook attempt."""

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO, TypeVar

from msgspec import Struct, convert, to_builtins

from parley.simulator.errors import Json


class _Entry(Struct, frozen=True, tag_field="entry", kw_only=True):
    seq: int
    at: float
    """Seconds since 1970 by the simulator's clock."""


class ContactSent(_Entry, frozen=True, tag="contact_sent", kw_only=True):
    """A person wrote, pressed or edited: due at the callback exactly once, however often posted."""

    number_id: str
    contact: str
    wamid: str
    kind: str
    message: Json


class BusinessEchoed(_Entry, frozen=True, tag="business_echoed", kw_only=True):
    """The business wrote from its own phone app."""

    number_id: str
    contact: str
    wamid: str
    message: Json


class PhoneReceived(_Entry, frozen=True, tag="phone_received", kw_only=True):
    """A send call was accepted; `opaque` is its `biz_opaque_callback_data`."""

    number_id: str
    contact: str
    wamid: str
    kind: str
    opaque: str | None
    request: Json


class SendRefused(_Entry, frozen=True, tag="send_refused", kw_only=True):
    """A send call was not accepted; code 0 with status 0 means: hung up without an answer."""

    number_id: str
    code: int
    status: int
    details: str
    opaque: str | None


class BusinessRead(_Entry, frozen=True, tag="business_read", kw_only=True):
    """The business marked a contact's message as read."""

    number_id: str
    wamid: str
    typing: bool


class StatusRaised(_Entry, frozen=True, tag="status_raised", kw_only=True):
    number_id: str
    contact: str
    wamid: str
    status: str
    opaque: str | None
    error_code: int | None


class WebhookTried(_Entry, frozen=True, tag="webhook_tried", kw_only=True):
    """One POST; `status` None means that no answer came and `problem` says why."""

    webhook_id: str
    attempt: int
    events: tuple[str, ...]
    status: int | None
    problem: str | None


class WebhookLost(_Entry, frozen=True, tag="webhook_lost", kw_only=True):
    """Never delivered: dropped on purpose, or given up after the last retry."""

    webhook_id: str
    events: tuple[str, ...]
    reason: str


Entry = (
    ContactSent
    | BusinessEchoed
    | PhoneReceived
    | SendRefused
    | BusinessRead
    | StatusRaised
    | WebhookTried
    | WebhookLost
)
EntryT = TypeVar("EntryT", bound=_Entry)


class Ledger:
    """Append-only; with a path every entry is also one line of JSON in that file.

    A file that is there already is read first, and the count goes on from it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self._by_contact: dict[str, list[Entry]] = defaultdict(list)
        self._file: TextIO | None = None
        self._seq = 0
        if path is not None:
            self._read(path)
            self._file = open(path, "a", encoding="utf-8", opener=_open_private)  # noqa: SIM115 - Path.open takes no opener
        self._waiters: set[asyncio.Future[None]] = set()

    def next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def add(self, entry: Entry) -> None:
        self._keep(entry)
        if self._file:
            self._file.write(json_line(entry))
            self._file.flush()
        self.ring()

    def of(self, kind: type[EntryT], *, contact: str | None = None) -> list[EntryT]:
        """The entries of one kind in time order, of one contact (wa_id, or user id) or of all."""
        source = self.entries if contact is None else self._by_contact.get(contact, [])
        return [entry for entry in source if isinstance(entry, kind)]

    def after(self, seq: int) -> Sequence[Entry]:
        return self.entries[seq:]

    def ring(self) -> None:
        """Let everybody who waits look again."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, condition: Callable[[], bool], *, within_seconds: float = 10.0) -> None:
        """Return when the condition holds; it is asked after every change. Raises TimeoutError."""
        async with asyncio.timeout(within_seconds):
            while not condition():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.add(waiter)
                try:
                    await waiter
                finally:
                    self._waiters.discard(waiter)

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _keep(self, entry: Entry) -> None:
        self.entries.append(entry)
        contact = getattr(entry, "contact", None)
        if contact is not None:
            self._by_contact[contact].append(entry)

    def _read(self, path: Path) -> None:
        lines = path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []
        for entry in parse_ledger(lines):
            self._keep(entry)
        self._seq = len(self.entries)
        if self._seq < len(lines):
            # The line that a crash cut short would spoil the next one.
            path.write_text("".join(lines[: self._seq]), "utf-8")


def _open_private(path: str, flags: int) -> int:
    """For its owner's eyes only, also where an earlier version left it open to all: people's words are in it."""
    descriptor = os.open(path, flags, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def as_json(entry: Entry) -> Json:
    return to_builtins(entry)


def json_line(entry: Entry) -> str:
    # ASCII, because a contact may send half a surrogate pair, which UTF-8 cannot hold.
    return json.dumps(as_json(entry)) + "\n"


def parse_ledger(lines: Iterable[str]) -> list[Entry]:
    """The entries of a ledger file, in order; a last line cut short by a crash is left out."""
    entries: list[Entry] = []
    for line in lines:
        if not line.endswith("\n"):
            break
        entries.append(convert(json.loads(line), type=Entry))
    return entries


def kind_of(entry: Entry) -> Any:
    return entry.__struct_config__.tag
