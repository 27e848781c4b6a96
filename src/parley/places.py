"""Small files below the data folder that the processes of one installation share."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LOCK = "lock"
LOGS = "logs"
METRICS = "metrics"
RUNNING = "running.json"
SIMULATOR = "simulator.json"
SIMULATOR_LEDGER = "simulator-ledger.jsonl"
DEMO_PASSWORD = "demo-password"  # noqa: S105 - a file's name


@dataclass(frozen=True)
class Running:
    """The installation that runs now; `simulator_url` is empty without the demo's provider. With the test
    clock time stands still until it is moved.
    """

    pid: int
    url: str
    simulator_url: str
    has_test_clock: bool = False


@dataclass(frozen=True)
class SimulatedNumber:
    """The demo's WhatsApp number, as the simulated provider must know it. `port` 0: not chosen yet."""

    webhook_path: str
    app_secret: str
    token: str
    verify_token: str
    number_id: str
    display_number: str
    port: int = 0


def empty_metrics(data: Path) -> Path:
    """The folder where this start's processes put their figures; those of the last start are thrown away."""
    folder = data / METRICS
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def find_running(data: Path) -> Running | None:
    """None when nothing runs there; a file that a crash left behind counts for nothing."""
    found = _read(data / RUNNING)
    if found is None:
        return None
    running = Running(**found)
    return running if _is_alive(running.pid) else None


def write_running(data: Path, running: Running) -> None:
    write_private(data / RUNNING, json.dumps(asdict(running)))


def forget_running(data: Path) -> None:
    (data / RUNNING).unlink(missing_ok=True)


def find_simulated_number(data: Path) -> SimulatedNumber | None:
    found = _read(data / SIMULATOR)
    return SimulatedNumber(**found) if found is not None else None


def write_simulated_number(data: Path, number: SimulatedNumber) -> None:
    write_private(data / SIMULATOR, json.dumps(asdict(number)))


def find_demo_password(data: Path) -> str | None:
    try:
        return (data / DEMO_PASSWORD).read_text().strip()
    except FileNotFoundError:
        return None


def write_demo_password(data: Path, password: str) -> None:
    write_private(data / DEMO_PASSWORD, password + "\n")


def write_private(path: Path, text: str) -> None:
    """For its owner's eyes only, and whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)


def _read(path: Path) -> Mapping[str, Any] | None:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
