"""What every trigger has: the events it hears, a condition, and the values that it hands to the run."""

from abc import ABC
from collections.abc import Iterator, Mapping
from typing import ClassVar

from parley.domain.events import Event
from parley.domain.run import VariableValue
from parley.domain.timer import TimerKind
from parley.workflows.conditions import Condition, holds
from parley.workflows.limits import VARIABLE_LENGTH
from parley.workflows.model import Model
from parley.workflows.naming import Named
from parley.workflows.paths import TRIGGER
from parley.workflows.view import Scene, View

Values = Mapping[str, VariableValue]


class Trigger(Model, ABC):
    """`HEARS` are the kinds of events that may start it; none: it is started by name, or by the clock.
    `VARIABLES` are the names that texts and conditions read as `trigger.NAME`. `FOLLOWS_CLOSE`: its runs
    begin when a close can no longer be undone (O2), and are about the conversation that was closed.
    `YIELDS_TO_PEOPLE`: a workflow that speaks or assigns does not come between a contact and a person.
    """

    HEARS: ClassVar[tuple[type, ...]] = ()
    VARIABLES: ClassVar[tuple[str, ...]] = ()
    FOLLOWS_CLOSE: ClassVar[bool] = False
    YIELDS_TO_PEOPLE: ClassVar[bool] = False

    condition: Condition | None = None

    @property
    def clock(self) -> TimerKind | None:
        """The timer that measures what it waits for; None: it does not wait."""
        return None

    @property
    def lasts(self) -> int:
        """The seconds until its timer starts it."""
        return 0

    def silence(self) -> float:
        """The seconds for which the contact may have said nothing when a run starts."""
        return 0.0

    def hears(self, event: Event) -> bool:
        """The event alone."""
        return type(event.body) in self.HEARS and self.concerns(event)

    def concerns(self, _event: Event, /) -> bool:
        """Of the events that it hears, those that it was made for."""
        return True

    def overlaps(self, other: "Trigger") -> bool:
        """True if one event may start both; their conditions are not compared."""
        return bool(self.HEARS) and type(self) is type(other) and self.meets(other)

    def meets(self, _other: "Trigger", /) -> bool:
        """Asked of two of one kind: true if an event may concern both."""
        return True

    def allows(self, scene: Scene) -> bool:
        return self.condition is None or holds(self.condition, scene)

    def variables(self) -> frozenset[str]:
        """The names that it offers."""
        return frozenset(self.VARIABLES)

    def values(self, _event: Event, _view: View, /) -> Values:
        """What the event says, under these names."""
        return {}

    def references(self) -> Iterator[Named]:
        """What it names of the workspace."""
        return iter(())


def keyed(values: Values) -> dict[str, VariableValue]:
    """As a run keeps them: no answer can be saved under such a name, and none is longer than a variable."""
    return {f"{TRIGGER}{name}": _cut(value) for name, value in values.items()}


def _cut(value: VariableValue) -> VariableValue:
    return value[:VARIABLE_LENGTH] if isinstance(value, str) else value
