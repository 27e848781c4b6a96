"""A business number at the provider: its credentials, its callback, how it behaves."""

from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from parley.simulator.faults import Faults
from parley.simulator.webhooks import Sender

WINDOW_SECONDS = 24 * 3600
NUMBER_LIMIT_CODE = 130429

WindowMode = Literal["off", "sync", "status"]
"""A send after the window: accepted all the same, refused, or accepted and then failed."""

StatusName = Literal["sent", "delivered", "read"]


class StatusPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """Which statuses an accepted message raises by itself, and in which order they are posted."""

    sent: bool = True
    delivered: bool = True
    read: bool = False
    order: tuple[StatusName, ...] = ("sent", "delivered", "read")
    before_answer: bool = False
    """Post them and wait for their answer before the send call itself is answered."""
    repeats: int = 1
    """How often each status is posted."""

    def names(self) -> list[StatusName]:
        wanted = {"sent": self.sent, "delivered": self.delivered, "read": self.read}
        return [name for name in self.order if wanted[name] for _ in range(self.repeats)]


NO_STATUSES = StatusPolicy(sent=False, delivered=False, read=False)


@dataclass(slots=True, kw_only=True, eq=False)
class Number:
    """`number_id` is the provider's id of the number, `display_number` its digits."""

    number_id: str
    display_number: str
    waba_id: str
    token: str
    app_secret: str
    callback_url: str
    verify_token: str
    name: str = "Parley simulator"
    window: WindowMode = "sync"
    statuses: StatusPolicy = field(default_factory=StatusPolicy)
    templates: frozenset[str] | None = None
    """Names that may be sent; None takes any."""
    faults: Faults = field(default_factory=lambda: Faults(limit_code=NUMBER_LIMIT_CODE))

    @property
    def sender(self) -> Sender:
        return Sender(self.waba_id, self.number_id, self.display_number)
