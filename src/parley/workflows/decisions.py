"""What happened to a run, what its step decides, and the effects that it asks for."""

from datetime import datetime
from typing import final

from msgspec import Struct

from parley.domain.calls import CallResult
from parley.domain.contact import FieldValue
from parley.domain.content import Content
from parley.domain.conversation import ClosingNote
from parley.domain.events import EventBody
from parley.domain.ids import ChannelId, StageId, TagId, TeamId, UserId, WorkflowId
from parley.domain.queue import Ring, Strategy
from parley.domain.run import EndReason, VariableValue, Waiting
from parley.domain.secret_places import Writing

# -- effects: verbs that the loop performs through actions ------------------------------------------


@final
class SendContent(Struct, frozen=True):
    """`channel_id` None: where the contact was heard last."""

    content: Content
    channel_id: ChannelId | None = None


class SaveContactField(Struct, frozen=True):
    slug: str
    value: FieldValue


@final
class SaveConversationField(Struct, frozen=True):
    slug: str
    value: FieldValue


class SaveVariable(Struct, frozen=True):
    name: str
    value: VariableValue


class AddTag(Struct, frozen=True):
    tag_id: TagId


class AddNewTag(Struct, frozen=True):
    """A tag that did not exist when the step looked; it is made unless it exists by now."""

    name: str


class RemoveTag(Struct, frozen=True):
    tag_id: TagId


class SetStage(Struct, frozen=True):
    """`stage_id` None takes the stage off."""

    stage_id: StageId | None


@final
class WriteComment(Struct, frozen=True):
    body: str
    mentions: tuple[UserId, ...] = ()


class Open(Struct, frozen=True):
    pass


@final
class Close(Struct, frozen=True):
    note: ClosingNote | None


@final
class ChooseTeam(Struct, frozen=True):
    team_id: TeamId


@final
class Unassign(Struct, frozen=True):
    pass


@final
class JoinQueue(Struct, frozen=True):
    """Without `strategy` it is the team's, or the workspace's. The other words are `QueueEntry`'s."""

    user_id: UserId | None
    team_id: TeamId | None
    strategy: Strategy | None
    online_only: bool
    max_open: int | None
    deadline_at: datetime | None
    skills: dict[str, int] = {}
    rings: tuple[Ring, ...] = ()
    priority: int = 0
    next_strategy: Strategy | None = None
    preferred_seconds: int | None = None
    any_of: tuple[dict[str, int], ...] = ()


class CallHttp(Struct, frozen=True):
    """Another system is asked once the decision is saved; the answer comes back as EffectDone. Secrets are
    not in it, only their places (`Call.secrets`).
    """

    method: str
    url: str
    headers: dict[str, str]
    body: str | None
    retries: int
    secrets: dict[str, Writing] = {}


class CallWorkflow(Struct, frozen=True):
    """Starts another workflow for the contact; the run does not wait for it."""

    workflow_id: WorkflowId
    variables: dict[str, VariableValue]


class CountJump(Struct, frozen=True):
    pass


Effect = (
    SendContent
    | SaveContactField
    | SaveConversationField
    | SaveVariable
    | AddTag
    | AddNewTag
    | RemoveTag
    | SetStage
    | WriteComment
    | Open
    | Close
    | ChooseTeam
    | Unassign
    | JoinQueue
    | CountJump
    | CallHttp
    | CallWorkflow
)

# -- signals: why the step is asked ------------------------------------------------------------------


class Entered(Struct, frozen=True):
    """The run has come to this step."""


class Answered(Struct, frozen=True):
    """The contact wrote while a question waits. `text` None: nothing readable (an image without a
    caption). `option_id` is set by a button of this very run and visit, `point` (latitude, longitude) by
    a shared location. `is_timely` False: the message was not written after the question was accepted (O12).
    """

    text: str | None
    option_id: str | None
    is_timely: bool
    at: datetime
    point: tuple[float, float] | None = None


class Due(Struct, frozen=True):
    """The time of `Waiting.until` has come."""


class Claimed(Struct, frozen=True):
    """Assign To found somebody, or None in its time."""

    user_id: UserId | None


class Undelivered(Struct, frozen=True):
    """The question's own message failed after it was written (O15)."""

    reason: str


class Refused(Struct, frozen=True):
    """The house refused an effect of this step."""

    effect: Effect
    code: str
    text: str


class Happened(Struct, frozen=True):
    """Something that a Wait for Event may listen for."""

    body: EventBody


class Posted(Struct, frozen=True):
    """Another system posted what a Wait for Event waits for: the `awaited`, counted from 0, and the values
    that it takes from it.
    """

    awaited: int
    values: dict[str, VariableValue]


class EffectDone(Struct, frozen=True):
    """The other system has answered, or never will."""

    result: CallResult


class Resumed(Struct, frozen=True):
    """The newer question that had suspended this one has ended (O16)."""


Signal = (
    Entered
    | Answered
    | Due
    | Claimed
    | Undelivered
    | Refused
    | Happened
    | Posted
    | EffectDone
    | Resumed
)

# -- decisions: what becomes of the run --------------------------------------------------------------


@final
class Move(Struct, frozen=True):
    """Leave the step by a lane. `ends` is the reason to end with where the lane leads nowhere; with
    `seeks_person` the conversation then goes to its queue. `hands_over`: a person has it from now on.
    """

    lane: str
    effects: tuple[Effect, ...] = ()
    output: dict[str, object] = {}
    error: str | None = None
    ends: EndReason = EndReason.COMPLETED
    hands_over: bool = False
    seeks_person: bool = False


@final
class Park(Struct, frozen=True):
    """Stay on the step and wait."""

    waiting: Waiting
    effects: tuple[Effect, ...] = ()


@final
class Stay(Struct, frozen=True):
    """Nothing has changed: what happened does not concern the run."""


@final
class End(Struct, frozen=True):
    reason: EndReason
    error: str | None = None


Decision = Move | Park | Stay | End
