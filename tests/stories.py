"""Stories for tests: people write, press, wait and answer, in the shop of `desks`."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from msgspec import structs

from desks import ANA, BO, CLEO, NOON, OLGA, WHATSAPP, make_reference
from parley.domain.channel import Referral
from parley.domain.contact import Tag
from parley.domain.content import Content
from parley.domain.conversation import ClosingNote
from parley.domain.ids import ChannelId, TagId, TeamId, UserId
from parley.domain.message import Message
from parley.domain.people import Team, User
from parley.domain.workspace import Settings
from parley.rehearsal.stage import Stage
from parley.workflows.definition import Definition


class Story(Stage):
    """The stage with Ana, Bo and Cleo online; contacts write over WhatsApp, and Olga acts for people."""

    def __init__(
        self,
        *definitions: Definition,
        settings: Settings | None = None,
        online: Iterable[UserId] = (ANA, BO, CLEO),
    ) -> None:
        super().__init__(make_reference(settings=settings), now=NOON, online=online)
        for definition in definitions:
            self.publish(definition)

    def forget(self, thing_id: TeamId | TagId | UserId) -> None:
        """Delete a team or a tag; deactivate a user."""
        cast("dict[TeamId, Team]", self.reference.teams).pop(TeamId(thing_id), None)
        cast("dict[TagId, Tag]", self.reference.tags).pop(TagId(thing_id), None)
        users = cast("dict[UserId, User]", self.reference.users)
        user = users.get(UserId(thing_id))
        if user is not None:
            users[user.id] = structs.replace(user, deactivated_at=self.now)

    def forget_versions(self) -> None:
        self._versions.clear()

    def writes(
        self,
        who: str,
        content: Content | str,
        *,
        after: float = 10,
        at: datetime | None = None,
        channel: ChannelId = WHATSAPP,
        language: str | None = None,
        country: str | None = None,
        referral: Referral | None = None,
    ) -> Message | None:
        return super().writes(
            who,
            content,
            after=after,
            at=at,
            channel=channel,
            language=language,
            country=country,
            referral=referral,
        )

    def presses(
        self,
        who: str,
        title: str,
        *,
        after: float = 10,
        nth: int = -1,
        channel: ChannelId = WHATSAPP,
    ) -> Message | None:
        return super().presses(who, title, after=after, nth=nth, channel=channel)

    def assigns(self, who: str, to: UserId | None, *, by: UserId = OLGA) -> None:
        super().assigns(who, to, by=by)

    def closes(self, who: str, *, by: UserId = OLGA, note: ClosingNote | None = None) -> None:
        super().closes(who, by=by, note=note)
