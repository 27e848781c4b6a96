"""The memory of a whole installation that does nothing."""

import asyncio

import psutil

from parley.bench.children import free_port, running
from parley.bench.figures import Figure
from parley.bench.folder import temporary_folder
from parley.bench.meter import memory_mb

SETTLE_SECONDS = 10.0


async def measure_idle() -> list[Figure]:
    """All processes of `parley up` with its demo, the provider's stand-in and Postgres included."""
    port = free_port()
    with temporary_folder() as folder:
        async with running(
            ["up", "--data", str(folder / "data"), "--port", str(port)],
            log=folder / "up.log",
            environment={"PARLEY_LOG_LEVEL": "error"},
            ready_url=f"http://127.0.0.1:{port}/readyz",
        ) as child:
            await asyncio.sleep(SETTLE_SECONDS)
            return _figures(child.pid)


def _figures(pid: int) -> list[Figure]:
    head = psutil.Process(pid)
    found = [head, *head.children(recursive=True)]
    groups: dict[str, list[int]] = {}
    for process in found:
        groups.setdefault(_role(process), []).append(process.pid)
    each = [Figure(f"idle memory, {role}", memory_mb(pids), "MB") for role, pids in groups.items()]
    total = memory_mb([process.pid for process in found])
    return [*each, Figure("idle memory of `parley up`, PSS", total, "MB", 300, at_most=True)]


def _role(process: psutil.Process) -> str:
    words = process.cmdline()
    if "parley" in words:
        return words[words.index("parley") + 1]
    return process.name() if process.name() != "sh" else "guard"
