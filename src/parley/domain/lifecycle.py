"""Where a contact is in the sales journey: ordered stages, of which a contact has one or none."""

from msgspec import Struct

from parley.domain.ids import StageId, WorkspaceId


class LifecycleStage(Struct, frozen=True):
    """`position` orders the stages from 1. `is_lost`: the journey ended without success."""

    workspace_id: WorkspaceId
    id: StageId
    name: str
    position: int
    is_lost: bool = False
    description: str = ""
