"""Shortcut: an agent starts the workflow for a contact, and fills in its form."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from parley.domain.errors import Invalid
from parley.domain.ids import UUID, TeamId
from parley.domain.people import Role
from parley.domain.run import VariableValue
from parley.workflows import limits
from parley.workflows.model import Model, Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.triggers.trigger import Trigger, Values

Label = Annotated[str, Field(min_length=1, max_length=limits.NAME_LENGTH)]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FormField(Model):
    """One input of the form; its answer is read as `trigger.NAME`. `options` belong to the type choice."""

    name: Slug
    label: Label
    type: Literal["text", "number", "checkbox", "choice", "date"] = "text"
    is_required: bool = False
    options: list[Label] = Field(default_factory=list, max_length=limits.OPTIONS)

    @model_validator(mode="after")
    def _has_options_if_it_is_a_choice(self) -> Self:
        if (self.type == "choice") != bool(self.options):
            raise ValueError("a choice has options, and nothing else has")
        return self

    def read(self, answer: object) -> VariableValue:
        """The answer as a run keeps it. Raises Invalid."""
        if answer is None or answer == "":
            return self._empty()
        if isinstance(answer, str | int | float) and self._fits(answer):
            return answer
        raise self._wrong(f"{self.label}: {_WANTED[self.type]}.")

    def _fits(self, answer: str | float) -> bool:
        match self.type:
            case "text":
                return isinstance(answer, str) and len(answer) <= limits.TEXT_LENGTH
            case "number":
                is_number = not isinstance(answer, bool | str)
                return is_number and abs(answer) < limits.EXPRESSION_NUMBER
            case "checkbox":
                return isinstance(answer, bool)
            case "choice":
                return answer in self.options
            case "date":
                return isinstance(answer, str) and _is_day(answer)

    def _empty(self) -> VariableValue:
        if self.is_required:
            raise self._wrong(f"{self.label} is required.")
        return None

    def _wrong(self, message: str) -> Invalid:
        return Invalid(message, field=f"body.answers.{self.name}")


class ShortcutTrigger(Trigger):
    """Who may run it: `roles` and `team_ids`, each empty for all. The agent's name is `trigger.user`."""

    VARIABLES: ClassVar[tuple[str, ...]] = ("user",)

    kind: Literal["shortcut"] = "shortcut"
    icon: Annotated[str, Field(max_length=limits.STEP_ID_LENGTH)] = ""
    fields: list[FormField] = Field(default_factory=list, max_length=limits.INPUTS)
    roles: list[Role] = Field(default_factory=list, max_length=len(Role))
    team_ids: list[UUID] = Field(default_factory=list, max_length=limits.NAMES_PER_TRIGGER)

    @model_validator(mode="after")
    def _names_each_field_once(self) -> Self:
        names = [*self.VARIABLES, *(field.name for field in self.fields)]
        if len(names) != len({*names}):
            raise ValueError("each field has a name of its own, and none is called user")
        return self

    def variables(self) -> frozenset[str]:
        return frozenset((*self.VARIABLES, *(field.name for field in self.fields)))

    def references(self) -> Iterator[Named]:
        return (Named(Noun.TEAM, team_id) for team_id in self.team_ids)

    def may_be_run_by(self, role: Role, teams: frozenset[TeamId]) -> bool:
        is_in_team = not self.team_ids or any(TeamId(team_id) in teams for team_id in self.team_ids)
        return is_in_team and (not self.roles or role in self.roles)

    def read_form(self, answers: Mapping[str, object]) -> Values:
        """Every field's answer, checked. Raises Invalid that names the first field that is wrong."""
        known = {field.name: field for field in self.fields}
        for name in answers:
            if name not in known:
                raise Invalid(f"The form has no field {name!r}.", field=f"body.answers.{name[:64]}")
        return {name: field.read(answers.get(name)) for name, field in known.items()}


_WANTED = {
    "text": f"a text of at most {limits.TEXT_LENGTH} characters is wanted",
    "number": "a number is wanted",
    "checkbox": "true or false is wanted",
    "choice": "one of the options is wanted",
    "date": "a day like 2026-03-02 is wanted",
}


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False
