"""The workspace of the corpus: the small business of the tests, with a team of nobody, one who has left, hours, a
stage, and channels that count lengths in three units.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from desks import NOON, WORKSPACE, fixed_id, make_reference, make_user
from parley.domain.calendar import DAY_MINUTES, WEEK_DAYS, Calendar, Hours
from parley.domain.channel import Channel, LengthUnit, Manifest
from parley.domain.ids import (
    UUID,
    CalendarId,
    ChannelId,
    EndpointId,
    StageId,
    TeamId,
    UserId,
    VersionId,
    WorkflowId,
)
from parley.domain.lifecycle import LifecycleStage
from parley.domain.people import Team
from parley.domain.workspace import Reference
from parley.workflows.definition import compile_version, parse_definition
from workflows.corpus.writing import Json

EMPTY = TeamId(fixed_id(39))
LEFT = UserId(fixed_id(29))
MINE = WorkflowId(UUID(int=1000))
CALENDAR = CalendarId(fixed_id(81))
STAGE = StageId(fixed_id(71))
MAIL = ChannelId(fixed_id(19))
# 2,000 letters of three bytes each.
BYTES = 6_000


def corpus_reference(neighbours: Iterable[Json] = ()) -> Reference:
    versions = [
        compile_version(
            parse_definition(neighbour),
            workflow_id=WorkflowId(UUID(int=1001 + number)),
            version_id=VersionId(UUID(int=2001 + number)),
            published_order=number,
        )
        for number, neighbour in enumerate(neighbours)
    ]
    reference = make_reference(versions=versions)
    gone = replace(make_user(LEFT, "Lou", position=9), deactivated_at=NOON)
    return replace(
        reference,
        teams={**reference.teams, EMPTY: Team(WORKSPACE, EMPTY, "Empty")},
        users={**reference.users, LEFT: gone},
        calendars={CALENDAR: _always()},
        stages={STAGE: LifecycleStage(WORKSPACE, STAGE, "New", 1)},
        channels={**reference.channels, MAIL: _mailbox()},
        manifests={
            **reference.manifests,
            "custom": replace(reference.manifests["custom"], length_unit=LengthUnit.UTF16),
            "mail": _counting_bytes(reference.manifests["custom"]),
        },
    )


def _always() -> Calendar:
    week = ((Hours(0, DAY_MINUTES),),) * WEEK_DAYS
    return Calendar(WORKSPACE, CALENDAR, "Shop hours", "Europe/Berlin", week)


def _mailbox() -> Channel:
    return Channel(WORKSPACE, MAIL, EndpointId(fixed_id(18)), "mail", "Letters", "mail", {})


def _counting_bytes(manifest: Manifest) -> Manifest:
    return replace(
        manifest, kind="mail", name="Letters", text_limit=BYTES, length_unit=LengthUnit.BYTES
    )
