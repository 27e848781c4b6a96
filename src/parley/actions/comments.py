"""Internal notes on a conversation."""

from collections.abc import Iterable

from parley.domain.actor import Actor, ActorKind
from parley.domain.conversation import PREVIEW_LENGTH
from parley.domain.desk import Desk
from parley.domain.errors import Invalid, LimitExceeded, NotFound
from parley.domain.events import CommentAdded
from parley.domain.ids import CommentId, ConversationId, UserId
from parley.domain.message import Author, Comment

COMMENT_LENGTH = 1000

AUTHORS = {
    ActorKind.USER: Author.USER,
    ActorKind.WORKFLOW: Author.WORKFLOW,
    ActorKind.API: Author.API,
}


def add_comment(
    desk: Desk,
    conversation_id: ConversationId,
    body: str,
    *,
    actor: Actor,
    mentions: Iterable[UserId] = (),
) -> Comment:
    """Also on a closed conversation. Raises Invalid when empty, LimitExceeded beyond 1,000 characters,
    NotFound if somebody is mentioned who is no active user.
    """
    conversation = desk.get_conversation(conversation_id)
    if not body.strip():
        message = "A comment needs some text."
        raise Invalid(message, field="body")
    if len(body) > COMMENT_LENGTH:
        message = f"A comment takes at most {COMMENT_LENGTH} characters."
        raise LimitExceeded(message, field="body", limit=COMMENT_LENGTH)
    mentioned = tuple(dict.fromkeys(mentions))
    for user_id in mentioned:
        if desk.reference.active_user(user_id) is None:
            message = "Who is mentioned is no active user."
            raise NotFound(message, field="mentions", user_id=str(user_id))
    comment = Comment(
        desk.workspace_id,
        desk.new_id(CommentId),
        conversation.contact_id,
        conversation.id,
        AUTHORS.get(actor.kind, Author.API),
        UserId(actor.id) if actor.kind is ActorKind.USER and actor.id else None,
        body,
        desk.now,
        mentioned,
    )
    desk.comments.append(comment)
    desk.emit(
        CommentAdded(comment.id, body[:PREVIEW_LENGTH], mentioned),
        actor=actor,
        contact_id=conversation.contact_id,
        conversation_id=conversation.id,
    )
    return comment
