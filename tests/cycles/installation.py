"""A whole Parley as operators start it: `parley up`, with the test clock, against a simulated provider."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
import psutil

from parley.simulator.server import Simulator

START_SECONDS = 60.0


@dataclass
class Installation:
    """`hour` is what the test clock says; the simulated provider goes by it, too."""

    url: str
    database_url: str
    process: asyncio.subprocess.Process
    hour: datetime
    simulator: Simulator

    async def kill_worker(self) -> None:
        """SIGKILL: no handler, no last word. The supervisor starts another one."""
        found = self._find_worker()
        found.kill()
        await asyncio.to_thread(found.wait, START_SECONDS)

    def _find_worker(self) -> psutil.Process:
        children = psutil.Process(self.process.pid).children(recursive=True)
        return next(child for child in children if _command_line(child)[-1:] == ["work"])


def _command_line(process: psutil.Process) -> list[str]:
    """Empty when it ended since it was listed, as a backend of Postgres may at any time."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


class Hour:
    """The provider's clock, before and after Parley has told the hour."""

    def __init__(self) -> None:
        self.installation: Installation | None = None

    def __call__(self) -> float:
        return self.installation.hour.timestamp() if self.installation else 0.0


@contextlib.asynccontextmanager
async def start_installation(home: Path, database_url: str) -> AsyncGenerator[Installation]:
    hour = Hour()
    async with Simulator(now=hour) as simulator:
        port = _free_port()
        process = await _start(home, port, database_url, simulator.base_url)
        try:
            url = f"http://127.0.0.1:{port}"
            await asyncio.wait_for(_until_ready(process, home), START_SECONDS)
            now = await _ask_hour(url)
            installation = Installation(url, database_url, process, now, simulator)
            hour.installation = installation
            yield installation
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.communicate()


async def _start(
    home: Path, port: int, database_url: str, provider_url: str
) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "PARLEY_DATABASE_URL": database_url,
        "PARLEY_WHATSAPP_BASE_URL": provider_url,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    options = ("--data", str(home), "--port", str(port), "--no-demo", "--test-clock")
    with (home / "up.log").open("wb") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "parley", "up", *options),
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )


async def _until_ready(process: asyncio.subprocess.Process, home: Path) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        if line.startswith(b"READY"):
            return
    raise AssertionError((home / "up.log").read_text())


async def _ask_hour(url: str) -> datetime:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{url}/api/v1/test/clock") as answer,
    ):
        return datetime.fromisoformat((await answer.json())["now"])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
