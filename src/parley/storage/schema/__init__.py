"""The schema's one home: Alembic migrates it, statements name its tables."""

from parley.storage.schema import (
    conversations,
    flow,
    people,
    schedules,
    setup,
    workflows,
)
from parley.storage.schema.metadata import METADATA

__all__ = ["METADATA", "conversations", "flow", "people", "schedules", "setup", "workflows"]
