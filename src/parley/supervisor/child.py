"""One process of ours: started, started again when it ends unasked, stopped when asked."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Mapping, Sequence

from parley.orphans import STOP_WITH_PARENT
from parley.supervisor.child_log import ChildLog

STOP_SECONDS = 20.0
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 10.0
# Who has lived that long was healthy: the next end is answered at once again.
HEALTHY_SECONDS = 30.0


class Child:
    """`arguments` are those of the command `parley`."""

    def __init__(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], log: ChildLog
    ) -> None:
        self.name = name
        self.ends = 0
        self._arguments = arguments
        self._environment = {**environment, STOP_WITH_PARENT: "1"}
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()

    async def run_once(self) -> int:
        """Run to its end; the exit code."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "parley", *self._arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=self._environment,
            # Ctrl-C in the terminal is the supervisor's to answer, in its order.
            start_new_session=True,
        )
        self._process = process
        assert process.stdout is not None  # noqa: S101 - asked for above
        while line := await _next_line(process.stdout):
            self._log.write(line)
        return await process.wait()

    async def keep_running(self) -> None:
        """Until `stop`."""
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            started = time.monotonic()
            code = await self.run_once()
            if self._stopping.is_set():
                return
            self.ends += 1
            if time.monotonic() - started > HEALTHY_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            self._log.write(f"ended unasked (code {code}), again in {pause:g} s\n".encode())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def expect_end(self) -> None:
        """Whoever ends from now on is not started again."""
        self._stopping.set()

    async def stop(self) -> None:
        """Ask it to end, wait for the work in hand, and insist after STOP_SECONDS."""
        self.expect_end()
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            self._log.write(f"still there after {STOP_SECONDS:g} s: killed\n".encode())
            self.kill()
            await process.wait()

    def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()


async def _next_line(stream: asyncio.StreamReader) -> bytes:
    """The next line, or a piece of one that is longer than the reader's buffer; empty at the end."""
    try:
        return await stream.readline()
    except ValueError:
        return await stream.read(65_536) + b"\n"
