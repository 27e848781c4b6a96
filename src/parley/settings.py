"""The environment, read once, as plain values. Only the composition root reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from parley.kit.forwarded import Network, read_networks
from parley.kit.postgres import EmbeddedPostgres
from parley.kit.postgres_account import choose_data_dir

POSTGRES = "postgres"
KEYS = "keys"


class SettingRefused(ValueError):
    """A setting has a value that cannot be; the text says what would do."""


@dataclass(frozen=True)
class Settings:
    """`database_url` None means the embedded Postgres below `data`. `whatsapp_base_url` replaces Meta's
    address by the simulated provider's: it may be on this machine, no other address may. `trusted_proxies`
    are believed when they tell who called them. `metrics` is the
    folder where the processes of one machine put their figures together.
    """

    data: Path
    database_url: str | None
    host: str
    port: int
    public_url: str
    workers: int
    test_clock: bool
    whatsapp_base_url: str
    trusted_proxies: tuple[Network, ...]
    log_json: bool
    log_level: str
    metrics: Path | None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Raises SettingRefused with the name of the variable, PostgresUnreachable without an account for it."""
    env = os.environ if environment is None else environment
    host = env.get("PARLEY_HOST", "127.0.0.1")
    port = _number(env, "PARLEY_PORT", 8000, least=1, most=65535)
    return Settings(
        data=_data(env),
        database_url=env.get("PARLEY_DATABASE_URL") or None,
        host=host,
        port=port,
        public_url=env.get("PARLEY_PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
        workers=_number(env, "PARLEY_WORKERS", 1, least=1, most=64),
        test_clock=_flag(env, "PARLEY_TEST_CLOCK"),
        whatsapp_base_url=env.get("PARLEY_WHATSAPP_BASE_URL", "").rstrip("/"),
        trusted_proxies=_networks(env, "PARLEY_TRUSTED_PROXIES"),
        log_json=_flag(env, "PARLEY_LOG_JSON"),
        log_level=env.get("PARLEY_LOG_LEVEL", "warning"),
        metrics=Path(env["PROMETHEUS_MULTIPROC_DIR"])
        if env.get("PROMETHEUS_MULTIPROC_DIR")
        else None,
    )


def database_url(settings: Settings) -> str:
    """The operator's own server, or the embedded one below the data folder (which `parley up` runs)."""
    return settings.database_url or EmbeddedPostgres(settings.data / POSTGRES).url()


def _data(env: Mapping[str, str]) -> Path:
    """A folder that a person named is used as named; the default moves where root's Postgres may go."""
    if env.get("PARLEY_DATA_DIR"):
        return Path(env["PARLEY_DATA_DIR"]).absolute()
    default = Path("data").absolute()
    return default if env.get("PARLEY_DATABASE_URL") else choose_data_dir(default)


def _number(env: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    text = env.get(name, str(default))
    if not text.isdigit() or not least <= int(text) <= most:
        message = f"{name} is {text!r}: give a number from {least} to {most}"
        raise SettingRefused(message)
    return int(text)


def _networks(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    try:
        return read_networks(env.get(name, ""))
    except ValueError as error:
        message = f"{name}: {error}; give addresses or networks with commas between them"
        raise SettingRefused(message) from error


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "").strip().lower()
    if text not in ("", "0", "1", "false", "true", "no", "yes"):
        message = f"{name} is {text!r}: give 1 or 0"
        raise SettingRefused(message)
    return text in ("1", "true", "yes")
