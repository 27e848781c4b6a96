"""Send a Message: a text on the channel where the contact was heard last, or on a chosen one."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from parley.domain.content import Text
from parley.domain.ids import UUID, ChannelId
from parley.workflows import model
from parley.workflows.decisions import (
    Decision,
    Due,
    Entered,
    Move,
    Refused,
    SendContent,
    Signal,
    Stay,
)
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.quiet import hesitate
from parley.workflows.steps.step import Step, said
from parley.workflows.variables import fill
from parley.workflows.view import Scene


class SendMessage(Step):
    """Without a failure lane a message that cannot be sent is noted and the run goes on; an empty text,
    of which no place could be filled, is not sent.
    """

    LANES: ClassVar[tuple[str, ...]] = ("next", "failure")
    speaks: ClassVar[bool] = True

    kind: Literal["send_message"] = "send_message"
    text: model.Text
    channel_id: UUID | None = None

    def templates(self) -> Iterator[str]:
        yield self.text

    def texts_to_contact(self) -> Iterator[str]:
        yield self.text

    def references(self) -> Iterator[Named]:
        if self.channel_id is not None:
            yield Named(Noun.CHANNEL, self.channel_id)

    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        if not isinstance(signal, Entered | Due):
            return Stay()
        pause = hesitate(scene)
        if pause is not None:
            return pause
        filled = fill(self.text, scene)
        output: dict[str, object] = {"text": filled.text}
        if filled.missing:
            output["missing"] = list(filled.missing)
        if not filled.text.strip():
            return Move("next", output=output, error="nothing is left of the text")
        channel_id = ChannelId(self.channel_id) if self.channel_id else None
        return Move("next", (SendContent(Text(filled.text), channel_id),), output)

    def on_refusal(self, refused: Refused, _scene: Scene, /) -> Decision:
        return Move("failure" if "failure" in self.lanes else "next", error=said(refused))
