"""A definition as the shortest data that means the same: defaults left out, steps in the order of the way."""

from collections import deque
from collections.abc import Mapping
from typing import Literal, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from parley.workflows.definition import Definition, parse_definition

_FIRST = ("schema_version", "kind", "name")
_LAST = ("lanes", "start", "steps", "layout")


def shorten(definition: Definition) -> dict[str, object]:
    short = cast("dict[str, object]", _value(definition))
    steps = cast("dict[str, object]", short["steps"])
    short["steps"] = {step_id: steps[step_id] for step_id in walk(definition)}
    if parse_definition(short) == definition:
        return short
    # A default that depends on other values: nothing is left out.
    return definition.model_dump(mode="json")


def walk(definition: Definition) -> list[str]:
    """Step ids in the order in which the lanes lead there; those that nothing leads to come last."""
    found: dict[str, None] = {}
    waiting = deque([definition.start, *definition.steps])
    while waiting:
        step_id = waiting.popleft()
        if step_id in found or step_id not in definition.steps:
            continue
        found[step_id] = None
        step = definition.steps[step_id]
        for target in reversed([step.lanes.get(lane) for lane in step.lane_names]):
            if target is not None:
                waiting.appendleft(target)
    return list(found)


def _value(value: object) -> object:
    if isinstance(value, BaseModel):
        return _model(value)
    if isinstance(value, Mapping):
        return {str(k): _value(v) for k, v in cast(Mapping[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [_value(item) for item in cast("list[object]", value)]
    return to_jsonable_python(value)


def _model(model: BaseModel) -> dict[str, object]:
    fields = type(model).model_fields
    names = [name for name in fields if name not in (*_FIRST, *_LAST)]
    order = [name for name in (*_FIRST, *names, *_LAST) if name in fields]
    told: dict[str, object] = {}
    for name in order:
        field, value = fields[name], getattr(model, name)
        # A word of which there is but one says what a thing is: without it nothing could be read back.
        tells_kind = (
            get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1
        )
        is_default = not field.is_required() and value == field.get_default(
            call_default_factory=True, validated_data={}
        )
        if not is_default or tells_kind:
            told[name] = _value(value)
    return told
