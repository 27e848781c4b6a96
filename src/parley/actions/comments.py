"""Internal notes on a conversation."""

from parley.domain.actor import Actor, ActorKind
from parley.domain.conversation import PREVIEW_LENGTH
from parley.domain.desk import Desk
from parley.domain.errors import Invalid, LimitExceeded
from parley.domain.events import CommentAdded
from parley.domain.ids import CommentId, ConversationId, UserId
from parley.domain.message import Author, Comment

COMMENT_LENGTH = 1000

AUTHORS = {
    ActorKind.USER: Author.USER,
    ActorKind.WORKFLOW: Author.WORKFLOW,
    ActorKind.API: Author.API,
}


def add_comment(desk: Desk, conversation_id: ConversationId, body: str, *, actor: Actor) -> Comment:
    """Also on a closed conversation. Raises Invalid when empty, LimitExceeded beyond 1,000 characters."""
    conversation = desk.get_conversation(conversation_id)
    if not body.strip():
        message = "A comment needs some text."
        raise Invalid(message, field="body")
    if len(body) > COMMENT_LENGTH:
        message = f"A comment takes at most {COMMENT_LENGTH} characters."
        raise LimitExceeded(message, field="body", limit=COMMENT_LENGTH)
    comment = Comment(
        desk.workspace_id,
        desk.new_id(CommentId),
        conversation.contact_id,
        conversation.id,
        AUTHORS.get(actor.kind, Author.API),
        UserId(actor.id) if actor.kind is ActorKind.USER and actor.id else None,
        body,
        desk.now,
    )
    desk.comments.append(comment)
    desk.emit(
        CommentAdded(comment.id, body[:PREVIEW_LENGTH]),
        actor=actor,
        contact_id=conversation.contact_id,
        conversation_id=conversation.id,
    )
    return comment
