"""Whose eyes a read is for: workspace and visibility, decided in SQL (O28)."""

from msgspec import Struct
from sqlalchemy import ColumnElement, Table, and_, any_, bindparam, exists, false, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from parley.domain.ids import TeamId, UserId, WorkspaceId
from parley.domain.people import Visibility
from parley.storage.schema.conversations import conversation
from parley.storage.schema.people import contact


class Scope(Struct, frozen=True):
    """One caller. `team_ids` are the caller's own teams."""

    workspace_id: WorkspaceId
    user_id: UserId
    visibility: Visibility
    team_ids: tuple[TeamId, ...] = ()

    def sees(self, *, assignee_id: UserId | None, team_id: TeamId | None) -> bool:
        """The rule in Python, for values that are loaded already; `may_see` is the same in SQL."""
        match self.visibility:
            case Visibility.ALL:
                return True
            case Visibility.OWN:
                return assignee_id == self.user_id
            case Visibility.TEAM:
                return assignee_id == self.user_id or team_id in self.team_ids

    @property
    def values(self) -> dict[str, object]:
        """What the names below stand for."""
        return {
            "workspace_id": self.workspace_id,
            "user_id": self.user_id,
            "team_ids": list(self.team_ids),
        }


WORKSPACE_ID = bindparam("workspace_id", type_=UUID())
USER_ID = bindparam("user_id", type_=UUID())
TEAM_IDS = bindparam("team_ids", type_=ARRAY(UUID()))


def may_see(visibility: Visibility, table: Table = conversation) -> ColumnElement[bool]:
    """The caller may see this row of `conversation` (or of an alias of it)."""
    mine = table.c.assignee_id == USER_ID
    match visibility:
        case Visibility.ALL:
            return true()
        case Visibility.OWN:
            return mine
        case Visibility.TEAM:
            return or_(mine, table.c.team_id == any_(TEAM_IDS))


def may_see_conversation(visibility: Visibility, of: Table) -> ColumnElement[bool]:
    """The row of `of` belongs to a conversation that the caller may see."""
    if visibility is Visibility.ALL:
        return true()
    seen = conversation.alias("seen")
    return exists(
        select(1).where(
            seen.c.workspace_id == of.c.workspace_id,
            seen.c.id == of.c.conversation_id,
            may_see(visibility, seen),  # pyright: ignore[reportArgumentType] - an alias has the same columns
        )
    )
