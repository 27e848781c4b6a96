"""Routes of messages and comments: write one, look at one, try one again."""

from http import HTTPStatus
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from parley.actions.comments import add_comment
from parley.actions.messages import write_reply
from parley.actions.retrying import retry_message
from parley.api.auth import guard
from parley.api.conversation_changes import get_seen
from parley.api.deps import Deps, DepsHere
from parley.api.desks import decide
from parley.api.limits import FILE_ADDRESS_LENGTH, MESSAGE_LENGTH, NAME_LENGTH
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.views.thread import (
    CommentItem,
    MessageItem,
    MessageView,
    ids_of,
    message_item,
    message_view,
)
from parley.api.words import Body
from parley.api.words import Text as Words
from parley.domain.content import Content, Media, Text
from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.errors import AlreadyAssigned, NotFound
from parley.domain.ids import ChannelId, ConversationId, MessageId, UserId
from parley.domain.message import Author, Comment
from parley.domain.needs import Needs
from parley.storage.reads import delivery
from parley.storage.reads.contacts import find_contact
from parley.storage.reads.conversation import find_contact_of
from parley.storage.reads.names import find_names
from parley.storage.reads.thread import MessageRow, find_message
from parley.workflows.limits import MENTIONS

router = make_router("messages")

Reader = Annotated[Scope, guard(Verb.READ, Resource.CONVERSATIONS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.CONVERSATIONS)]


class NewAttachment(Body):
    """A file on the web, by its https address: the channel's provider fetches it, Parley does not."""

    media: Literal["image", "video", "audio", "file"]
    url: Annotated[Words, Field(min_length=1, max_length=FILE_ADDRESS_LENGTH)]
    filename: Annotated[Words, Field(min_length=1, max_length=NAME_LENGTH)] | None = None


class NewMessage(Body):
    """Without `channel_id` it goes where the contact was heard last. `reply_to` is a message's id. With an
    `attachment` the text, if there is one, stands beside the file.

    `expected_user_id`: who holds the conversation as far as the caller knows, null for nobody; 409 if that
    has changed.
    """

    text: Annotated[Words, Field(max_length=MESSAGE_LENGTH)] = ""
    attachment: NewAttachment | None = None
    channel_id: UUID | None = None
    reply_to: UUID | None = None
    expected_user_id: UUID | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and self.attachment is None:
            raise ValueError("a message needs a text or an attachment")
        return self

    def content(self) -> Content:
        if self.attachment is None:
            return Text(self.text)
        file = self.attachment
        caption = self.text.strip() or None
        return Media(file.media, url=file.url, filename=file.filename, caption=caption)


class NewComment(Body):
    """`mentions`: users who are told of it, whatever the text says."""

    body: Annotated[Words, Field(min_length=1, max_length=MESSAGE_LENGTH)]
    mentions: Annotated[list[UUID], Field(max_length=MENTIONS, default_factory=list)]


@router.post("/conversations/{conversation_id}/messages", status_code=HTTPStatus.CREATED)
async def write(
    conversation_id: UUID, body: NewMessage, deps: DepsHere, scope: Writer
) -> MessageItem:
    """Answer the contact. A person's answer ends the runs that speak, and claims what nobody holds."""
    wanted = ConversationId(conversation_id)

    def reply(desk: Desk) -> MessageId:
        seen = get_seen(desk, scope, wanted)
        _check_holder(seen, body)
        return write_reply(
            desk,
            wanted,
            body.content(),
            actor=scope.actor,
            channel_id=ChannelId(body.channel_id) if body.channel_id else None,
            reply_to=_external_id(desk, seen, body.reply_to),
        ).id

    message_id = await decide(deps, scope, Needs(conversations=frozenset({wanted})), reply)
    return await _show_item(deps, scope, message_id)


@router.post("/conversations/{conversation_id}/comments", status_code=HTTPStatus.CREATED)
async def comment(
    conversation_id: UUID, body: NewComment, deps: DepsHere, scope: Writer
) -> CommentItem:
    """Note something for colleagues. The contact never sees it, and no run ends."""
    wanted = ConversationId(conversation_id)

    def note(desk: Desk) -> Comment:
        get_seen(desk, scope, wanted)
        mentions = map(UserId, body.mentions)
        return add_comment(desk, wanted, body.body, actor=scope.actor, mentions=mentions)

    added = await decide(deps, scope, Needs(conversations=frozenset({wanted})), note)
    return CommentItem(
        id=added.id,
        at=added.created_at,
        conversation_id=added.conversation_id,
        author=added.author,
        author_id=added.author_id,
        author_name=scope.user.name if added.author is Author.USER else None,
        body=added.body,
        mentions=list(added.mentions),
    )


@router.get("/messages/{message_id}")
async def show(message_id: UUID, deps: DepsHere, scope: Reader) -> MessageView:
    """One message with the statuses that it reached and every try to send it."""
    row = await _get_seen_message(deps, scope, MessageId(message_id))
    names = await _names(deps, scope, row)
    return message_view(
        row,
        names,
        statuses=await delivery.list_statuses(deps.pool, scope.workspace_id, row),
        attempts=await delivery.list_attempts(deps.pool, scope.workspace_id, row.id),
    )


@router.post("/messages/{message_id}/attempts", status_code=HTTPStatus.CREATED)
async def try_again(message_id: UUID, deps: DepsHere, scope: Writer) -> MessageItem:
    """Send a failed message again, or one whose fate is unknown: then the contact may get it twice."""
    wanted = MessageId(message_id)
    await _get_seen_message(deps, scope, wanted)
    await decide(
        deps,
        scope,
        Needs(messages=frozenset({wanted})),
        lambda desk: retry_message(desk, wanted, actor=scope.actor),
    )
    return await _show_item(deps, scope, wanted)


async def _show_item(deps: Deps, scope: Scope, message_id: MessageId) -> MessageItem:
    row = await find_message(deps.pool, scope.workspace_id, message_id)
    if row is None:
        raise NotFound(message_id=str(message_id))
    return message_item(row, await _names(deps, scope, row))


async def _get_seen_message(deps: Deps, scope: Scope, message_id: MessageId) -> MessageRow:
    """Raises NotFound for a message of a conversation, or of a contact, that the caller may not see."""
    row = await find_message(deps.pool, scope.workspace_id, message_id)
    if row is None:
        raise NotFound(message_id=str(message_id))
    seen = (
        await find_contact_of(deps.pool, scope.sight, row.conversation_id)
        if row.conversation_id
        else await find_contact(deps.pool, scope.sight, row.contact_id)
    )
    if seen is None:
        raise NotFound(message_id=str(message_id))
    return row


async def _names(deps: Deps, scope: Scope, row: MessageRow) -> dict[UUID, str]:
    return await find_names(deps.pool, scope.workspace_id, ids_of([row]))


def _check_holder(seen: Conversation, body: NewMessage) -> None:
    if "expected_user_id" not in body.model_fields_set:
        return
    if seen.assignee_id != body.expected_user_id:
        raise AlreadyAssigned(holder=str(seen.assignee_id) if seen.assignee_id else None)


def _external_id(desk: Desk, seen: Conversation, message_id: UUID | None) -> str | None:
    """The provider's id of the message that is answered. Raises NotFound for another contact's."""
    if message_id is None:
        return None
    target = desk.find_message(MessageId(message_id))
    if target is None or target.contact_id != seen.contact_id:
        raise NotFound(reply_to=str(message_id))
    return target.external_id
