"""Ask a Question: it is sent, the run waits, the answer is read and saved (O11 to O16)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, ClassVar, Literal, Self

from msgspec.structs import replace
from pydantic import Field, model_validator

from parley.domain.channel import Manifest
from parley.domain.contact import FieldScope, FieldValue
from parley.domain.content import Button, Content, Prompt, Text, numbered
from parley.domain.run import EndReason, Waiting, WaitKind
from parley.workflows import limits, model
from parley.workflows.answers import Answer, LocationAnswer, MultipleChoiceAnswer
from parley.workflows.answers.location import read_point
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.answers.person import asks_for_person
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.causes import Cause, cause_answer, cause_tag
from parley.workflows.decisions import (
    AddTag,
    Answered,
    Decision,
    Due,
    Effect,
    Entered,
    Move,
    Park,
    Refused,
    Resumed,
    SaveContactField,
    SaveConversationField,
    SaveVariable,
    SendContent,
    Signal,
    Stay,
    Undelivered,
)
from parley.workflows.model import Model, Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.paths import find_field, in_workspace_zone
from parley.workflows.steps.quiet import hesitate
from parley.workflows.steps.step import Step, fail, said
from parley.workflows.variables import fill
from parley.workflows.view import Scene

# An enum finds its members slowly: what every message asks for is looked up once.
_ANSWER = WaitKind.ANSWER


class ToContactField(Model):
    to: Literal["contact_field"] = "contact_field"
    slug: Slug


class ToConversationField(Model):
    to: Literal["conversation_field"] = "conversation_field"
    slug: Slug


class ToVariable(Model):
    to: Literal["variable"] = "variable"
    name: Slug


Saving = Annotated[ToContactField | ToConversationField | ToVariable, Field(discriminator="to")]


class AskQuestion(Step):
    """`retries` counts the extra asks after a wrong answer. `timeout_seconds` None: 15 minutes, on e-mail
    24 hours. `offers_person` listens for "agent", "Mitarbeiter", "gặp nhân viên" as a whole answer.
    `skip_if_known`: where all its fields have a value nothing is asked, and the lane is `success`.
    """

    LANES: ClassVar[tuple[str, ...]] = ("success", "invalid", "timeout", "failure", "person")
    SLOW: ClassVar[frozenset[str]] = frozenset({"success", "invalid", "timeout", "person"})
    HEARD: ClassVar[frozenset[str]] = frozenset({"success", "invalid", "person"})
    SAVED: ClassVar[frozenset[str] | None] = frozenset({"success"})
    speaks: ClassVar[bool] = True
    waits: ClassVar[bool] = True

    kind: Literal["ask_question"] = "ask_question"
    text: model.Text
    answer: Answer
    save_to: list[Saving] = Field(default_factory=list, max_length=limits.SAVES_PER_QUESTION)
    retries: Annotated[int, Field(ge=0, le=limits.RETRIES)] = 0
    retry_text: model.Text | None = None
    timeout_seconds: Annotated[int, Field(ge=1, le=limits.TIMEOUT_SECONDS)] | None = None
    offers_person: bool = True
    skip_if_known: bool = False

    @model_validator(mode="after")
    def _knows_where_to_look(self) -> Self:
        if self.skip_if_known and all(isinstance(saving, ToVariable) for saving in self.save_to):
            raise ValueError("skip_if_known needs a contact or conversation field to save to")
        return self

    def templates(self) -> Iterator[str]:
        yield self.text
        if self.retry_text:
            yield self.retry_text

    def saved_variables(self) -> Iterator[str]:
        return (saving.name for saving in self.save_to if isinstance(saving, ToVariable))

    @property
    def open_lanes(self) -> tuple[str, ...]:
        return self.LANES if self.offers_person else self.LANES[:-1]

    def texts_to_contact(self) -> Iterator[str]:
        return self.templates()

    def texts_on(self, manifest: Manifest, /) -> Iterator[str]:
        titles = [*self.options()]
        has_room = not titles or manifest.has_room_for(titles)
        return (text if has_room else numbered(text, titles) for text in self.texts_to_contact())

    def references(self) -> Iterator[Named]:
        for saving in self.save_to:
            match saving:
                case ToContactField(slug=slug):
                    yield Named(Noun.CONTACT_FIELD, slug)
                case ToConversationField(slug=slug):
                    yield Named(Noun.CONVERSATION_FIELD, slug)
                case ToVariable():
                    continue
        for option in self._listed_options():
            if option.tag_id is not None:
                yield Named(Noun.TAG, option.tag_id)

    def causes(self) -> Iterator[Cause]:
        for saving in self.save_to:
            if not isinstance(saving, ToVariable):
                is_contacts = isinstance(saving, ToContactField)
                scope = FieldScope.CONTACT if is_contacts else FieldScope.CONVERSATION
                yield cause_answer(scope, saving.slug)
        for option in self._listed_options():
            if option.tag_id is not None:
                yield cause_tag(option.tag_id, is_added=True)

    def options(self) -> Iterator[str]:
        return (option.title for option in self._listed_options())

    def lane_seconds(self, lane: str, /) -> int:
        if lane != "timeout":
            return 0
        return self.timeout_seconds or limits.QUESTION_SECONDS_DEFAULT

    def _listed_options(self) -> list[Option]:
        return self.answer.options if isinstance(self.answer, MultipleChoiceAnswer) else []

    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        match signal:
            case Answered():
                return self._on_answer(signal, scene)
            case Entered() | Resumed():
                skipped = self._skip(scene) if self.skip_if_known else None
                return skipped or self._repeat(scene)
            case Due():
                return self._on_time(scene)
            case Undelivered(reason=reason):
                return fail(self, f"undelivered: {reason}", reason=EndReason.UNDELIVERED)
            case _:
                return Stay()

    def on_refusal(self, refused: Refused, _scene: Scene, /) -> Decision:
        """A question that cannot be sent waits for nothing (O15); an answer that cannot be saved is not
        valid after all.
        """
        if isinstance(refused.effect, SendContent):
            return fail(self, said(refused), reason=EndReason.UNDELIVERED)
        return Move("invalid", error=said(refused), ends=EndReason.INVALID_ANSWER)

    # -- skipping ------------------------------------------------------------------------------------

    def _known(self, scene: Scene) -> FieldValue:
        """The value of the first field, if all that the answer would be saved to have one."""
        values = [
            find_field(FieldScope(saving.to.removesuffix("_field")), saving.slug, scene.view)
            for saving in self.save_to
            if not isinstance(saving, ToVariable)
        ]
        is_known = all(value is not None and value != "" for value in values)
        return values[0] if is_known else None

    def _skip(self, scene: Scene) -> Decision | None:
        """Variables get what the field holds, so that later steps find them either way."""
        known = self._known(scene)
        if known is None:
            return None
        effects = tuple(
            SaveVariable(saving.name, known)
            for saving in self.save_to
            if isinstance(saving, ToVariable)
        )
        return Move("success", effects, {"skipped": True, "value": known})

    # -- asking --------------------------------------------------------------------------------------

    def _ask(self, scene: Scene, *, asked: int) -> Decision:
        body = fill(self.text, scene).text
        if asked > 1 and self.retry_text:
            body = f"{fill(self.retry_text, scene).text}\n\n{body}"
        if not body.strip():
            return fail(self, "nothing is left of the question", reason=EndReason.UNDELIVERED)
        waiting = Waiting(_ANSWER, until=scene.view.now + self.timeout(scene), asked=asked)
        return Park(waiting, (SendContent(self._content(body, scene)),))

    def _repeat(self, scene: Scene) -> Decision:
        """The question, for the first time or once more: it counts as the same ask."""
        asked = max(1, _waiting(scene).asked)
        pause = hesitate(scene)
        if pause is None:
            return self._ask(scene, asked=asked)
        return Park(replace(pause.waiting, asked=asked))

    def timeout(self, scene: Scene) -> timedelta:
        if self.timeout_seconds is not None:
            return timedelta(seconds=self.timeout_seconds)
        is_mail = scene.view.channel is not None and scene.view.channel.kind == "email"
        default = (
            limits.MAIL_QUESTION_SECONDS_DEFAULT if is_mail else limits.QUESTION_SECONDS_DEFAULT
        )
        return timedelta(seconds=default)

    def _content(self, body: str, scene: Scene) -> Content:
        answer, manifest = self.answer, scene.view.manifest
        if not isinstance(answer, MultipleChoiceAnswer):
            return Text(body)
        if manifest is not None and manifest.has_room_for(answer.titles):
            of_visit = f"{scene.run.id}:{scene.run.visit}"
            buttons = [
                Button(f"{of_visit}:{option_id}", title) for option_id, title in answer.captions
            ]
            return Prompt(body, tuple(buttons))
        return Text(numbered(body, answer.titles))

    # -- the answer ----------------------------------------------------------------------------------

    def _on_answer(self, answered: Answered, scene: Scene) -> Decision:
        if not answered.is_timely:
            return Stay()
        read = self._read(answered.text, answered.option_id, scene, answered.point)
        if read is not None:
            return self._succeed(read, answered.text)
        if self._wants_person(answered.text):
            return _seek_person(answered.text)
        return self._on_invalid(answered, scene)

    def _on_invalid(self, answered: Answered, scene: Scene) -> Decision:
        waiting = _waiting(scene)
        if _is_unread(answered, waiting):
            return Stay()
        burst = (*waiting.burst, answered.text or "")
        if scene.quiet_seconds == 0 or len(burst) >= limits.BURST_TEXTS:
            return self._judge(burst, scene)
        until = scene.view.now + timedelta(seconds=scene.quiet_seconds)
        return Park(replace(waiting, kind=WaitKind.QUIET, until=until, burst=burst))

    def _on_time(self, scene: Scene) -> Decision:
        waiting = _waiting(scene)
        if waiting.kind is WaitKind.ANSWER:
            return Move("timeout", ends=EndReason.TIMED_OUT, output={"asked": waiting.asked})
        if waiting.burst:
            return self._judge(waiting.burst, scene)
        return self._repeat(scene)

    def _judge(self, burst: tuple[str, ...], scene: Scene) -> Decision:
        """The burst is over: read it as one turn, else ask again or give up."""
        turn = " ".join(text for text in burst if text)
        read = self._read(turn, None, scene)
        if read is not None:
            return self._succeed(read, turn)
        if self._wants_person(turn):
            return _seek_person(turn)
        asked = _waiting(scene).asked
        if asked <= self.retries:
            return self._ask(scene, asked=asked + 1)
        output: dict[str, object] = {"answer": turn, "asked": asked}
        return Move("invalid", output=output, ends=EndReason.INVALID_ANSWER)

    def _read(
        self,
        text: str | None,
        option_id: str | None,
        scene: Scene,
        point: tuple[float, float] | None = None,
    ) -> Read | None:
        answer = self.answer
        if point is not None and isinstance(answer, LocationAnswer):
            return read_point(*point)
        if answer.type == "multiple_choice":
            # The same words everywhere and every day: neither is looked up.
            if option_id is not None:
                return answer.find_option(option_id)
            return answer.choose(text) if text else None
        # An option may be called "Agent"; of a free text a person is asked first.
        if not text or (answer.type == "text" and self._wants_person(text)):
            return None
        view = scene.view
        today = in_workspace_zone(view.now, view.reference).date()
        return answer.read(text, Locale(view.language, view.country, today))

    def _wants_person(self, text: str | None) -> bool:
        return self.offers_person and bool(text) and asks_for_person(text or "")

    def _succeed(self, read: Read, text: str | None) -> Decision:
        effects = [_save(saving, read) for saving in self.save_to]
        if read.tag_id is not None:
            effects.append(AddTag(read.tag_id))
        output: dict[str, object] = {"answer": text, "value": read.value}
        if read.option_id is not None:
            output["option"] = read.option_id
        return Move("success", tuple(effects), output)


def _seek_person(text: str | None) -> Decision:
    return Move("person", output={"answer": text}, seeks_person=True)


def _save(saving: ToContactField | ToConversationField | ToVariable, read: Read) -> Effect:
    # By its word: to ask a model of another class whether it is of this one is slow.
    if saving.to == "contact_field":
        return SaveContactField(saving.slug, read.value)
    if saving.to == "conversation_field":
        return SaveConversationField(saving.slug, read.value)
    return SaveVariable(saving.name, read.value)


def _waiting(scene: Scene) -> Waiting:
    return scene.run.waiting or Waiting(_ANSWER)


def _is_unread(answered: Answered, waiting: Waiting) -> bool:
    """Written so soon after the question that it was meant for what stood before (O12)."""
    if waiting.since is None:
        return True
    return (answered.at - waiting.since).total_seconds() <= limits.UNREAD_SECONDS
