"""Variables along the ways: none is read where nothing can have set it."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.paths import VARIABLE
from parley.workflows.paths_through import list_groups, list_targets, way_to, ways_from
from parley.workflows.variables import list_places


def check_variables(subject: Subject) -> Iterator[Finding]:
    """A fallback, or the else of a condition, helps where some way sets nothing, not where no way does."""
    flow = Flow(subject)
    for step_id, name, is_covered in dict.fromkeys(_list_reads(subject)):
        if step_id not in subject.ways or name not in subject.definition.variables:
            continue
        if not flow.may_be_set(name, step_id):
            sentence = f"No way to this step sets the variable {name!r}."
            path = subject.way_to(step_id)
            yield Finding("variable_never_set", step_id, sentence, path=path)
        elif not is_covered and not flow.is_set(name, step_id):
            sentence = (
                f"On some way the variable {name!r} is not set by then, and there is no fallback."
            )
            yield warn("variable_perhaps_unset", step_id, sentence, flow.way_without(name, step_id))


def _list_reads(subject: Subject) -> Iterator[tuple[str, str, bool]]:
    """Step, variable, and whether it can do without."""
    for step_id, step in subject.definition.steps.items():
        for template in step.templates():
            for place in list_places(template):
                if place.path.startswith(VARIABLE):
                    name = place.path.removeprefix(VARIABLE)
                    yield step_id, name, place.fallback is not None
    for step_id, comparison in subject.list_comparisons():
        if step_id is None:
            continue
        if comparison.field.startswith(VARIABLE):
            yield step_id, comparison.field.removeprefix(VARIABLE), True


class Flow:
    """One bit per variable and step, carried along the lanes until nothing changes."""

    def __init__(self, subject: Subject) -> None:
        self._definition = subject.definition
        self._bits = {name: 1 << n for n, name in enumerate(sorted(subject.definition.variables))}
        self._reached = frozenset(subject.ways)

    def may_be_set(self, name: str, step_id: str) -> bool:
        return bool(self._perhaps[step_id] & self._bits[name])

    def is_set(self, name: str, step_id: str) -> bool:
        return bool(self._surely[step_id] & self._bits[name])

    def way_without(self, name: str, step_id: str) -> tuple[str, ...]:
        """A way to the step on which nothing sets the variable."""
        bit = self._bits[name]

        def is_silent(former: str, lane: str) -> bool:
            return not self._set_on(former, lane) & bit

        start = [self._definition.start]
        return way_to(step_id, ways_from(self._definition, start, may_take=is_silent))

    @cached_property
    def _order(self) -> list[str]:
        """What leads to others comes first, so that two or three rounds are enough for most."""
        groups = list_groups(
            list(self._definition.steps), lambda step_id: list_targets(self._definition, step_id)
        )
        return [step_id for group in groups for step_id in group if step_id in self._reached]

    @cached_property
    def _perhaps(self) -> Mapping[str, int]:
        known = dict.fromkeys(self._order, 0)
        return self._settle(known, lambda a, b: a | b, self._may_set_on)

    @cached_property
    def _surely(self) -> Mapping[str, int]:
        known = dict.fromkeys(self._order, -1)
        if self._definition.start in known:
            known[self._definition.start] = 0
        return self._settle(known, lambda a, b: a & b, self._set_on)

    def _settle(
        self,
        known: dict[str, int],
        meet: Callable[[int, int], int],
        set_on: Callable[[str, str], int],
    ) -> Mapping[str, int]:
        ahead, waiting = deque(self._order), set(self._order)
        while ahead:
            step_id = ahead.popleft()
            waiting.discard(step_id)
            for lane, target in self._definition.steps[step_id].lanes.items():
                if target is None or target not in known:
                    continue
                met = meet(known[target], known[step_id] | set_on(step_id, lane))
                if met != known[target]:
                    known[target] = met
                    if target not in waiting:
                        waiting.add(target)
                        ahead.append(target)
        return known

    def _set_on(self, step_id: str, lane: str) -> int:
        saved = self._definition.steps[step_id].SAVED
        return self._saved[step_id] if saved is None or lane in saved else 0

    def _may_set_on(self, step_id: str, lane: str) -> int:
        is_open = lane in self._definition.steps[step_id].PERHAPS_SAVED
        return self._saved[step_id] if is_open else self._set_on(step_id, lane)

    @cached_property
    def _saved(self) -> Mapping[str, int]:
        return {
            step_id: sum(self._bits[name] for name in set(step.saved_variables()))
            for step_id, step in self._definition.steps.items()
        }
