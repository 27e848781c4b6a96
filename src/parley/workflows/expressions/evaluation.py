"""The value of an expression: total, so that a workflow never fails in the middle of a sum."""

from msgspec import Struct

from parley.domain.run import VariableValue
from parley.workflows import limits
from parley.workflows.expressions.comparing import compare
from parley.workflows.expressions.functions import FUNCTIONS, Clock, NoValue, arithmetic
from parley.workflows.expressions.syntax import Call, Chain, Literal, Node, Path
from parley.workflows.expressions.values import Value, is_true, of_place, to_text, to_variable
from parley.workflows.paths import find_value, in_workspace_zone
from parley.workflows.view import Scene

_NOTES = 10


class Result(Struct, frozen=True):
    """`notes` say why there is no value, or less of it, than one might expect."""

    value: VariableValue
    notes: tuple[str, ...] = ()


def evaluate(node: Node, scene: Scene) -> Result:
    reader = _Reader(scene)
    value = reader.value_of(node)
    return Result(to_variable(value), tuple(dict.fromkeys(reader.notes))[:_NOTES])


class _Reader:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.clock = Clock(in_workspace_zone(scene.view.now, scene.view.reference))
        self.notes: list[str] = []

    def value_of(self, node: Node) -> Value:
        match node:
            case Literal(value=value):
                return value
            case Path(path=path):
                return of_place(find_value(path, self.scene.run, self.scene.view))
            case Chain():
                return self._chain(node)
            case Call():
                return self._bounded(self._call(node))

    def _chain(self, chain: Chain) -> Value:
        value = self.value_of(chain.first)
        for sign, part in chain.rest:
            if sign in ("and", "or"):
                # The other side is looked at only where it decides.
                is_decided = is_true(value) is (sign == "or")
                value = is_true(value) if is_decided else is_true(self.value_of(part))
            else:
                value = self._bounded(self._joined(sign, value, self.value_of(part)))
        return value

    def _joined(self, sign: str, left: Value, right: Value) -> Value:
        match sign:
            case "&":
                return to_text(left) + to_text(right)
            case "+" | "-" | "*" | "/":
                try:
                    return arithmetic(sign, left, right)
                except NoValue as reason:
                    return self._note(str(reason))
            case _:
                return compare(sign, left, right)

    def _call(self, call: Call) -> Value:
        match call.name, call.arguments:
            case "if", (condition, first, *other):
                if is_true(self.value_of(condition)):
                    return self.value_of(first)
                return self.value_of(other[0]) if other else None
            case "coalesce", choices:
                values = (self.value_of(choice) for choice in choices)
                return next((value for value in values if value is not None and value != ""), None)
            case name, arguments:
                values = [self.value_of(argument) for argument in arguments]
                try:
                    return FUNCTIONS[name][2](values, self.clock)
                except NoValue as reason:
                    return self._note(str(reason))

    def _bounded(self, value: Value) -> Value:
        if isinstance(value, str) and len(value) > limits.VARIABLE_LENGTH:
            self._note(f"the text was cut at {limits.VARIABLE_LENGTH} characters")
            return value[: limits.VARIABLE_LENGTH]
        return value

    def _note(self, note: str) -> None:
        self.notes.append(note)
