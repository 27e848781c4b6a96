"""Ids in the provider's style, unique across restarts, made without asking the system each time."""

import base64
import itertools
import secrets


class IdMaker:
    """`seed` makes the ids repeat from run to run; without it each start has its own."""

    def __init__(self, seed: str | None = None) -> None:
        self._prefix = (seed or secrets.token_hex(6)).upper()[:12].ljust(12, "0")
        self._count = itertools.count(1)

    def wamid(self, address: str, *, inbound: bool) -> str:
        """`wamid.` and base64 of the other side's address, the direction and a serial number."""
        owner = address.encode()
        head = bytes((0x1C, 0x18, len(owner) & 0xFF)) + owner
        middle = bytes((0x15, 0x02, 0x00, 0x12 if inbound else 0x11, 0x18, 0x14))
        serial = f"{self._prefix}{next(self._count):08X}".encode()
        return "wamid." + base64.b64encode(head + middle + serial + b"\x00").decode()

    def media_id(self) -> str:
        return f"{int(self._prefix.encode().hex()[:10], 16) % 10**7}{next(self._count):08d}"

    def trace_id(self) -> str:
        return f"A{self._prefix}{next(self._count):X}"

    def webhook_id(self) -> str:
        return f"wh-{next(self._count)}"
