"""What can go wrong with the embedded Postgres, each with the way out in its text."""


class PostgresError(RuntimeError):
    """The embedded Postgres cannot do what was asked; the text says why and what helps."""


class PostgresUnreachable(PostgresError):
    """An account or a folder stands in the way."""


class PostgresInUse(PostgresError):
    """Another Parley process runs the Postgres of this data directory."""


class PostgresMajorDiffers(PostgresError):
    """The data directory was made by another major version of PostgreSQL."""


class PostgresNotStarted(PostgresError):
    """Postgres did not become ready; the text ends with its own last words."""
