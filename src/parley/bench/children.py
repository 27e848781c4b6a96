"""Processes of our own beside the measurement: web, worker, provider, as `parley up` would start them."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import AsyncGenerator, Mapping, Sequence
from pathlib import Path

from parley.orphans import STOP_WITH_PARENT

READY_SECONDS = 60.0
STOP_SECONDS = 30.0
ASK_SECONDS = 0.1


class NotReady(RuntimeError):
    """A process ended, or did not answer in time; the text holds its last words."""


@contextlib.asynccontextmanager
async def running(
    arguments: Sequence[str], *, log: Path, environment: Mapping[str, str], ready_url: str = ""
) -> AsyncGenerator[subprocess.Popen[bytes]]:
    """`parley <arguments>` until the block ends; inside it answers at `ready_url`. Should we be killed, it ends."""
    child = _start(arguments, log, environment)
    try:
        if ready_url:
            await _until_ready(child, ready_url, log)
        yield child
    finally:
        child.terminate()
        try:
            await asyncio.to_thread(child.wait, STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
        if child.stdin is not None:
            child.stdin.close()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def change(url: str, order: Mapping[str, object]) -> None:
    """PATCH what the address names."""
    request = urllib.request.Request(  # noqa: S310 - an address of our own
        url,
        data=json.dumps(order).encode(),
        headers={"Content-Type": "application/json"},
        method="PATCH",
    )
    with urllib.request.urlopen(request, timeout=10):  # noqa: S310
        return


def _start(
    arguments: Sequence[str], log: Path, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "parley", *arguments],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env={**os.environ, **environment, STOP_WITH_PARENT: "1"},
        )


async def _until_ready(child: subprocess.Popen[bytes], url: str, log: Path) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(READY_SECONDS):
            while child.poll() is None:
                if await asyncio.to_thread(_answers, url):
                    return
                await asyncio.sleep(ASK_SECONDS)
    raise NotReady(f"{url} does not answer: {_last_words(log)}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return answer.status == 200  # noqa: PLR2004
    except OSError:
        return False


def _last_words(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]
