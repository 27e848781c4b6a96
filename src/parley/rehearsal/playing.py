"""One test is played: each turn on the stage, each expectation judged when its turn is over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from msgspec import structs

from parley.domain.calls import Call
from parley.domain.channel import Channel, Referral
from parley.domain.contact import STANDARD_FIELDS, Contact, FieldScope
from parley.domain.content import Call as EndedCall
from parley.domain.content import Content, Location, Media, text_of
from parley.domain.conversation import ClosingNote
from parley.domain.ids import ContactId, RunId, StageId, TagId, UserId
from parley.domain.message import ErrorClass, Failure, Message
from parley.domain.people import Presence
from parley.domain.run import Run, Visit
from parley.domain.workspace import PublishedVersion, Reference
from parley.rehearsal.desk import fixed_id
from parley.rehearsal.script import (
    CONTACTS_ACTS,
    SYSTEMS_ACTS,
    Case,
    Note,
    Person,
    PhoneCall,
    Turn,
)
from parley.rehearsal.stage import NotOnStage, Stage
from parley.rehearsal.starting import call_workflow, post_to_webhook, run_shortcut
from parley.rehearsal.systems import Answer, list_answers
from parley.workflows.definition import Definition
from parley.workflows.steps import AnyStep
from parley.workflows.triggers import ScheduleTrigger

REFUSED = Failure(ErrorClass.PERMANENT, code="refused", text="The provider refuses in this test.")

T_co = TypeVar("T_co", covariant=True)


class Thing(Protocol[T_co]):
    """What the workspace has, with a name and an id."""

    @property
    def id(self) -> T_co: ...

    @property
    def name(self) -> str: ...


class Player:
    """A stage with one workflow live, one contact, and the users of the workspace by name."""

    def __init__(
        self,
        definition: Definition,
        reference: Reference,
        *,
        person: Person | Contact,
        channel: str,
        at: datetime,
        online: list[str],
        refuses: bool = False,
        answers: Sequence[Answer] = (),
    ) -> None:
        self._reference = reference
        self.channel = self._find_channel(channel)
        self.stage = Stage(reference, now=at, online=[self.user(name) for name in online])
        self.stage.refusal = REFUSED if refuses else None
        self.stage.must_answer = True
        self.stage.calls.give(answers)
        self._beside = set(reference.versions)
        self.version: PublishedVersion = self.stage.publish(definition)
        self.who = person.display_name if isinstance(person, Contact) else person.name
        self._person = person
        is_known = isinstance(person, Contact) or person.model_fields_set != {"name"}
        if is_known or isinstance(definition.trigger, ScheduleTrigger):
            self._introduce()

    def play(self, turn: Turn) -> None:
        """Raises NotOnStage or a Refusal where it cannot be played."""
        act = turn.act
        if act in CONTACTS_ACTS:
            self._play_contact(turn, act)
        elif act in SYSTEMS_ACTS:
            self._play_system(turn, act)
        elif act is not None:
            self._play_user(turn, act)

    def _play_contact(self, turn: Turn, act: str) -> None:
        stage = self.stage
        if act == "waits":
            stage.passes(turn.waits or 0)
            return
        ad = turn.ad
        referral = Referral("ad", ad.id, ad.url, ad.title, click_id=ad.click_id) if ad else None
        content: Content | str
        after = turn.after
        match act:
            case "presses":
                stage.passes(after)
                after = 0
                content = stage.find_button(self.who, turn.presses or "")
            case "sends":
                content = Location(0, 0) if turn.sends == "location" else _media(turn)
            case "hangs_up":
                content = _phone_call(turn.hangs_up or PhoneCall())
            case _:
                content = turn.says or ""
        channel = self.channel.id
        stage.writes(self.who, content, after=after, channel=channel, referral=referral)

    def _play_system(self, turn: Turn, act: str) -> None:
        stage, version = self.stage, self.version
        match act:
            case "answers":
                self._answer(list_answers(turn.answers))
            case "posts":
                post_to_webhook(stage, self.who, version.workflow_id, turn.posts or {})
            case _:
                self._introduce()
                call_workflow(stage, self.who, version, turn.starts or {})

    def _answer(self, answers: list[Answer]) -> None:
        """Each reaches a call; the clock goes on to the tries that come later."""
        calls, stage = self.stage.calls, self.stage
        left = calls.at_hand
        calls.give(answers)
        stage.settle()
        while calls.at_hand > left and (again := calls.next_try()) is not None:
            stage.passes((again - stage.now).total_seconds())
        if calls.at_hand > left:
            calls.take_back(calls.at_hand - left)
            raise NotOnStage("No call is out that this could answer.")

    def _play_user(self, turn: Turn, act: str) -> None:
        stage = self.stage
        match act:
            case "online":
                stage.becomes(self.user(turn.online or ""), Presence.ONLINE)
            case "offline":
                stage.becomes(self.user(turn.offline or ""), Presence.OFFLINE)
            case "replies":
                stage.replies(self._actor(turn), self.who, turn.replies or "")
            case "assigns":
                to = self.user(turn.assigns or "")
                stage.assigns(self.who, to, by=self.user(turn.by) if turn.by else to)
            case "closes":
                note = turn.closes if isinstance(turn.closes, Note) else None
                stage.closes(self.who, by=self._actor(turn), note=self._note(note))
            case "runs":
                self._introduce()
                by = self._actor(turn)
                run_shortcut(stage, self.who, self.version, turn.runs or {}, by=by)
            case "opens":
                self._introduce()
                stage.opens(self.who, by=self._actor(turn))
            case _:
                self._change_contact(turn)

    def _change_contact(self, turn: Turn) -> None:
        self._introduce()
        by = self._actor(turn)
        if turn.moves is not None:
            self.stage.moves(self.who, self._stage(turn.moves), by=by)
        if turn.blocks:
            self.stage.blocks(self.who, by=by)
        if turn.tags is not None:
            self.stage.tags(self.who, self._tag(turn.tags), by=by)
        if turn.untags is not None:
            self.stage.untags(self.who, self._tag(turn.untags), by=by)
        for place, value in (turn.sets or {}).items():
            scope, _, slug = place.replace(".fields.", ".").partition(".")
            if not slug or scope not in list(FieldScope):
                raise NotOnStage(f"{place!r} is no place: write contact.{place}.")
            self.stage.sets(self.who, FieldScope(scope), slug, value, by=by)

    def user(self, name: str) -> UserId:
        return get_user(self._reference, name)

    # -- what became of it -------------------------------------------------------------------------

    def started(self) -> list[str]:
        """The names of the other workflows of which a run began, in that order."""
        runs = sorted(self.stage.desk.runs, key=lambda run: run.id)
        versions = self.stage.reference.versions
        return [versions[r.version_id].name for r in runs if r.version_id in self._beside]

    def runs(self) -> list[Run]:
        """Of the workflow that is rehearsed, oldest first."""
        wanted = self.version.workflow_id
        found = (run for run in self.stage.desk.runs if run.workflow_id == wanted)
        return sorted(found, key=lambda run: run.id)

    def visits(self) -> list[Visit]:
        runs = {run.id for run in self.runs()}
        return [visit for visit in self.stage.desk.visits if visit.run_id in runs]

    def standing(self) -> list[str]:
        """Steps that runs stand on and have not left."""
        return [run.step_id for run in self.runs() if run.is_live and run.step_id is not None]

    def sent(self) -> list[Message]:
        """All that was written to the contact, oldest first; what was taken back is left out."""
        if self.stage.find_contact(self.who) is None:
            return []
        return [
            message
            for message in self.stage.messages_to(self.who)
            if message.failure is None or message.failure.error_class is not ErrorClass.CANCELLED
        ]

    def said(self) -> list[str]:
        return [text_of(message.content) for message in self.sent()]

    def step_of(self, message: Message) -> str | None:
        """The step whose visit sent a message."""
        return self._step_at(message.run_id, message.visit)

    def step_of_call(self, call: Call) -> str | None:
        return self._step_at(call.run_id, call.visit)

    @property
    def steps(self) -> Mapping[str, AnyStep]:
        definition = self.version.definition
        return definition.steps if isinstance(definition, Definition) else {}

    def _step_at(self, run_id: RunId | None, number: int | None) -> str | None:
        if run_id is None or number is None:
            return None
        for visit in self.stage.desk.visits:
            if visit.run_id == run_id and visit.number == number:
                return visit.step_id
        run = self.stage.desk.runs.get(run_id)
        return run.step_id if run else None

    # -- who and where -----------------------------------------------------------------------------

    def _actor(self, turn: Turn) -> UserId:
        """Who is named, else who has the conversation, else anybody who works here."""
        if turn.by is not None:
            return self.user(turn.by)
        contact = self.stage.find_contact(self.who)
        open_one = self.stage.desk.find_open_conversation(contact.id) if contact else None
        assignee = open_one.assignee_id if open_one else None
        found = assignee or next(iter(self._reference.users), None)
        if found is None:
            raise NotOnStage("Nobody works here: name somebody under workspace.users.")
        return found

    def _introduce(self) -> None:
        """Whoever acts on the contact knows them."""
        person = self._person
        if self.stage.find_contact(self.who) is None:
            contact = person if isinstance(person, Contact) else self._contact(person)
            self.stage.introduce(contact, self.channel.id)

    def _find_channel(self, word: str) -> Channel:
        channels = list(self._reference.channels.values())
        for channel in [*(c for c in channels if c.name == word), *channels]:
            if word in (channel.name, channel.kind):
                return channel
        raise NotOnStage(f"No channel is called {word!r}.")

    def _contact(self, person: Person) -> Contact:
        standard = {k: v for k, v in person.fields.items() if k in STANDARD_FIELDS}
        if standard:
            raise NotOnStage(f"{next(iter(standard))} stands beside `fields`, not in it.")
        return Contact(
            self._reference.workspace_id,
            ContactId(fixed_id(90)),
            person.name,
            email=person.email,
            phone=person.phone,
            language=person.language,
            country=person.country,
            fields=dict(person.fields),
            tags=tuple(self._tag(name) for name in person.tags),
            created_at=None,
            lifecycle_stage_id=self._stage(person.lifecycle) if person.lifecycle else None,
        )

    def _tag(self, name: str) -> TagId:
        return self._find("tag", "tags", self._reference.tags.values(), name)

    def _stage(self, name: str) -> StageId:
        return self._find("lifecycle stage", "stages", self._reference.stages.values(), name)

    def _note(self, note: Note | None) -> ClosingNote | None:
        if note is None:
            return None
        known = self._reference.categories.values()
        category = note.category and self._find(
            "closing category", "categories", known, note.category
        )
        return ClosingNote(category or None, note.summary)

    def _find(self, noun: str, key: str, things: Iterable[Thing[T_co]], name: str) -> T_co:
        for thing in things:
            if thing.name.casefold() == name.casefold():
                return thing.id
        raise NotOnStage(f"There is no {noun} {name!r}: name it under workspace.{key}.")


def get_user(reference: Reference, name: str) -> UserId:
    """Raises NotOnStage."""
    for user in reference.users.values():
        if user.deactivated_at is None and user.name.casefold() == name.casefold():
            return user.id
    raise NotOnStage(f"Nobody called {name!r} works here: name them under workspace.users.")


def player_for(definition: Definition, reference: Reference, case: Case) -> Player:
    """Raises NotOnStage for names that nobody has."""
    users = dict(reference.users)
    for user_id in [get_user(reference, name) for name in case.full]:
        users[user_id] = structs.replace(users[user_id], capacity=0)
    return Player(
        definition,
        structs.replace(reference, users=users),
        person=case.person,
        channel=case.channel,
        at=case.at,
        online=case.online,
        refuses=case.provider == "refuses",
        answers=case.list_answers(),
    )


def _media(turn: Turn) -> Media:
    kind = turn.sends
    return Media(
        "image" if kind is None or kind == "location" else kind, url="https://example.com/x"
    )


def _phone_call(call: PhoneCall) -> EndedCall:
    status = call.status or ("completed" if call.seconds else "missed")
    return EndedCall(call.direction, status, call.seconds or None)
