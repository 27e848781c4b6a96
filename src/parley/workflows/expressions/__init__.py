"""A small language for Set Variable: total, bounded, and without a way out of it.

It knows numbers, text, yes and no, days and times, the places that texts may read, and a fixed table of
functions. There are no attributes, no loops and no definitions; whatever cannot be computed is no value.
"""

from parley.workflows.expressions.evaluation import Result, evaluate
from parley.workflows.expressions.faults import list_faults
from parley.workflows.expressions.parsing import BadExpression, parse_expression
from parley.workflows.expressions.syntax import Node, list_paths

__all__ = [
    "BadExpression",
    "Node",
    "Result",
    "evaluate",
    "list_faults",
    "list_paths",
    "parse_expression",
]
