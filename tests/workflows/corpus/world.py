"""The workspace of the corpus: the small business of the tests, with a team of nobody and one who has left."""

from collections.abc import Iterable
from typing import cast

from msgspec.structs import replace

from desks import NOON, WORKSPACE, fixed_id, make_reference, make_user
from parley.domain.ids import UUID, TeamId, UserId, VersionId, WorkflowId
from parley.domain.people import Team, User
from parley.domain.workspace import Reference
from parley.workflows.definition import compile_version, parse_definition
from workflows.corpus.writing import Json

EMPTY = TeamId(fixed_id(39))
LEFT = UserId(fixed_id(29))
MINE = WorkflowId(UUID(int=1000))


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
    cast("dict[TeamId, Team]", reference.teams)[EMPTY] = Team(WORKSPACE, EMPTY, "Empty")
    gone = replace(make_user(LEFT, "Lou", position=9), deactivated_at=NOON)
    cast("dict[UserId, User]", reference.users)[LEFT] = gone
    return reference
