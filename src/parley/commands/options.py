"""Options that several commands share, and how refusals become words and an exit code."""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path

import click

from parley.kit.postgres_errors import PostgresError
from parley.settings import POSTGRES, SettingRefused, Settings, read_settings

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The data folder (PARLEY_DATA_DIR; else ./data).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="For machines: JSON.")


def settings_with(**given: object) -> Settings:
    """The environment's settings, under what was given by option. A wrong value ends with exit 2."""
    named = {f"PARLEY_{name.upper()}": _text(value) for name, value in given.items()}
    chosen = {name: value for name, value in named.items() if value is not None}
    try:
        return read_settings({**os.environ, **chosen})
    except (SettingRefused, PostgresError) as error:
        raise click.UsageError(str(error)) from error


@contextlib.contextmanager
def database_errors(settings: Settings) -> Generator[None]:
    """A database that does not answer is a sentence and exit 1, not a traceback."""
    from asyncpg import InvalidCatalogNameError  # noqa: PLC0415
    from asyncpg import PostgresError as ServerError  # noqa: PLC0415

    try:
        yield
    except (OSError, InvalidCatalogNameError) as error:
        raise click.ClickException(_no_answer(settings, error)) from error
    except ServerError as error:
        raise click.ClickException(f"The database refused: {error}") from error


def nothing_runs(data: Path) -> str:
    """Whether there is nothing at all in that folder, or something that does not run, and the way out."""
    if not (data / POSTGRES).exists():
        return (
            f"Nothing is installed in {data}. Name the folder of an installation (--data DIR), "
            + "or make one there: `parley up`."
        )
    return f"No Parley runs on {data}. Start it first: `parley up`, or name its folder: --data DIR."


def _no_answer(settings: Settings, error: Exception) -> str:
    if settings.database_url:
        return f"The database in PARLEY_DATABASE_URL does not answer ({error})."
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return nothing_runs(settings.data)
    return f"The database does not answer ({error}). Does `parley up` run on {settings.data}?"


def _text(value: object) -> str | None:
    match value:
        case None | False:
            return None
        case True:
            return "1"
        case _:
            return str(value)
