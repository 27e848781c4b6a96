"""A running simulator and a callback that remembers, for every test of the simulator."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from parley.simulator.server import Simulator
from simulator.peers import APP_SECRET, TOKEN, Business, Callback, MovingTime


@pytest.fixture
def time_source() -> MovingTime:
    return MovingTime()


@pytest.fixture
async def callback() -> AsyncIterator[Callback]:
    callback = Callback()
    callback.gate.set()
    app = web.Application(client_max_size=10**7)
    app.router.add_post("/hook", callback.take)
    app.router.add_get("/hook", callback.verify)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    callback.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield callback
    callback.gate.set()
    await runner.cleanup()


@pytest.fixture
async def simulator(
    callback: Callback, time_source: MovingTime, tmp_path: Path
) -> AsyncIterator[Simulator]:
    async with Simulator(
        now=time_source, ledger_path=tmp_path / "ledger.jsonl", seed="tests"
    ) as simulator:
        simulator.add_number(
            callback_url=callback.url,
            app_secret=APP_SECRET,
            token=TOKEN,
            verify_token=callback.verify_token,
        )
        yield simulator


@pytest.fixture
async def business(simulator: Simulator) -> AsyncIterator[Business]:
    async with aiohttp.ClientSession() as session:
        yield Business(session, simulator, simulator.number())


@pytest.fixture
def contracts() -> Path:
    named = os.environ.get("PARLEY_CONTRACTS")
    root = Path(__file__).parents[2]
    path = Path(named) if named else root.parent / "shared" / "contracts"
    if not path.is_dir():
        pytest.skip(f"RECORDED CONTRACTS ABSENT: {path} does not exist; set PARLEY_CONTRACTS")
    return path
