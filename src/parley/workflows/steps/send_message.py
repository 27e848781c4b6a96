"""Send a Message: text, attachments and quick replies, where the contact was heard last or on one channel."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from parley.domain.channel import Manifest
from parley.domain.content import Button, Content, Media, Prompt, Text, numbered
from parley.domain.ids import UUID, ChannelId
from parley.domain.web_address import find_fault
from parley.workflows import limits, model
from parley.workflows.decisions import (
    Decision,
    Due,
    Effect,
    Entered,
    Move,
    Refused,
    SendContent,
    Signal,
    Stay,
)
from parley.workflows.model import Model
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.quiet import hesitate
from parley.workflows.steps.step import Step, said
from parley.workflows.variables import fill
from parley.workflows.view import Scene


class Variant(Model):
    """Another text for one kind of channel."""

    channel_kind: Annotated[str, Field(min_length=1, max_length=limits.NAME_LENGTH)]
    text: model.Text


class Attachment(Model):
    """A file on the web; the channel fetches it. `url` may hold places and must be https once filled;
    `caption` is the text beside it.
    """

    media: Literal["image", "video", "audio", "file"]
    url: Annotated[str, Field(min_length=1, max_length=limits.URL_LENGTH)]
    filename: Annotated[str, Field(max_length=limits.NAME_LENGTH)] | None = None
    caption: Annotated[str, Field(max_length=limits.TEXT_LENGTH)] | None = None


Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=limits.OPTION_LENGTH)
]


class SendMessage(Step):
    """Without a failure lane a message that cannot be sent is noted and the run goes on; an empty text,
    of which no place could be filled, is not sent. Where the channel takes no files their addresses stand
    below the text; where it has no buttons, or not as many and as long ones, quick replies are numbered.
    """

    LANES: ClassVar[tuple[str, ...]] = ("next", "failure")
    speaks: ClassVar[bool] = True

    kind: Literal["send_message"] = "send_message"
    text: model.Text
    channel_id: UUID | None = None
    variants: Annotated[list[Variant], Field(max_length=limits.VARIANTS)] = Field(
        default_factory=list
    )
    attachments: Annotated[list[Attachment], Field(max_length=limits.ATTACHMENTS)] = Field(
        default_factory=list
    )
    quick_replies: Annotated[list[Title], Field(max_length=limits.QUICK_REPLIES)] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _tells_its_variants_apart(self) -> Self:
        kinds = [variant.channel_kind for variant in self.variants]
        if len(set(kinds)) < len(kinds):
            raise ValueError("two variants are for the same kind of channel")
        if len({title.casefold() for title in self.quick_replies}) < len(self.quick_replies):
            raise ValueError("two quick replies are the same")
        return self

    def templates(self) -> Iterator[str]:
        yield self.text
        yield from (variant.text for variant in self.variants)
        yield from (attachment.url for attachment in self.attachments)
        yield from (attachment.caption for attachment in self.attachments if attachment.caption)

    def texts_to_contact(self) -> Iterator[str]:
        yield self.text
        yield from (variant.text for variant in self.variants)

    def texts_on(self, manifest: Manifest, /) -> Iterator[str]:
        takes_files = "media" in manifest.sends
        files = [] if takes_files else self.attachments
        lines = [line for file in files for line in (file.caption or "", file.url)]
        body = "\n".join(line for line in (self._text_for(manifest.kind), *lines) if line)
        has_room = not self.quick_replies or manifest.has_room_for(self.quick_replies)
        yield body if has_room else numbered(body, self.quick_replies)

    def addresses(self) -> Iterator[str]:
        return (attachment.url for attachment in self.attachments)

    def references(self) -> Iterator[Named]:
        if self.channel_id is not None:
            yield Named(Noun.CHANNEL, self.channel_id)

    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        if not isinstance(signal, Entered | Due):
            return Stay()
        pause = hesitate(scene)
        if pause is not None:
            return pause
        kind, manifest = self._channel_in(scene)
        filled = fill(self._text_for(kind), scene)
        output: dict[str, object] = {"text": filled.text}
        files, missing, errors = self._files(scene)
        if filled.missing or missing:
            output["missing"] = [*filled.missing, *missing]
        if files:
            output["attachments"] = [file.url for file in files]
        if not filled.text.strip() and not files:
            return Move("next", output=output, error="nothing is left of the text")
        effects = tuple(self._effects(filled.text, files, manifest, scene))
        return Move("next", effects, output, "; ".join(errors) or None)

    def on_refusal(self, refused: Refused, _scene: Scene, /) -> Decision:
        return Move("failure" if "failure" in self.lanes else "next", error=said(refused))

    def _channel_in(self, scene: Scene) -> tuple[str | None, Manifest | None]:
        """What the message goes over: the chosen channel, else the one where the contact was heard last."""
        view = scene.view
        if self.channel_id is None:
            return (view.channel.kind if view.channel else None, view.manifest)
        channel = view.reference.channels.get(ChannelId(self.channel_id))
        if channel is None:
            return None, None
        return channel.kind, view.reference.manifests.get(channel.kind)

    def _text_for(self, kind: str | None) -> str:
        found = (variant.text for variant in self.variants if variant.channel_kind == kind)
        return next(found, self.text)

    def _files(self, scene: Scene) -> tuple[list[Media], list[str], list[str]]:
        """The files, what of their captions had no value, and which could not be sent."""
        files: list[Media] = []
        missing: list[str] = []
        errors: list[str] = []
        for attachment in self.attachments:
            url = fill(attachment.url, scene).text.strip()
            fault = find_fault(url)
            if fault is not None:
                errors.append(f"no https address to hand out ({fault}): {url[:100]!r}")
                continue
            caption = fill(attachment.caption or "", scene)
            missing.extend(caption.missing)
            told = caption.text.strip() or None
            files.append(
                Media(attachment.media, url=url, filename=attachment.filename, caption=told)
            )
        return files, missing, errors

    def _effects(
        self, text: str, files: list[Media], manifest: Manifest | None, scene: Scene
    ) -> Iterator[Effect]:
        channel_id = ChannelId(self.channel_id) if self.channel_id else None
        takes_files = manifest is not None and "media" in manifest.sends
        lines = [line for file in files for line in (file.caption or "", file.url or "")]
        links = [] if takes_files else lines
        body = "\n".join(line for line in (text.strip() and text, *links) if line)
        if body:
            yield SendContent(self._with_replies(body, manifest, scene), channel_id)
        if takes_files:
            yield from (SendContent(file, channel_id) for file in files)

    def _with_replies(self, body: str, manifest: Manifest | None, scene: Scene) -> Content:
        if not self.quick_replies:
            return Text(body)
        run, titles = scene.run, self.quick_replies
        if manifest is not None and manifest.has_room_for(titles):
            buttons = (
                Button(f"{run.id}:{run.visit}:{number}", title)
                for number, title in enumerate(titles, 1)
            )
            return Prompt(body, tuple(buttons))
        return Text(numbered(body, titles))
