"""The embedded Postgres: real processes, killed and started again."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import asyncpg
import psutil
import pytest

from parley.kit import postgres as module
from parley.kit.postgres import THROW_AWAY_SETTINGS, EmbeddedPostgres
from parley.kit.postgres_errors import (
    PostgresInUse,
    PostgresMajorDiffers,
    PostgresNotStarted,
)
from parley.kit.postgres_install import find_postmaster

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


@contextmanager
def running(data_dir: Path, port: int | None = None) -> Generator[EmbeddedPostgres]:
    # Durable where it counts here: a killed server must keep what it confirmed.
    server = EmbeddedPostgres(
        data_dir, port=port, settings={"max_connections": "20"}, durable=False
    )
    server.start()
    try:
        yield server
    finally:
        server.stop("immediate")


async def execute(server: EmbeddedPostgres, *statements: str) -> object:
    connection = await asyncpg.connect(server.url())
    try:
        value: object = None
        for statement in statements:
            value = await connection.fetchval(statement)
        return value
    finally:
        await connection.close()


async def test_data_survives_a_kill_and_the_supervisor_brings_the_server_back(
    open_tmp_path: Path,
) -> None:
    restarted = asyncio.Event()
    with running(open_tmp_path / "postgres") as server:
        await execute(server, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (42)")
        supervisor = asyncio.create_task(server.supervise(on_restart=restarted.set))
        first_pid = server.pid
        server.kill()
        await restarted.wait()
        assert server.pid != first_pid
        assert await execute(server, "SELECT n FROM kept") == 42
        await asyncio.to_thread(server.stop)
        await supervisor
    assert not server.is_running()


async def test_a_second_start_keeps_the_data_and_a_start_of_a_running_server_does_nothing(
    open_tmp_path: Path,
) -> None:
    with running(open_tmp_path / "postgres") as server:
        await execute(server, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)")
        pid = server.pid
        server.start()
        assert server.pid == pid
        server.stop()
        assert server.pid is None
        server.start()
        assert await execute(server, "SELECT n FROM kept") == 1


async def test_the_cluster_has_checksums_and_the_settings_asked_for(open_tmp_path: Path) -> None:
    with running(open_tmp_path / "postgres") as server:
        assert await execute(server, "SHOW data_checksums") == "on"
        assert await execute(server, "SHOW fsync") == "on"
        assert await execute(server, "SHOW max_connections") == "20"
        assert await execute(server, "SHOW timezone") == "UTC"
        assert await execute(server, "SHOW listen_addresses") == ""


async def test_a_port_asks_for_the_password_and_the_socket_does_not(open_tmp_path: Path) -> None:
    port = free_port()
    with running(open_tmp_path / "postgres", port=port) as server:
        assert await execute(server, "SELECT 1") == 1
        password = (server.data_dir / "password").read_text()
        await execute_over_tcp(port, password)
        with pytest.raises(asyncpg.InvalidPasswordError):
            await execute_over_tcp(port, "guessed")


def test_only_the_owner_can_read_the_cluster_and_parents_stay_as_they_were(
    open_tmp_path: Path,
) -> None:
    before = open_tmp_path.stat().st_mode
    with running(open_tmp_path / "postgres") as server:
        assert server.cluster.stat().st_mode & 0o077 == 0
        assert server.socket_dir.stat().st_mode & 0o077 == 0
        assert (server.data_dir / "password").stat().st_mode & 0o077 == 0
        assert server.log_file.stat().st_mode & 0o077 == 0
        process = psutil.Process(server.pid)
        assert process.uids().effective != 0
    assert open_tmp_path.stat().st_mode == before


def test_a_second_parley_is_refused_while_the_first_one_runs(open_tmp_path: Path) -> None:
    with running(open_tmp_path / "postgres") as server:
        with pytest.raises(PostgresInUse, match="PARLEY_DATA_DIR"):
            EmbeddedPostgres(open_tmp_path / "postgres").start()
        assert server.is_running()


async def test_a_server_that_outlived_its_killed_parley_is_taken_over(open_tmp_path: Path) -> None:
    orphan = leave_an_orphan(open_tmp_path / "postgres")
    assert orphan.is_running()
    with running(open_tmp_path / "postgres") as server:
        assert server.pid != orphan.pid
        assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
        assert await execute(server, "SELECT 1") == 1


async def test_a_stale_pid_file_that_names_a_stranger_is_no_obstacle(open_tmp_path: Path) -> None:
    with running(open_tmp_path / "postgres") as server:
        server.kill()
        pid_file = server.cluster / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        with stranger() as process:
            pid_file.write_text("\n".join([str(process.pid), *lines[1:]]))
            assert find_postmaster(server.cluster) is None
            server.start()
            assert process.poll() is None
            assert await execute(server, "SELECT 1") == 1


def test_data_of_another_major_version_is_refused_untouched(open_tmp_path: Path) -> None:
    with running(open_tmp_path / "postgres") as server:
        server.stop()
        version = server.cluster / "PG_VERSION"
        version.write_text("17\n")
        with pytest.raises(PostgresMajorDiffers, match=r"PostgreSQL 17.*pg_dump"):
            server.start()
        assert version.read_text() == "17\n"


async def test_a_path_too_long_for_a_socket_gets_a_short_one(open_tmp_path: Path) -> None:
    deep = open_tmp_path / ("d" * 60) / ("e" * 60)
    with running(deep / "postgres") as server:
        assert len(os.fsencode(server.socket_dir)) < 80
        assert await execute(server, "SELECT 1") == 1
    server.socket_dir.rmdir()


def test_a_server_that_cannot_start_says_its_last_words(open_tmp_path: Path) -> None:
    broken = EmbeddedPostgres(
        open_tmp_path / "postgres", settings={"shared_buffers": "plenty"}, durable=False
    )
    with pytest.raises(PostgresNotStarted, match="shared_buffers"):
        broken.start()
    broken.stop()
    with running(open_tmp_path / "postgres") as server:
        assert server.is_running()


async def test_the_supervisor_gives_up_on_a_server_that_keeps_ending(
    open_tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SUPERVISE_SECONDS", 0.01)
    monkeypatch.setattr(module, "RESTART_LIMIT", 1)
    with running(open_tmp_path / "postgres") as server:
        server.kill()
        with pytest.raises(PostgresNotStarted, match="ended 2 times"):
            await server.supervise(on_restart=server.kill)


@pytest.mark.parametrize("mode", ["smart", "fast", "immediate"])
def test_every_way_to_stop_ends_the_process(open_tmp_path: Path, mode: module.StopMode) -> None:
    with running(open_tmp_path / "postgres") as server:
        process = psutil.Process(server.pid)
        server.stop(mode)
        assert not process.is_running()
        assert not server.is_running()


async def test_a_full_log_is_put_aside(
    open_tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOG_LIMIT_BYTES", 10)
    with running(open_tmp_path / "postgres") as server:
        server.log_file.write_text("more than ten bytes")
        server.stop()
        server.start()
        assert server.log_file.with_suffix(".log.1").read_text().startswith("more than ten")


async def test_ctrl_c_in_the_terminal_does_not_reach_the_server(open_tmp_path: Path) -> None:
    with running(open_tmp_path / "postgres") as server:
        assert server.pid is not None
        assert os.getpgid(server.pid) != os.getpgid(0)


def test_settings_for_tests_are_the_only_ones_that_risk_data() -> None:
    assert "fsync" not in module.DEFAULT_SETTINGS
    assert "synchronous_commit" not in module.DEFAULT_SETTINGS
    assert THROW_AWAY_SETTINGS["fsync"] == "off"
    assert module.STOP_SIGNALS["immediate"] == signal.SIGQUIT


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def execute_over_tcp(port: int, password: str) -> None:
    connection = await asyncpg.connect(
        host="127.0.0.1", port=port, user="parley", database="parley", password=password
    )
    await connection.close()


def leave_an_orphan(data_dir: Path) -> psutil.Process:
    """Start a server from another process and SIGKILL that process."""
    script = dedent("""
        import sys
        from pathlib import Path
        from parley.kit.postgres import EmbeddedPostgres
        server = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
        server.start()
        print(server.pid, flush=True)
        sys.stdin.read()
    """)
    command = [sys.executable, "-c", script, str(data_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parley:
        assert parley.stdout is not None
        orphan = psutil.Process(int(parley.stdout.readline()))
        parley.kill()
    return orphan


@contextmanager
def stranger() -> Generator[subprocess.Popen[bytes]]:
    """Run a process that has nothing to do with Postgres."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()
