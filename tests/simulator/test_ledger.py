import stat
from pathlib import Path

from parley.simulator.ledger import Ledger


def test_only_its_owner_may_read_what_people_wrote(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    Ledger(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_ledger_that_stood_open_to_all_is_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    path.touch()
    path.chmod(0o644)
    Ledger(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
