"""What starts a workflow: an event, a person or the clock, and the conditions that must be met."""

from typing import Annotated

from pydantic import Field

from parley.workflows.triggers.by_name import ManualTrigger
from parley.workflows.triggers.calls import CallEndedTrigger
from parley.workflows.triggers.contacts import (
    ContactFieldTrigger,
    ContactTagTrigger,
    LifecycleTrigger,
)
from parley.workflows.triggers.conversations import (
    AdTrigger,
    ConversationClosedTrigger,
    ConversationFieldTrigger,
    ConversationOpenedTrigger,
)
from parley.workflows.triggers.schedule import ScheduleTrigger
from parley.workflows.triggers.shortcut import FormField, ShortcutTrigger
from parley.workflows.triggers.trigger import Trigger, Values, keyed
from parley.workflows.triggers.waits import (
    ContactSilentTrigger,
    ConversationWaitingTrigger,
    WaitingTrigger,
)
from parley.workflows.triggers.webhook import IncomingWebhookTrigger

AnyTrigger = Annotated[
    ConversationOpenedTrigger
    | ConversationClosedTrigger
    | ContactTagTrigger
    | ContactFieldTrigger
    | ConversationFieldTrigger
    | LifecycleTrigger
    | AdTrigger
    | CallEndedTrigger
    | ManualTrigger
    | ShortcutTrigger
    | IncomingWebhookTrigger
    | ConversationWaitingTrigger
    | ContactSilentTrigger
    | ScheduleTrigger,
    Field(discriminator="kind"),
]

__all__ = [
    "AdTrigger",
    "AnyTrigger",
    "CallEndedTrigger",
    "ContactFieldTrigger",
    "ContactSilentTrigger",
    "ContactTagTrigger",
    "ConversationClosedTrigger",
    "ConversationFieldTrigger",
    "ConversationOpenedTrigger",
    "ConversationWaitingTrigger",
    "FormField",
    "IncomingWebhookTrigger",
    "LifecycleTrigger",
    "ManualTrigger",
    "ScheduleTrigger",
    "ShortcutTrigger",
    "Trigger",
    "Values",
    "WaitingTrigger",
    "keyed",
]
