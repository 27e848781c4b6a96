"""Names instead of ids: in a text `team_id: Sales` may stand for the team's id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from msgspec import Struct

from parley.domain.ids import UUID
from parley.domain.workspace import Reference

# The last word of a key that ends in `_id` or `_ids` says what kind of thing it names.
KINDS = frozenset(
    {"team", "user", "channel", "tag", "category", "calendar", "stage", "workflow", "skill"}
)
IN_DEFINITION = ("trigger", "steps")


class Names(Struct, frozen=True):
    """Of each kind: names folded, with the ids that have them, and ids with their names."""

    ids: dict[tuple[str, str], list[UUID]]
    names: dict[tuple[str, UUID], str]


NO_NAMES = Names({}, {})


def make_names(things: Iterable[tuple[str, UUID, str]]) -> Names:
    """From kind, id and name of each."""
    names = Names({}, {})
    for kind, thing_id, name in things:
        names.ids.setdefault((kind, _fold(name)), []).append(thing_id)
        names.names[(kind, thing_id)] = name
    return names


def names_of(reference: Reference) -> Names:
    return make_names(things_in(reference))


def things_in(reference: Reference) -> Iterator[tuple[str, UUID, str]]:
    yield from (("team", team.id, team.name) for team in reference.teams.values())
    yield from (("user", user.id, user.name) for user in reference.users.values())
    yield from (("channel", channel.id, channel.name) for channel in reference.channels.values())
    yield from (("tag", tag.id, tag.name) for tag in reference.tags.values())
    yield from (("category", found.id, found.name) for found in reference.categories.values())
    yield from (("calendar", found.id, found.name) for found in reference.calendars.values())
    yield from (("stage", found.id, found.name) for found in reference.stages.values())
    live = (version for version in reference.versions.values() if version.live)
    yield from (("workflow", version.workflow_id, version.name) for version in live)


def name_ids(data: Mapping[str, object], names: Names) -> dict[str, object]:
    """Ids whose thing has a name of its own become that name."""

    def change(kind: str, word: str, _place: str) -> str:
        thing_id = as_id(word)
        name = names.names.get((kind, thing_id)) if thing_id else None
        is_own = name is not None and len(names.ids[(kind, _fold(name))]) == 1 and not as_id(name)
        return name if name is not None and is_own else word

    return _changed(data, change)


def resolve_names(
    data: Mapping[str, object], names: Names
) -> tuple[dict[str, object], dict[str, str]]:
    """Names become ids. What could not be found is left as it is, with a sentence for each place."""
    unresolved: dict[str, str] = {}

    def change(kind: str, word: str, place: str) -> str:
        if as_id(word) is not None:
            return word
        found = names.ids.get((kind, _fold(word)), [])
        if len(found) == 1:
            return str(found[0])
        how_many = f"{len(found)} have the name" if found else "there is no"
        unresolved[place] = f"{how_many} {kind} {word!r}"
        return word

    return _changed(data, change), unresolved


Change = Callable[[str, str, str], str]


def _changed(data: Mapping[str, object], change: Change) -> dict[str, object]:
    return {
        key: _walk(value, change, None, key) if key in IN_DEFINITION else value
        for key, value in data.items()
    }


def _walk(value: object, change: Change, kind: str | None, place: str) -> object:
    if isinstance(value, Mapping):
        inner = cast(Mapping[str, object], value)
        return {k: _walk(v, change, kind_of(k), f"{place}.{k}") for k, v in inner.items()}
    if isinstance(value, list):
        items = enumerate(cast("list[object]", value))
        return [_walk(item, change, kind, f"{place}.{number}") for number, item in items]
    if kind is not None and isinstance(value, str) and value and "{{" not in value:
        return change(kind, value, place)
    return value


def kind_of(key: str) -> str | None:
    """What `fallback_team_id` or `tag_ids` names, or None."""
    stem = key.removesuffix("_ids") if key.endswith("_ids") else key.removesuffix("_id")
    kind = stem.rsplit("_", 1)[-1]
    return kind if stem != key and kind in KINDS else None


def as_id(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


def _fold(name: str) -> str:
    return name.strip().casefold()
