"""What of the workspace's conversations a user sees: as a predicate and as a SQL condition (O28)."""

from msgspec import Struct
from sqlalchemy import ColumnElement, FromClause, and_, exists, false, or_, select, true

from parley.domain.ids import TeamId, UserId, WorkspaceId
from parley.domain.people import Visibility
from parley.storage.schema.conversations import conversation as conversations


class Sight(Struct, frozen=True):
    """`own`: assigned to the user. `team`: that, and whatever belongs to one of the user's teams.
    `all`: everything. The predicate and the conditions below say the same; a test compares them.
    """

    workspace_id: WorkspaceId
    user_id: UserId
    visibility: Visibility
    team_ids: frozenset[TeamId] = frozenset()

    @property
    def sees_all(self) -> bool:
        return self.visibility is Visibility.ALL

    def sees(self, *, assignee_id: UserId | None, team_id: TeamId | None) -> bool:
        """Whether a conversation with this assignee and team is the user's to see."""
        match self.visibility:
            case Visibility.ALL:
                return True
            case Visibility.TEAM:
                return assignee_id == self.user_id or team_id in self.team_ids
            case Visibility.OWN:
                return assignee_id == self.user_id


def sees_conversation(sight: Sight, table: FromClause = conversations) -> ColumnElement[bool]:
    """The condition on a conversation's row, the workspace included; `table` may be an alias."""
    mine = table.c.assignee_id == sight.user_id
    match sight.visibility:
        case Visibility.ALL:
            seen: ColumnElement[bool] = true()
        case Visibility.TEAM:
            ours = table.c.team_id.in_(sorted(sight.team_ids)) if sight.team_ids else false()
            seen = or_(mine, ours)
        case Visibility.OWN:
            seen = mine
    return and_(table.c.workspace_id == sight.workspace_id, seen)


def sees_contact(sight: Sight, table: FromClause) -> ColumnElement[bool]:
    """The condition on a contact's row: its owner, or who sees any of its conversations."""
    ours = table.c.workspace_id == sight.workspace_id
    if sight.sees_all:
        return ours
    inner = conversations.alias("seen_conversation")
    through = exists(
        select(inner.c.id).where(inner.c.contact_id == table.c.id, sees_conversation(sight, inner))
    )
    return and_(ours, or_(table.c.owner_id == sight.user_id, through))
