"""Runs one process of ours until it is asked to stop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable

import uvloop

from parley.commands.options import database_errors
from parley.kit.logs import configure_logs
from parley.settings import Settings

Process = Callable[[Settings, asyncio.Event], Awaitable[None]]


def run_until_stopped(process: Process, settings: Settings) -> None:
    """Until SIGINT or SIGTERM; the work in hand is finished first."""
    configure_logs(as_json=settings.log_json, level=settings.log_level)

    async def until_stopped() -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        await process(settings, stopping)

    with database_errors(settings):
        uvloop.run(until_stopped())
