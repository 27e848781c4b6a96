"""The ways through a definition: what is reachable, and what goes in circles."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping

from parley.workflows.definition import Definition


def list_targets(definition: Definition, step_id: str) -> list[str]:
    """Where a step may lead, missing steps left out."""
    step = definition.steps[step_id]
    return [target for target in step.lanes.values() if target in definition.steps]


def list_instant_targets(definition: Definition, step_id: str) -> list[str]:
    """Where a step may lead without any wait, again and again."""
    step = definition.steps[step_id]
    return [
        target
        for lane, target in step.lanes.items()
        if lane not in step.slow_lanes and target in definition.steps
    ]


def reachable(definition: Definition, starts: Collection[str]) -> set[str]:
    seen: set[str] = set()
    ahead = [step_id for step_id in starts if step_id in definition.steps]
    while ahead:
        step_id = ahead.pop()
        if step_id not in seen:
            seen.add(step_id)
            ahead.extend(list_targets(definition, step_id))
    return seen


def ways_from(
    definition: Definition,
    starts: Collection[str],
    *,
    may_take: Callable[[str, str], bool] = lambda _step_id, _lane: True,
) -> Mapping[str, tuple[str, ...]]:
    """For each step that can be reached: how one comes there first, as (step before, lane); nothing for the
    starts. `may_take(step id, lane)` closes lanes.
    """
    before: dict[str, tuple[str, ...]] = {
        start: () for start in starts if start in definition.steps
    }
    ahead = deque(before)
    while ahead:
        step_id = ahead.popleft()
        for lane, target in definition.steps[step_id].lanes.items():
            if target in definition.steps and target not in before and may_take(step_id, lane):
                before[target] = (step_id, lane)
                ahead.append(target)
    return before


def way_to(step_id: str, before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The steps and lanes from a start to the step, in turn; empty if it is never reached."""
    if step_id not in before:
        return ()
    way = [step_id]
    while before[way[-1]]:
        former, lane = before[way[-1]]
        way += [lane, former]
    return tuple(reversed(way))


def find_circles(definition: Definition) -> list[list[str]]:
    """Steps that lead back to themselves without a wait: one list per circle, in the order of the map."""
    order = list(definition.steps)
    found: list[list[str]] = []
    for group in list_groups(order, lambda step_id: list_instant_targets(definition, step_id)):
        is_circle = len(group) > 1 or group[0] in list_instant_targets(definition, group[0])
        if is_circle:
            found.append(sorted(group, key=order.index))
    return sorted(found, key=lambda group: order.index(group[0]))


def list_groups(order: list[str], targets: Callable[[str], list[str]]) -> Iterator[list[str]]:
    """Strongly connected groups, those that lead to others first: two walks, without recursion, so that
    no definition is too deep.
    """
    finished: list[str] = []
    seen: set[str] = set()
    back: dict[str, list[str]] = {step_id: [] for step_id in order}
    for start in order:
        _finish_from(start, targets, seen, finished)
        for target in targets(start):
            back[target].append(start)
    taken: set[str] = set()
    for start in reversed(finished):
        if start not in taken:
            group: list[str] = []
            _finish_from(start, back.__getitem__, taken, group)
            yield group


def _finish_from(
    start: str, targets: Callable[[str], list[str]], seen: set[str], finished: list[str]
) -> None:
    if start in seen:
        return
    seen.add(start)
    path = [(start, iter(targets(start)))]
    while path:
        step_id, ahead = path[-1]
        following = next((target for target in ahead if target not in seen), None)
        if following is None:
            finished.append(step_id)
            path.pop()
        else:
            seen.add(following)
            path.append((following, iter(targets(following))))
