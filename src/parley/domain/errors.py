"""Refusals: an error is named after what was refused and knows its code and status."""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """Something that was asked for is not done, and nothing has changed."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    message: ClassVar[str] = "This is not possible now."

    def __init__(self, message: str | None = None, **details: object) -> None:
        super().__init__(message or self.message)
        self.details: Mapping[str, object] = details

    @property
    def text(self) -> str:
        return str(self)


class NotFound(Refusal):
    code = "not_found"
    status = 404
    message = "There is nothing here, or it is not yours to see."


class Invalid(Refusal):
    """Well-formed, but a value breaks a rule; details name the field and the limit."""

    code = "invalid"
    status = 422
    message = "A value is not valid."


class LimitExceeded(Invalid):
    code = "limit_exceeded"
    message = "A limit is exceeded."


class Forbidden(Refusal):
    code = "forbidden"
    status = 403
    message = "Your role does not allow this."


class NoOpenConversation(Refusal):
    code = "no_open_conversation"
    message = "The contact has no open conversation. Open one first."


class AlreadyOpen(Refusal):
    code = "already_open"
    message = "The contact has an open conversation already."


class AlreadyClosed(Refusal):
    code = "already_closed"
    message = "The conversation is closed already."


class UndoTooLate(Refusal):
    code = "undo_too_late"
    message = "The time to undo is over, or a new conversation has opened."


class AlreadyAssigned(Refusal):
    """Somebody else was faster; details name who holds the conversation."""

    code = "already_assigned"
    message = "Somebody else has this conversation already."


class AlreadyRunning(Refusal):
    code = "already_running"
    message = "The workflow is running for this contact already."


class ContactBlocked(Refusal):
    code = "contact_blocked"
    message = "The contact is blocked. Unblock to go on."


class ContactMerged(Refusal):
    """Details name the contact that it has become part of."""

    code = "contact_merged"
    message = "This contact has been merged into another one already."


class ReplyWindowClosed(Refusal):
    code = "reply_window_closed"
    message = "The reply window is over: the contact must write first, or send a template."


class ContactMustWriteFirst(Refusal):
    code = "contact_must_write_first"
    message = "On this channel the contact must write first."


class ContentNotSupported(Refusal):
    code = "content_not_supported"
    status = 422
    message = "The channel cannot send this kind of message."


class NoChannel(Refusal):
    code = "no_channel"
    message = "The contact cannot be reached on any connected channel."


class ChannelPaused(Refusal):
    code = "channel_paused"
    message = "The channel is paused. See its last error, mend it, and resume it."


class ClosingNoteRequired(Refusal):
    code = "closing_note_required"
    status = 422
    message = "This workspace wants a closing note: choose a category."


class ClosingNotesDisabled(Refusal):
    code = "closing_notes_disabled"
    status = 422
    message = "Closing notes are switched off in this workspace."


class UserNotActive(Refusal):
    code = "user_not_active"
    message = "The user is deactivated."


class UnknownBreakReason(Refusal):
    """The workspace names its reasons for a break; details list them."""

    code = "unknown_break_reason"
    status = 422
    message = "This workspace knows no such reason for a break. Choose one of its own."
