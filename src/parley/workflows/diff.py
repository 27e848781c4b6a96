"""What differs between two definitions: steps, lanes, trigger and settings, as data and as text."""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import cast

from msgspec import Struct

from parley.workflows.definition import Definition


class ChangeKind(StrEnum):
    STEP_ADDED = "step_added"
    STEP_REMOVED = "step_removed"
    STEP_CHANGED = "step_changed"
    LANE_REWIRED = "lane_rewired"
    TRIGGER_CHANGED = "trigger_changed"
    SETTING_CHANGED = "setting_changed"
    LAYOUT_CHANGED = "layout_changed"


class Change(Struct, frozen=True):
    """`place` is the field within the step, the lane, or the setting; `before` and `after` are JSON values.
    A step of another kind is one that was removed and one that was added.
    """

    kind: ChangeKind
    step_id: str | None
    place: str
    before: object = None
    after: object = None


def diff(before: Definition, after: Definition) -> list[Change]:
    """Settings first, then the steps by id; empty where both are equal."""
    old, new = (which.model_dump(mode="json") for which in (before, after))
    return [*_settings(old, new), *_steps(old, new)]


def describe(changes: list[Change]) -> str:
    """A line per change: `+` added, `-` removed, `~` changed."""
    return "".join(f"{_line(change)}\n" for change in changes)


Data = Mapping[str, object]


def _settings(old: Data, new: Data) -> Iterator[Change]:
    for key in old:
        if key in ("steps", "layout"):
            continue
        kind = ChangeKind.TRIGGER_CHANGED if key == "trigger" else ChangeKind.SETTING_CHANGED
        for place, was, now in _differences(old[key], new[key], key):
            yield Change(kind, None, place, was, now)
    if not _is_same(old["layout"], new["layout"]):
        yield Change(ChangeKind.LAYOUT_CHANGED, None, "layout", old["layout"], new["layout"])


def _steps(old: Data, new: Data) -> Iterator[Change]:
    former, later = (cast("dict[str, dict[str, object]]", told["steps"]) for told in (old, new))
    for step_id in sorted({*former, *later}):
        was, now = former.get(step_id), later.get(step_id)
        if was is not None and now is not None and was["kind"] == now["kind"]:
            yield from _step(step_id, was, now)
            continue
        if was is not None:
            yield Change(ChangeKind.STEP_REMOVED, step_id, str(was["kind"]), was)
        if now is not None:
            yield Change(ChangeKind.STEP_ADDED, step_id, str(now["kind"]), None, now)


def _step(step_id: str, was: Data, now: Data) -> Iterator[Change]:
    for key in was:
        if key != "lanes":
            for place, old, new in _differences(was[key], now[key], key):
                yield Change(ChangeKind.STEP_CHANGED, step_id, place, old, new)
    old_lanes, new_lanes = (cast("dict[str, str | None]", told["lanes"]) for told in (was, now))
    for lane in sorted({*old_lanes, *new_lanes}):
        # A lane that is there without a target is not one that is missing: the failure lane tells them apart.
        if lane not in old_lanes or lane not in new_lanes or old_lanes[lane] != new_lanes[lane]:
            yield Change(
                ChangeKind.LANE_REWIRED, step_id, lane, _end(old_lanes, lane), _end(new_lanes, lane)
            )


def _end(lanes: Mapping[str, str | None], lane: str) -> object:
    return (lanes[lane] or "(end)") if lane in lanes else None


def _differences(old: object, new: object, place: str) -> Iterator[tuple[str, object, object]]:
    """Field by field where both are maps of the same keys; a list is one value."""
    if _is_same(old, new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        left, right = cast(Data, old), cast(Data, new)
        if left.keys() == right.keys() and left.get("kind") == right.get("kind"):
            for key in left:
                yield from _differences(left[key], right[key], f"{place}.{key}")
            return
    yield place, old, new


def _is_same(old: object, new: object) -> bool:
    return _told(old) == _told(new)


def _line(change: Change) -> str:
    step, place = f"step {change.step_id}", change.place
    was, now = (end or "(not there)" for end in (change.before, change.after))
    lines = {
        ChangeKind.STEP_ADDED: f"+ {step} ({place})",
        ChangeKind.STEP_REMOVED: f"- {step} ({place})",
        ChangeKind.LANE_REWIRED: f"~ {step}, lane {place}: {was} -> {now}",
        ChangeKind.STEP_CHANGED: f"~ {step}, {place}: {_from_to(change)}",
        ChangeKind.LAYOUT_CHANGED: "~ layout",
    }
    return lines.get(change.kind) or f"~ {place}: {_from_to(change)}"


def _from_to(change: Change) -> str:
    return f"{_told(change.before)} -> {_told(change.after)}"


def _told(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
