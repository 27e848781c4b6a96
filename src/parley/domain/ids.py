"""The names of things: one type per noun, so that a contact's id is never taken for a user's."""

from typing import NewType
from uuid import UUID

WorkspaceId = NewType("WorkspaceId", UUID)
ContactId = NewType("ContactId", UUID)
ConversationId = NewType("ConversationId", UUID)
MessageId = NewType("MessageId", UUID)
CommentId = NewType("CommentId", UUID)
ChannelId = NewType("ChannelId", UUID)
EndpointId = NewType("EndpointId", UUID)
UserId = NewType("UserId", UUID)
TeamId = NewType("TeamId", UUID)
TagId = NewType("TagId", UUID)
CategoryId = NewType("CategoryId", UUID)
WorkflowId = NewType("WorkflowId", UUID)
VersionId = NewType("VersionId", UUID)
RunId = NewType("RunId", UUID)
EventId = NewType("EventId", UUID)
DecisionId = NewType("DecisionId", UUID)
OutboxId = NewType("OutboxId", UUID)
CallId = NewType("CallId", UUID)
CalendarId = NewType("CalendarId", UUID)
StageId = NewType("StageId", UUID)

__all__ = [
    "UUID",
    "CalendarId",
    "CallId",
    "CategoryId",
    "ChannelId",
    "CommentId",
    "ContactId",
    "ConversationId",
    "DecisionId",
    "EndpointId",
    "EventId",
    "MessageId",
    "OutboxId",
    "RunId",
    "StageId",
    "TagId",
    "TeamId",
    "UserId",
    "VersionId",
    "WorkflowId",
    "WorkspaceId",
]
