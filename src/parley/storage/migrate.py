"""Brings a database to this version's schema."""

from importlib import resources

from alembic import command
from alembic.config import Config


def upgrade(url: str) -> None:
    """Applies what is missing; does nothing when all is there. Runs its own event loop: call it from a thread."""
    command.upgrade(_config(url), "head")


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("parley.storage") / "migrations"))
    config.attributes["url"] = "postgresql+asyncpg://" + url.split("://", 1)[1]
    return config
