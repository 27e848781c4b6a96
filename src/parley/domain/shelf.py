"""One kind of value on a desk: as loaded, and as it is now."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Difference(Struct, Generic[V], frozen=True):
    """`added` stand in the order in which they were put; `changed` are (as loaded, as now)."""

    added: list[V]
    changed: list[tuple[V, V]]
    dropped: list[V]


class Shelf(Generic[K, V]):
    """The difference is by identity (`is`): values are frozen, so the same object means no change."""

    __slots__ = ("_loaded", "_now", "get", "loaded", "put")

    def __init__(self) -> None:
        self._loaded: dict[K, V] = {}
        self._now: dict[K, V] = {}
        # The dictionaries' own: asked fifty times a message.
        self.get: Callable[[K], V | None] = self._now.get
        self.put: Callable[[K, V], None] = self._now.__setitem__
        self.loaded: Callable[[K], V | None] = self._loaded.get

    def load(self, key: K, value: V) -> None:
        """Puts what the store holds. Never overwrites what was loaded before."""
        if key not in self._loaded:
            self._loaded[key] = value
            self._now[key] = value

    def drop(self, key: K) -> None:
        self._now.pop(key, None)

    def __contains__(self, key: K) -> bool:
        return key in self._now

    def __iter__(self) -> Iterator[V]:
        return iter(self._now.values())

    def __len__(self) -> int:
        return len(self._now)

    def items(self) -> list[tuple[K, V]]:
        return list(self._now.items())

    def difference(self) -> Difference[V]:
        """All that differs from what was loaded, in one pass: each key is looked up once."""
        if not self._loaded:
            return Difference(list(self._now.values()), [], [])
        added: list[V] = []
        changed: list[tuple[V, V]] = []
        for key, now in self._now.items():
            before = self.loaded(key)
            if before is None:
                added.append(now)
            elif before is not now:
                changed.append((before, now))
        kept = len(self._now) - len(added)
        if kept == len(self._loaded):
            return Difference(added, changed, [])
        dropped = [value for key, value in self._loaded.items() if key not in self._now]
        return Difference(added, changed, dropped)

    def rewind(self) -> None:
        """Forgets every change."""
        self._now.clear()
        self._now.update(self._loaded)

    def load_all(self, pairs: Iterable[tuple[K, V]]) -> None:
        loaded, now = self._loaded, self._now
        for key, value in pairs:
            if key not in loaded:
                loaded[key] = now[key] = value
