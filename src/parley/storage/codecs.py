"""The codec of each kind of value that a desk holds."""

from parley.domain.calendar import Calendar
from parley.domain.calls import Call
from parley.domain.contact import Contact, ContactChannel, Identity
from parley.domain.conversation import Conversation
from parley.domain.lifecycle import LifecycleStage
from parley.domain.message import Comment, Message, Reaction, Receipt, SendAttempt
from parley.domain.outbox import Send
from parley.domain.people import Agent
from parley.domain.queue import Decision, QueueEntry, Rotation
from parley.domain.run import Run, Visit
from parley.domain.schedule import Tick
from parley.domain.timer import Timer
from parley.storage.rows import RowCodec
from parley.storage.schema import conversations, flow, people, schedules, setup, workflows

CONTACT = RowCodec(Contact, people.contact)
IDENTITY = RowCodec(Identity, people.identity)
CONTACT_CHANNEL = RowCodec(ContactChannel, people.contact_channel)
CONVERSATION = RowCodec(Conversation, conversations.conversation)
MESSAGE = RowCodec(Message, conversations.message)
COMMENT = RowCodec(Comment, conversations.comment)
RECEIPT = RowCodec(Receipt, conversations.receipt)
REACTION = RowCodec(Reaction, conversations.reaction)
RUN = RowCodec(Run, workflows.run)
VISIT = RowCodec(Visit, workflows.visit)
QUEUE_ENTRY = RowCodec(QueueEntry, workflows.queue_entry)
DECISION = RowCodec(Decision, workflows.decision)
ROTATION = RowCodec(Rotation, workflows.rotation)
CALENDAR = RowCodec(Calendar, setup.calendar)
LIFECYCLE_STAGE = RowCodec(LifecycleStage, setup.lifecycle_stage)
AGENT = RowCodec(Agent, setup.agent)
TIMER = RowCodec(Timer, flow.timer)
SEND = RowCodec(Send, flow.outbox)
CALL = RowCodec(Call, flow.http_call)
TICK = RowCodec(Tick, schedules.tick)
SEND_ATTEMPT = RowCodec(SendAttempt, flow.send_attempt)
