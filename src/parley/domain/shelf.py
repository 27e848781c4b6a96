"""One kind of value on a desk: as loaded, and as it is now."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """The difference is by identity (`is`): values are frozen, so the same object means no change."""

    __slots__ = ("_loaded", "_now", "_touched", "get")

    def __init__(self) -> None:
        self._loaded: dict[K, V] = {}
        self._now: dict[K, V] = {}
        # The dictionary's own: asked fifty times a message.
        self.get: Callable[[K], V | None] = self._now.get
        self._touched: dict[K, None] = {}

    def load(self, key: K, value: V) -> None:
        """Puts what the store holds. Never overwrites what was loaded before."""
        if key not in self._loaded:
            self._loaded[key] = value
            self._now[key] = value

    def put(self, key: K, value: V) -> None:
        self._now[key] = value
        self._touched[key] = None

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

    def added(self) -> list[V]:
        """New values, in the order in which they were put."""
        return [self._now[k] for k in self._touched if k in self._now and k not in self._loaded]

    def changed(self) -> list[tuple[V, V]]:
        """(as loaded, as now) of each value that differs."""
        return [
            (self._loaded[k], self._now[k])
            for k in self._touched
            if k in self._now and k in self._loaded and self._now[k] is not self._loaded[k]
        ]

    def dropped(self) -> list[V]:
        return [self._loaded[k] for k in self._touched if k in self._loaded and k not in self._now]

    def rewind(self) -> None:
        """Forgets every change."""
        if self._touched:
            self._now.clear()
            self._now.update(self._loaded)
            self._touched = {}

    def load_all(self, pairs: Iterable[tuple[K, V]]) -> None:
        for key, value in pairs:
            self.load(key, value)
