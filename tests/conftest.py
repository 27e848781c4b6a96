"""Fixtures for all: an embedded Postgres, a clean database per test, time per area."""

import asyncio
import os
import secrets
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Iterator
from importlib import import_module
from inspect import isawaitable
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import settings

from parley.kit.postgres import THROW_AWAY_SETTINGS, EmbeddedPostgres

# `make test-deep` sets the profile; the usual one keeps a run short and repeatable.
settings.register_profile("usual", deadline=None, max_examples=60, print_blob=True)
settings.register_profile("deep", deadline=None, max_examples=10_000, print_blob=True)
settings.load_profile(os.environ.get("PARLEY_TEST_PROFILE", "usual"))

TEMPLATE = "parley_template"
SHARED = "parley_shared"
SLOW_AREA_SECONDS = 0.5

# Rows go, tables stay: a copy of the template for every test would cost ten times as much.
EMPTY_ALL_TABLES = """
DO $$
DECLARE
  name regclass;
  has_rows boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN
    SELECT c.oid FROM pg_class c
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
       AND c.relname <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO has_rows;
    IF pg_relation_size(name) > 1000000 THEN
      EXECUTE format('TRUNCATE %s CASCADE', name);
    ELSIF has_rows THEN
      EXECUTE format('DELETE FROM %s', name);
    END IF;
  END LOOP;
END $$
"""
END_OTHER_CONNECTIONS = """
SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# A test that changed the schema leaves another fingerprint.
SCHEMA_FINGERPRINT = """
SELECT md5(string_agg(format('%s %s %s', c.relname, a.attname, a.atttypid), ',' ORDER BY c.relname, a.attnum))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
"""


class TestServer:
    """The Postgres of this test process, started when the first test asks for it.

    One per process and not one per run: the event cursor waits for every older transaction of the
    whole server, so another process's test would hold up this one's events.
    """

    __test__ = False

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="parley-tests-"))
        self.home.chmod(0o711)  # root's Postgres runs as another account and must get in
        self.postgres = EmbeddedPostgres(self.home, settings=THROW_AWAY_SETTINGS, durable=False)
        self._runner = asyncio.Runner()

    def start(self) -> None:
        self.postgres.start()
        self.run("postgres", f"CREATE DATABASE {TEMPLATE}")
        _migrate(self.postgres.url(TEMPLATE))
        self.copy_template(SHARED)
        self._fingerprint = self.run(SHARED, SCHEMA_FINGERPRINT)

    def stop(self) -> None:
        self._runner.close()
        self.postgres.stop("immediate")
        shutil.rmtree(self.home)

    def run(self, database: str, *statements: str) -> object:
        """Run statements one after the other; give the first value of the last."""
        return self._runner.run(_run(self.postgres.url(database), statements))

    def copy_template(self, name: str) -> str:
        self.run("postgres", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.postgres.url(name)

    def drop(self, name: str) -> None:
        self.run("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def clean_shared(self) -> str:
        found = self.run(SHARED, END_OTHER_CONNECTIONS, EMPTY_ALL_TABLES, SCHEMA_FINGERPRINT)
        if found != self._fingerprint:
            self.drop(SHARED)
            self.copy_template(SHARED)
        return self.postgres.url(SHARED)


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    server = TestServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def open_tmp_path() -> Iterator[Path]:
    """A temporary folder that other accounts may pass: pytest's own is closed to root's Postgres."""
    path = Path(tempfile.mkdtemp(prefix="parley-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def database_url(postgres_server: TestServer) -> str:
    """Address of a migrated database without a row; ready in milliseconds."""
    return postgres_server.clean_shared()


@pytest.fixture
def fresh_database_url(postgres_server: TestServer) -> Iterator[str]:
    """Address of a migrated database made for this test: for tests of plans, DDL and statistics."""
    name = f"fresh_{secrets.token_hex(6)}"
    yield postgres_server.copy_template(name)
    postgres_server.drop(name)


@pytest.fixture
def empty_database_url(postgres_server: TestServer) -> Iterator[str]:
    """Address of a database without a table, to migrate by hand."""
    name = f"empty_{secrets.token_hex(6)}"
    postgres_server.run("postgres", f"CREATE DATABASE {name}")
    yield postgres_server.postgres.url(name)
    postgres_server.drop(name)


async def _run(url: str, statements: tuple[str, ...]) -> object:
    connection = await asyncpg.connect(url)
    try:
        value: object = None
        for statement in statements:
            value = await connection.fetchval(statement)
        return value
    finally:
        await connection.close()


def _migrate(url: str) -> None:
    try:
        migrate = import_module("parley.storage.migrate")
    except ModuleNotFoundError:
        return
    done = migrate.upgrade(url)
    if isawaitable(done):
        asyncio.run(_wait_for(done))


async def _wait_for(done: Awaitable[object]) -> None:
    await done


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the time went: seconds of test per area."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                area = "/".join(Path(report.nodeid.split("::")[0]).parts[:2])
                seconds[area] += report.duration
    slow = sorted(((spent, area) for area, spent in seconds.items()), reverse=True)
    told = [f"{area} {spent:.1f} s" for spent, area in slow if spent >= SLOW_AREA_SECONDS]
    if told:
        terminalreporter.write_line("time per area: " + " · ".join(told))
