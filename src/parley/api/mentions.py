"""Routes of mentions: the comments that name the caller."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from parley.api.auth import guard
from parley.api.deps import DepsHere
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.views.thread import CommentItem, comment_item, ids_of
from parley.api.words import View
from parley.domain.ids import CommentId
from parley.storage.reads.mentions import list_mentions
from parley.storage.reads.names import find_names

router = make_router("messages")
Reader = Annotated[Scope, guard(Verb.READ, Resource.CONVERSATIONS)]


class MentionView(View):
    contact_id: UUID
    comment: CommentItem


@router.get("/mentions")
async def list_own_mentions(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[MentionView]:
    """Newest first. Each is shown whoever holds the conversation, which itself is as visible as ever."""
    key = page.key(UUID)
    rows = await list_mentions(
        deps.pool,
        scope.workspace_id,
        scope.user_id,
        after=CommentId(key[0]) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda row: (row.comment.id,))
    names = await find_names(deps.pool, scope.workspace_id, ids_of([row.comment for row in shown]))
    items = [
        MentionView(contact_id=row.contact_id, comment=comment_item(row.comment, names))
        for row in shown
    ]
    return Page(items=items, next=following)
