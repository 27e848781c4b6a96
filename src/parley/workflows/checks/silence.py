"""The longest time for which a contact may have said nothing, step by step, and the way on which that is."""

from collections.abc import Callable, Iterable, Iterator

from parley.workflows.definition import Definition
from parley.workflows.paths_through import list_groups, way_to, ways_from

FOREVER = float("inf")
Edge = tuple[str, str]


class Silence:
    """A circle with a wait lasts for ever; one that a Jump To closes is gone round as often as it jumps.
    What is behind an answer begins anew.
    """

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._steps = definition.steps
        self._first = ways_from(definition, [definition.start])
        self._longest: dict[str, float] = {}
        # How the longest silence comes to a step; a step where silence begins has nothing before it.
        self._before: dict[str, Edge] = {}
        self._rounds: dict[str, tuple[str, ...]] = {}
        self._extra: dict[str, float] = {}
        self._group_of = self._number_groups()
        self._jumps = self._find_jumps_back()
        self._measure_jumps()
        self._measure()

    def longest_at(self, step_id: str) -> float:
        return self._longest.get(step_id, 0.0)

    def way_to(self, step_id: str) -> tuple[str, ...]:
        """From the start to where silence begins, and on to the step, once round each circle."""
        parts: list[tuple[str, ...]] = [(*self._rounds.get(step_id, ()), step_id)]
        seen, current = {step_id}, step_id
        while current in self._before and self._before[current][0] not in seen:
            current, lane = self._before[current]
            seen.add(current)
            parts.append((*self._rounds.get(current, ()), current, lane))
        parts.append(way_to(current, self._first)[:-1])
        return tuple(word for part in reversed(parts) for word in part)

    # -- jumps that close a circle ---------------------------------------------------------------------

    def _number_groups(self) -> dict[str, int]:
        """Steps with one number lead to each other on silent ways."""
        groups = self._groups(self._first, self._silent_targets)
        return {step_id: number for number, group in enumerate(groups) for step_id in group}

    def _find_jumps_back(self) -> dict[Edge, str]:
        """Counted lanes that lead back, on a silent way, to what leads to them."""
        group_of = self._group_of
        return {
            (step_id, lane): target
            for step_id in self._first
            for lane, target, _ in self._silent(step_id)
            if lane in self._steps[step_id].counted() and group_of[step_id] == group_of[target]
        }

    def _measure_jumps(self) -> None:
        for (step_id, lane), target in self._jumps.items():
            lasts, way = self._longest_between(target, step_id)
            extra = lasts * self._steps[step_id].counted()[lane]
            if extra > self._extra.get(target, 0.0):
                self._extra[target] = extra
                self._rounds[target] = (*way, lane)

    def _longest_between(self, start: str, end: str) -> tuple[float, tuple[str, ...]]:
        """Nothing outside of their group is on a way from one to the other."""
        group = self._group_of[start]

        def is_between(step_id: str, lane: str) -> bool:
            target = self._steps[step_id].lanes[lane]
            return self._may_take(step_id, lane) and self._group_of.get(target or "") == group

        reached = ways_from(self._definition, [start], may_take=is_between)
        longest, before = {start: 0.0}, dict[str, tuple[str, ...]]({start: ()})
        for step_id in self._order(reached):
            if step_id not in longest:
                continue
            for lane, target, seconds in self._uncounted(step_id):
                # A step that waits for itself is a circle, and measured as one.
                is_ahead = target not in (start, step_id)
                if is_ahead and longest[step_id] + seconds > longest.get(target, -1.0):
                    longest[target] = longest[step_id] + seconds
                    before[target] = (step_id, lane)
        return (longest[end], way_to(end, before)) if end in longest else (0.0, ())

    def _order(self, reached: Iterable[str]) -> list[str]:
        groups = self._groups(reached, self._uncounted_targets)
        # In a circle the order means nothing; that circle is measured as one, elsewhere.
        return [step_id for group in groups if len(group) == 1 for step_id in group]

    # -- the longest silence ---------------------------------------------------------------------------

    def _measure(self) -> None:
        begins = {self._definition.start, *self._list_heard()}
        began = self._definition.trigger.silence()
        entered: dict[str, tuple[float, Edge | None]] = {self._definition.start: (began, None)}
        for group in self._groups(self._first, self._uncounted_targets):
            first = max(group, key=lambda step_id: entered.get(step_id, (-1.0,))[0])
            seconds, edge = entered.get(first, (0.0, None))
            if edge is not None and (seconds > 0 or first not in begins):
                self._before[first] = edge
            self._measure_group(group, first, seconds + self._extra.get(first, 0.0))
            for step_id in group:
                for lane, target, lasts in self._uncounted(step_id):
                    total = self._longest[step_id] + lasts
                    if total > entered.get(target, (-1.0,))[0]:
                        entered[target] = (total, (step_id, lane))

    def _measure_group(self, group: list[str], first: str, seconds: float) -> None:
        members = frozenset(group)

        def is_inside(step_id: str, lane: str) -> bool:
            return self._may_take(step_id, lane) and self._steps[step_id].lanes[lane] in members

        ways = ways_from(self._definition, [first], may_take=is_inside)
        self._before.update(
            {step_id: (way[0], way[1]) for step_id, way in ways.items() if len(way) > 1}
        )
        slow = (
            (step_id, lane, target)
            for step_id in group
            for lane, target, lasts in self._uncounted(step_id)
            if lasts > 0 and target in members
        )
        if (found := next(slow, None)) is not None:
            step_id, lane, target = found
            back = way_to(first, ways_from(self._definition, [target], may_take=is_inside))
            self._rounds[first] = (*way_to(step_id, ways), lane, *back[:-1])
            seconds = FOREVER
        self._longest.update(dict.fromkeys(group, seconds))

    # -- lanes -----------------------------------------------------------------------------------------

    def _list_heard(self) -> Iterator[str]:
        for step_id in self._first:
            step = self._steps[step_id]
            yield from (target for lane in step.HEARD if (target := step.leads_to(lane)))

    def _silent(self, step_id: str) -> Iterator[tuple[str, str, float]]:
        """The lanes on which the contact stays silent, where they lead, and how long they take."""
        step = self._steps[step_id]
        for lane, target in step.lanes.items():
            if target is not None and target in self._first and lane not in step.HEARD:
                yield lane, target, float(step.lane_seconds(lane))

    def _uncounted(self, step_id: str) -> Iterator[tuple[str, str, float]]:
        return (way for way in self._silent(step_id) if (step_id, way[0]) not in self._jumps)

    def _may_take(self, step_id: str, lane: str) -> bool:
        return lane not in self._steps[step_id].HEARD and (step_id, lane) not in self._jumps

    def _silent_targets(self, step_id: str) -> list[str]:
        return [target for _, target, _ in self._silent(step_id)]

    def _uncounted_targets(self, step_id: str) -> list[str]:
        return [target for _, target, _ in self._uncounted(step_id)]

    @staticmethod
    def _groups(reached: Iterable[str], targets: Callable[[str], list[str]]) -> Iterator[list[str]]:
        among = dict.fromkeys(reached)
        return list_groups(list(among), lambda s: [t for t in targets(s) if t in among])
