"""Set Variable: a small sum, a choice, a piece of text, kept for later steps."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from parley.workflows import limits
from parley.workflows.decisions import Decision, Move, SaveVariable, Signal
from parley.workflows.expressions import evaluate, list_paths, parse_expression
from parley.workflows.model import Slug
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene


def _readable(text: str) -> str:
    parse_expression(text)
    return text


Expression = Annotated[
    str, Field(min_length=1, max_length=limits.EXPRESSION_LENGTH), AfterValidator(_readable)
]


class SetVariable(Step):
    """What cannot be computed is no value: the variable is empty then, and the trace says why."""

    kind: Literal["set_variable"] = "set_variable"
    variable: Slug
    expression: Expression

    def templates(self) -> Iterator[str]:
        """Each place that it reads, so that it is checked like those of texts; empty is allowed."""
        return (f"{{{{{path}|}}}}" for path in list_paths(parse_expression(self.expression)))

    def saved_variables(self) -> Iterator[str]:
        yield self.variable

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        result = evaluate(parse_expression(self.expression), scene)
        output: dict[str, object] = {"variable": self.variable, "value": result.value}
        save = SaveVariable(self.variable, result.value)
        return Move("next", (save,), output, "; ".join(result.notes) or None)
