"""Which schema this program needs, told without Alembic: a web process has no other use for it."""

from importlib import resources

DIGITS = 4


def newest() -> str:
    """The revision that this program needs: the number that the last version's file begins with."""
    folder = resources.files("parley.storage") / "migrations" / "versions"
    numbers = [file.name[:DIGITS] for file in folder.iterdir() if file.name[:DIGITS].isdigit()]
    return max(numbers)
