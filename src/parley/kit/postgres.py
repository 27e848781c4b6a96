"""Embedded Postgres: the wheel's binaries as a child process of our own."""

import asyncio
import fcntl
import os
import secrets
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import IO, Literal
from urllib.parse import quote

import structlog

from parley.kit import postgres_install as install
from parley.kit.postgres_account import Account, choose_account, require_reachable
from parley.kit.postgres_errors import PostgresInUse, PostgresNotStarted

log = structlog.stdlib.get_logger(__name__)

SUPERUSER = "parley"
READY_TIMEOUT_SECONDS = 60.0
STOP_TIMEOUT_SECONDS = 60.0
POLL_SECONDS = 0.05
SUPERVISE_SECONDS = 0.25
RESTART_LIMIT = 5
RESTART_WINDOW_SECONDS = 60.0
SOCKET_PATH_LIMIT = 100  # bytes; the system's own limit is 104 to 108, with the file name
LOG_LIMIT_BYTES = 10_000_000

# Small enough to idle in little memory, large enough for thousands of messages a second.
DEFAULT_SETTINGS: Mapping[str, str] = {
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_connections": "60",
    "wal_level": "replica",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "checkpoint_completion_target": "0.9",
    "max_wal_senders": "2",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "max_worker_processes": "4",
    "autovacuum_max_workers": "2",
    "autovacuum_naptime": "15s",
    "io_method": "worker",
    "io_workers": "1",
    "jit": "off",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "default_transaction_isolation": "read committed",
    "tcp_keepalives_idle": "60",
}

# For tests alone: a crash of the machine may lose everything.
THROW_AWAY_SETTINGS: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "max_connections": "200",
}

StopMode = Literal["smart", "fast", "immediate"]
STOP_SIGNALS: Mapping[StopMode, signal.Signals] = {
    "smart": signal.SIGTERM,
    "fast": signal.SIGINT,
    "immediate": signal.SIGQUIT,
}


class EmbeddedPostgres:
    """One cluster below `data_dir`, run by this process and by no other.

    `port` opens 127.0.0.1 besides the Unix socket (password in `data_dir/password`).
    `settings` go over the defaults; `durable=False` skips the flush of a new cluster.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        settings: Mapping[str, str] | None = None,
        durable: bool = True,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.cluster = self.data_dir / "cluster"
        self.log_file = self.data_dir / "postgres.log"
        self.port = port
        self._settings = {**DEFAULT_SETTINGS, **(settings or {})}
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[bytes] | None = None
        self._stopping = False
        # Start and stop take turns: a restart under way must not outlive a stop.
        self._turn = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return self._process.pid if self._process is not None and self.is_running() else None

    @property
    def socket_dir(self) -> Path:
        """Beside the cluster, or in the temporary folder when that path is too long for a socket."""
        near = self.data_dir / "socket"
        if len(os.fsencode(near / install.LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return near
        name = sha256(os.fsencode(self.data_dir)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"parley-{name}"

    def url(self, database: str = "parley") -> str:
        """Address for asyncpg and libpq, over the Unix socket."""
        host = quote(str(self.socket_dir), safe="/")
        port = f"&port={self.port}" if self.port else ""
        return f"postgresql://{SUPERUSER}@/{quote(database)}?host={host}{port}"

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Make the cluster if there is none, start Postgres, return when it answers.

        Raises PostgresInUse, PostgresMajorDiffers, PostgresUnreachable or PostgresNotStarted.
        """
        with self._turn:
            self._stopping = False
            self._start_if_ended()

    def stop(self, mode: StopMode = "fast") -> None:
        """Stop and wait: fast ends open transactions, immediate leaves recovery to the next start."""
        self._stopping = True
        with self._turn:
            if self._process is not None and self.is_running():
                self._process.send_signal(STOP_SIGNALS[mode])
                try:
                    self._process.wait(STOP_TIMEOUT_SECONDS)
                except subprocess.TimeoutExpired:
                    log.warning("postgres_stop_slow", mode=mode, seconds=STOP_TIMEOUT_SECONDS)
                    self._process.send_signal(signal.SIGQUIT)
                    self._process.wait(STOP_TIMEOUT_SECONDS)
            self._process = None
            self._release_lock()

    def kill(self) -> None:
        """SIGKILL the postmaster, as a crash would; `supervise` or `start` brings it back."""
        if self._process is not None and self.is_running():
            self._process.kill()
            self._process.wait()

    async def supervise(self, *, on_restart: Callable[[], None] | None = None) -> None:
        """Start Postgres again whenever it ends unasked; for ever, until cancelled or stopped.

        Raises PostgresNotStarted after RESTART_LIMIT ends within RESTART_WINDOW_SECONDS.
        """
        ends: list[float] = []
        while not self._stopping:
            await asyncio.sleep(SUPERVISE_SECONDS)
            if self._stopping or self.is_running():
                continue
            now = time.monotonic()
            ends = [*(end for end in ends if now - end < RESTART_WINDOW_SECONDS), now]
            if len(ends) > RESTART_LIMIT:
                raise PostgresNotStarted(
                    f"Postgres ended {len(ends)} times within {RESTART_WINDOW_SECONDS:.0f} s. Its last words:\n"
                    + install.read_tail(self.log_file)
                )
            log.warning("postgres_ended_unasked", restarts=len(ends))
            await asyncio.to_thread(self._restart)
            if on_restart is not None:
                on_restart()

    def _restart(self) -> None:
        with self._turn:
            if not self._stopping:
                self._start_if_ended()

    def _start_if_ended(self) -> None:
        if self.is_running():
            return
        install.make_folder(self.data_dir)
        self._take_lock()
        try:
            account = choose_account(self.cluster)
            require_reachable(self.cluster, account)
            binaries = install.find_binaries(account)
            self._prepare(binaries, account)
            self._launch(binaries, account)
        except BaseException:
            self._release_lock()
            raise

    def _prepare(self, binaries: Path, account: Account) -> None:
        if (self.cluster / "PG_VERSION").exists():
            install.require_same_major(binaries, self.cluster)
        else:
            install.make_cluster(
                binaries,
                self.cluster,
                account,
                superuser=SUPERUSER,
                password=self._password(),
                durable=self._durable,
            )
        install.make_socket_dir(self.socket_dir, account)
        install.end_orphan(self.cluster, timeout=STOP_TIMEOUT_SECONDS)
        install.drop_stale_locks(self.cluster, self.socket_dir)

    def _launch(self, binaries: Path, account: Account) -> None:
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_LIMIT_BYTES:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
        deadline = time.monotonic() + READY_TIMEOUT_SECONDS
        while True:
            # The server's complaints may quote data.
            with open(self.log_file, "ab", opener=_open_private) as output:
                before = output.tell()
                process = self._spawn(binaries, account, output)
            if self._is_ready_by(process, deadline):
                self._process = process
                return
            process.kill()
            process.wait()
            last_words = install.read_tail(self.log_file, since=before)
            # After a SIGKILL the orphaned backends hold the shared memory for a moment.
            if time.monotonic() > deadline or "shared memory block" not in last_words:
                raise PostgresNotStarted(f"Postgres did not start. Its last words:\n{last_words}")
            time.sleep(POLL_SECONDS * 4)

    def _spawn(
        self, binaries: Path, account: Account, output: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        settings = {
            **self._settings,
            "listen_addresses": "127.0.0.1" if self.port else "",
            "port": str(self.port or install.SOCKET_PORT),
            "unix_socket_directories": str(self.socket_dir),
            "unix_socket_permissions": "0700",
        }
        command = [str(binaries / "bin" / "postgres"), "-D", str(self.cluster)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        # Its own session: Ctrl-C in the terminal is ours to answer, in our order.
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=self.cluster,
            env=install.clean_environment(),
            start_new_session=True,
            umask=0o077,
            **install.identity_of(account),
        )

    def _is_ready_by(self, process: subprocess.Popen[bytes], deadline: float) -> bool:
        while process.poll() is None and time.monotonic() < deadline:
            if install.is_ready(self.cluster, process.pid):
                return True
            time.sleep(POLL_SECONDS)
        return False

    def _password(self) -> str:
        """The password for connections over 127.0.0.1, kept readable for our own account alone."""
        path = self.data_dir / "password"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(24))
        return path.read_text()

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        lock = (self.data_dir / "lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise PostgresInUse(
                f"Another Parley already runs the database in {self.data_dir}. Stop it first, or give this one "
                + "a data directory of its own (PARLEY_DATA_DIR). For a second web or worker process of the same "
                + "installation use `parley serve` or `parley work`."
            ) from None
        self._lock = lock

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
