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

    __slots__ = ("_loaded", "_now", "_touched", "get")

    def __init__(self) -> None:
        self._loaded: dict[K, V] = {}
        self._now: dict[K, V] = {}
        # The dictionary's own: asked fifty times a message.
        self.get: Callable[[K], V | None] = self._now.get
        # The value as it is now, None of what was dropped.
        self._touched: dict[K, V | None] = {}

    def load(self, key: K, value: V) -> None:
        """Puts what the store holds. Never overwrites what was loaded before."""
        if key not in self._loaded:
            self._loaded[key] = value
            self._now[key] = value

    def put(self, key: K, value: V) -> None:
        self._now[key] = value
        self._touched[key] = value

    def drop(self, key: K) -> None:
        if self._now.pop(key, None) is not None:
            self._touched[key] = None

    def __contains__(self, key: K) -> bool:
        return key in self._now

    def __iter__(self) -> Iterator[V]:
        return iter(self._now.values())

    def __len__(self) -> int:
        return len(self._now)

    def items(self) -> list[tuple[K, V]]:
        return list(self._now.items())

    def loaded(self, key: K) -> V | None:
        return self._loaded.get(key)

    def difference(self) -> Difference[V]:
        """All that differs from what was loaded, in one pass: each key is looked up once."""
        added: list[V] = []
        changed: list[tuple[V, V]] = []
        dropped: list[V] = []
        loaded = self._loaded.get
        for key, now in self._touched.items():
            before = loaded(key)
            if now is None:
                if before is not None:
                    dropped.append(before)
            elif before is None:
                added.append(now)
            elif before is not now:
                changed.append((before, now))
        return Difference(added, changed, dropped)

    def rewind(self) -> None:
        """Forgets every change."""
        if self._touched:
            self._now.clear()
            self._now.update(self._loaded)
            self._touched = {}

    def load_all(self, pairs: Iterable[tuple[K, V]]) -> None:
        loaded, now = self._loaded, self._now
        for key, value in pairs:
            if key not in loaded:
                loaded[key] = now[key] = value
