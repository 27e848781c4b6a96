"""The whole straight line as processes: simulated provider, web, worker, and a workspace among them."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from parley.bench.children import change, free_port, running
from parley.bench.site import Site, open_site
from parley.bench.world import ACCESS_TOKEN, APP_SECRET, NUMBER_ID, World, make_world
from parley.main import Parts, open_parts

LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 300.0


class TooSlow(RuntimeError):
    """Work that never came to an end is no figure."""


@dataclass(frozen=True)
class Town:
    site: Site
    parts: Parts
    world: World
    web_url: str
    simulator_url: str

    @property
    def webhook_url(self) -> str:
        return f"{self.web_url}/webhooks/{self.world.handle}"

    async def until(self, is_so: Callable[[], Awaitable[bool]]) -> None:
        ends = time.monotonic() + PATIENCE_SECONDS
        while not await is_so():
            if time.monotonic() > ends:
                message = f"not done within {PATIENCE_SECONDS:g} s"
                raise TooSlow(message)
            await asyncio.sleep(LOOK_SECONDS)

    async def count(self, what: str) -> int:
        """Rows of the workspace; `what` is a table with what follows it."""
        place = " AND " if " WHERE " in what else " WHERE "
        found = await self.parts.pool.fetchval(
            f"SELECT count(*) FROM {what}{place}workspace_id = $1",
            self.world.workspace_id,
        )
        return int(found)

    async def until_quiet(self) -> None:
        """Nothing to send, nothing to handle, nobody waits."""

        async def is_quiet() -> bool:
            left = [await self.count(name) for name in ("outbox", "journal", "queue_entry")]
            return not any(left)

        await self.until(is_quiet)


@contextlib.asynccontextmanager
async def open_town(*, with_web: bool, with_worker: bool) -> AsyncGenerator[Town]:
    """Children run in the order provider, web, worker; all of them share this machine."""
    web_port, simulator_port = free_port(), free_port()
    simulator_url = f"http://127.0.0.1:{simulator_port}"
    async with (
        open_site(whatsapp_base_url=simulator_url) as site,
        open_parts(site.settings, application="bench") as parts,
        contextlib.AsyncExitStack() as stack,
    ):
        world = await make_world(parts)
        town = Town(site, parts, world, f"http://127.0.0.1:{web_port}", simulator_url)
        await stack.enter_async_context(_simulator(town, simulator_port))
        # It has not seen what the contacts wrote, so it would refuse to answer them.
        number = {"window": "off", "statuses": {"sent": with_web, "delivered": with_web}}
        change(f"{simulator_url}/sim/numbers/{NUMBER_ID}", number)
        environment = _environment(town, web_port)
        logs = site.settings.data
        if with_web:
            web = running(
                ["serve"],
                log=logs / "web.log",
                environment=environment,
                ready_url=f"{town.web_url}/readyz",
            )
            await stack.enter_async_context(web)
        if with_worker:
            worker = running(["work"], log=logs / "worker.log", environment=environment)
            await stack.enter_async_context(worker)
        yield town


def _simulator(town: Town, port: int) -> contextlib.AbstractAsyncContextManager[object]:
    given = {
        "PORT": str(port),
        "CALLBACK_URL": town.webhook_url,
        "APP_SECRET": APP_SECRET,
        "TOKEN": ACCESS_TOKEN,
        "NUMBER_ID": NUMBER_ID,
    }
    return running(
        ["simulator", "run"],
        log=town.site.settings.data / "simulator.log",
        environment={f"PARLEY_SIMULATOR_RUN_{name}": value for name, value in given.items()},
        ready_url=f"{town.simulator_url}/sim/state",
    )


def _environment(town: Town, web_port: int) -> dict[str, str]:
    return {
        "PARLEY_DATA_DIR": str(town.site.settings.data),
        "PARLEY_DATABASE_URL": town.site.postgres.url(),
        "PARLEY_HOST": "127.0.0.1",
        "PARLEY_PORT": str(web_port),
        "PARLEY_WHATSAPP_BASE_URL": town.simulator_url,
        "PARLEY_LOG_LEVEL": "error",
    }
