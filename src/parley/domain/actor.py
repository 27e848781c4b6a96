"""Who caused something: carried by every event."""

from enum import StrEnum

from msgspec import Struct

from parley.domain.ids import UUID, UserId, WorkflowId


class ActorKind(StrEnum):
    CONTACT = "contact"
    USER = "user"
    WORKFLOW = "workflow"
    API = "api"
    ECHO = "echo"
    AUTO_CLOSE = "auto_close"
    SYSTEM = "system"


class Actor(Struct, frozen=True, omit_defaults=True):
    """`id` is the user's, contact's or workflow's id; `chain` the workflows that led here, oldest first."""

    kind: ActorKind
    id: UUID | None = None
    chain: tuple[WorkflowId, ...] = ()

    @property
    def is_person(self) -> bool:
        """An echo counts: somebody typed it in the phone app (O3)."""
        return self.kind in (ActorKind.USER, ActorKind.ECHO)


SYSTEM = Actor(ActorKind.SYSTEM)


def user_actor(user_id: UserId) -> Actor:
    return Actor(ActorKind.USER, user_id)
