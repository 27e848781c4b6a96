"""The kinds of steps: one file each."""

from typing import Annotated

from pydantic import Field

from parley.workflows.steps.add_comment import AddComment
from parley.workflows.steps.ask_question import AskQuestion
from parley.workflows.steps.assign_to import AssignTo
from parley.workflows.steps.branch import Branch
from parley.workflows.steps.close_conversation import CloseConversation
from parley.workflows.steps.date_time import DateTime
from parley.workflows.steps.http_request import HttpRequest
from parley.workflows.steps.jump_to import JumpTo
from parley.workflows.steps.open_conversation import OpenConversation
from parley.workflows.steps.send_message import SendMessage
from parley.workflows.steps.set_variable import SetVariable
from parley.workflows.steps.trigger_workflow import TriggerWorkflow
from parley.workflows.steps.update_field import UpdateField
from parley.workflows.steps.update_lifecycle import UpdateLifecycle
from parley.workflows.steps.update_tag import UpdateTag
from parley.workflows.steps.wait import Wait
from parley.workflows.steps.wait_for_event import WaitForEvent

AnyStep = Annotated[
    SendMessage
    | AskQuestion
    | Branch
    | UpdateField
    | SetVariable
    | UpdateTag
    | UpdateLifecycle
    | AssignTo
    | Wait
    | WaitForEvent
    | DateTime
    | HttpRequest
    | JumpTo
    | AddComment
    | OpenConversation
    | CloseConversation
    | TriggerWorkflow,
    Field(discriminator="kind"),
]

__all__ = [
    "AddComment",
    "AnyStep",
    "AskQuestion",
    "AssignTo",
    "Branch",
    "CloseConversation",
    "DateTime",
    "HttpRequest",
    "JumpTo",
    "OpenConversation",
    "SendMessage",
    "SetVariable",
    "TriggerWorkflow",
    "UpdateField",
    "UpdateLifecycle",
    "UpdateTag",
    "Wait",
    "WaitForEvent",
]
