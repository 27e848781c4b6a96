"""Patterns in conditions: only through an engine whose time grows with the text, whatever the pattern."""

from functools import lru_cache
from typing import Any

import re2

from parley.workflows import limits

# It comes without types.
_ENGINE: Any = re2
# What one compiled pattern may take; a longer one is refused when the definition is read.
_MEMORY_BYTES = 1_000_000


def check_pattern(pattern: str) -> None:
    """Raises ValueError, for what is no pattern."""
    if len(pattern) > limits.PATTERN_LENGTH:
        message = f"a pattern takes at most {limits.PATTERN_LENGTH} characters"
        raise ValueError(message)
    if "{{" in pattern:
        message = "a pattern is fixed: it takes no places to fill"
        raise ValueError(message)
    try:
        _compiled(pattern)
    except Exception as error:
        # The engine's own error has no type that could be named here.
        message = f"{pattern[:60]!r} is no pattern that can be used"
        raise ValueError(message) from error


def is_match(pattern: str, text: str) -> bool:
    """Found anywhere in the text, without regard to case."""
    return _compiled(pattern).search(text) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    options = _ENGINE.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    return _ENGINE.compile(pattern, options=options)
