"""How many cases a property is tried with."""

from hypothesis import settings


def at_least(count: int) -> int:
    """As many as the profile wants (`make test-deep`: 10,000), and never fewer than that."""
    return max(count, settings.default.max_examples if settings.default else count)
