"""One test is played: each turn on the stage, each expectation judged when its turn is over."""

from datetime import datetime

from msgspec import structs

from parley.domain.channel import Channel
from parley.domain.contact import STANDARD_FIELDS, Contact, FieldScope
from parley.domain.content import Location, Media, text_of
from parley.domain.ids import ContactId, TagId, UserId
from parley.domain.message import ErrorClass, Failure, Message
from parley.domain.people import Presence
from parley.domain.run import Run, Visit
from parley.domain.workspace import PublishedVersion, Reference
from parley.rehearsal.desk import fixed_id
from parley.rehearsal.script import Case, Person, Turn
from parley.rehearsal.stage import NotOnStage, Stage
from parley.workflows.definition import Definition

REFUSED = Failure(ErrorClass.PERMANENT, code="refused", text="The provider refuses in this test.")


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
    ) -> None:
        self._reference = reference
        self.channel = self._find_channel(channel)
        self.stage = Stage(reference, now=at, online=[self.user(name) for name in online])
        self.stage.refusal = REFUSED if refuses else None
        self.version: PublishedVersion = self.stage.publish(definition)
        self.who = person.display_name if isinstance(person, Contact) else person.name
        if isinstance(person, Contact):
            self.stage.introduce(person, self.channel.id)
        elif person.model_fields_set != {"name"}:
            self.stage.introduce(self._contact(person), self.channel.id)

    def play(self, turn: Turn) -> None:
        """Raises NotOnStage or a Refusal where it cannot be played."""
        stage, who, act = self.stage, self.who, turn.act
        match act:
            case "says":
                stage.writes(who, turn.says or "", after=turn.after, channel=self.channel.id)
            case "presses":
                title = turn.presses or ""
                stage.presses(who, title, after=turn.after, channel=self.channel.id)
            case "sends":
                content = Location(0, 0) if turn.sends == "location" else _media(turn)
                stage.writes(who, content, after=turn.after, channel=self.channel.id)
            case "waits":
                stage.passes(turn.waits or 0)
            case None:
                return
            case _:
                self._play_user(turn, act)

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
                stage.closes(self.who, by=self._actor(turn))
            case "opens":
                stage.opens(self.who, by=self._actor(turn))
            case _:
                self._change_contact(turn)

    def _change_contact(self, turn: Turn) -> None:
        by = self._actor(turn)
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
        number = message.visit
        if number is None:
            return None
        for visit in self.stage.desk.visits:
            if visit.run_id == message.run_id and visit.number == number:
                return visit.step_id
        run = next((run for run in self.runs() if run.id == message.run_id), None)
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
        )

    def _tag(self, name: str) -> TagId:
        for tag in self._reference.tags.values():
            if tag.name.casefold() == name.casefold():
                return tag.id
        raise NotOnStage(f"There is no tag {name!r}: name it under workspace.tags.")


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
    )


def _media(turn: Turn) -> Media:
    kind = turn.sends
    return Media(
        "image" if kind is None or kind == "location" else kind, url="https://example.com/x"
    )
