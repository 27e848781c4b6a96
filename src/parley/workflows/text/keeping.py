"""A text written anew over a former one: what did not change stays word for word, comments included."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from parley.domain.errors import Refusal
from parley.workflows.text.reading import Path, ReadText, read
from parley.workflows.text.writing import lines_of, write

STEPS = "steps"
Data = Mapping[str, object]
Normalise = Callable[[Data], Data]


def write_over(former: str, data: Data, *, normalise: Normalise = lambda data: data) -> str:
    """`data` as text. Parts that mean the same as in `former` (after `normalise`) stand as they stood, and
    those that changed keep the comment above them. A former text that cannot be read is not looked at.
    """
    try:
        before = read(former)
        same = normalise(before.data)
        made = _Weaver(former, before, same, data).weave()
        if _told(normalise(read(made).data)) == _told(normalise(data)):
            return made
    except Refusal:
        pass
    return write(data)


class _Weaver:
    def __init__(self, former: str, before: ReadText, same: Data, data: Data) -> None:
        self._rows = former.splitlines()
        self._before = before
        self._same = same
        self._data = data

    def weave(self) -> str:
        if () not in self._before.blocks:
            return write(self._data)
        return "\n".join(self._map((), self._before.data, self._same, self._data)) + "\n"

    def _map(self, path: Path, former: Data, same: Data, data: Data) -> Iterator[str]:
        """The former keys in their order, then the new ones; what follows the last key comes last."""
        column = " " * self._before.blocks[path]
        last_row = 0
        for key in former:
            above, body, last_row = self._rows_of((*path, key), former)
            if key not in data:
                continue
            yield from above
            if _told(same.get(key)) == _told(data[key]) and key in same:
                yield from body
            elif not path and key == STEPS and (STEPS,) in self._before.blocks:
                yield body[0]
                yield from self._steps(former, same, data)
            else:
                yield from (
                    f"{column}{line}" if line else line for line in lines_of({key: data[key]})
                )
        for key in data:
            if key not in former:
                yield from (
                    f"{column}{line}" if line else line for line in lines_of({key: data[key]})
                )
        if not path:
            yield from self._rows[last_row:]

    def _steps(self, former: Data, same: Data, data: Data) -> Iterator[str]:
        inner = (_map_of(values.get(STEPS)) for values in (former, same, data))
        yield from self._map((STEPS,), *inner)

    def _rows_of(self, path: Path, siblings: Data) -> tuple[list[str], list[str], int]:
        """The comment above a key, and its own rows; the number of the row behind them."""
        first = self._before.lines[path] - 1
        end = self._before.ends[path]
        keys = list(siblings)
        at = keys.index(str(path[-1]))
        if at:
            begin = self._before.ends[(*path[:-1], keys[at - 1])]
        else:
            begin = self._before.lines[path[:-1]] if len(path) > 1 else 0
        return self._rows[begin:first], self._rows[first:end], end


def _map_of(value: object) -> Data:
    return cast(Data, value) if isinstance(value, Mapping) else {}


def _told(value: object) -> str:
    """To compare by: 1 is not true, and the order of keys does not matter."""
    return json.dumps(value, sort_keys=True, default=str)
