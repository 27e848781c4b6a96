"""`parley up` from start to stop: database, schema, demo, processes, and the words about them."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from parley import places
from parley.places import Running, SimulatedNumber
from parley.settings import POSTGRES, Settings
from parley.supervisor.child import Child
from parley.supervisor.child_log import ChildLog
from parley.supervisor.database import Database
from parley.supervisor.greeting import greeting
from parley.supervisor.ground import (
    LOOPBACK,
    CannotStart,
    choose_port,
    require_free,
    take_data_folder,
)
from parley.supervisor.readiness import until_ready

READY_SECONDS = 90.0
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - the addresses that mean all of ours
FAILED_STARTS = 3


@dataclass
class Supervisor:
    """`say` prints a line for the person at the terminal; logs go to standard error."""

    settings: Settings
    demo: bool
    demo_password: str | None
    say: Callable[[str], None]
    # In the order in which they stop: the provider last, so that what workers send still finds it.
    children: list[Child] = field(default_factory=list[Child])
    running: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])

    async def run(self) -> None:
        """Until SIGINT or SIGTERM; a second one waits for nobody. Raises CannotStart, PostgresError."""
        stopping = asyncio.Event()
        self._listen(stopping)
        with contextlib.closing(take_data_folder(self.settings.data)):
            require_free(self.settings.host, self.settings.port)
            own = self.settings.database_url is None
            database = Database(self.settings.data / POSTGRES) if own else None
            try:
                await self._run_on(database, stopping)
            finally:
                places.forget_running(self.settings.data)
                await self._stop_children()
                if database is not None:
                    await database.stop()

    async def _run_on(self, database: Database | None, stopping: asyncio.Event) -> None:
        self.say(f"Starting Parley on {self.settings.data} ...")
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(stopping.wait())]
        if database is not None:
            await database.start()
            tasks.append(asyncio.create_task(database.watch()))
        tasks.append(asyncio.create_task(self._start_and_watch(self._environment(database))))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()
            self.say("Stopping ...")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _start_and_watch(self, environment: dict[str, str]) -> None:
        environment["PROMETHEUS_MULTIPROC_DIR"] = str(places.empty_metrics(self.settings.data))
        await self._finish("migrate", ["migrate"], environment)
        number = await self._seed(environment) if self.demo else None
        simulator_url = ""
        if number is not None:
            number = self._with_port(number)
            simulator_url = f"http://{LOOPBACK}:{number.port}"
            environment["PARLEY_WHATSAPP_BASE_URL"] = simulator_url
        self._start_processes(environment)
        if number is not None:
            self._start_simulator(number, environment)
        await self._until_all_answer(number)
        self._announce(simulator_url)
        await asyncio.gather(*self.running)

    async def _seed(self, environment: Mapping[str, str]) -> SimulatedNumber | None:
        """The demo's number, or None where the first workspace was made otherwise."""
        number = places.find_simulated_number(self.settings.data)
        if number is not None and number.port:
            return number
        password = {"PARLEY_DEMO_PASSWORD": self.demo_password} if self.demo_password else {}
        await self._finish("seed", ["seed-demo"], {**environment, **password})
        return places.find_simulated_number(self.settings.data)

    async def _finish(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        """Run one command to its end. Raises CannotStart."""
        child = self._child(name, arguments, environment)
        self.children.append(child)
        code = await child.run_once()
        self.children.remove(child)
        if code != 0:
            raise CannotStart(
                f"`parley {arguments[0]}` failed: see above, or {self._logs}/{name}.log"
            )

    def _start_processes(self, environment: Mapping[str, str]) -> None:
        self._keep_running("web", ["serve"], environment)
        for number in range(1, self.settings.workers + 1):
            name = "worker" if self.settings.workers == 1 else f"worker-{number}"
            self._keep_running(name, ["work"], environment)

    def _start_simulator(self, number: SimulatedNumber, environment: Mapping[str, str]) -> None:
        """Its secrets travel in the environment: a command line is for all to read."""
        options = {
            "PORT": str(number.port),
            "CALLBACK_URL": f"http://{self._own_host}:{self.settings.port}{number.webhook_path}",
            "APP_SECRET": number.app_secret,
            "TOKEN": number.token,
            "VERIFY_TOKEN": number.verify_token,
            "NUMBER_ID": number.number_id,
            "DISPLAY_NUMBER": number.display_number,
            "LEDGER": str(self.settings.data / places.SIMULATOR_LEDGER),
        }
        given = {f"PARLEY_SIMULATOR_RUN_{name}": value for name, value in options.items()}
        self._keep_running("simulator", ["simulator", "run"], {**environment, **given})

    def _keep_running(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        child = self._child(name, arguments, environment)
        self.children.append(child)
        self.running.append(asyncio.create_task(child.keep_running()))

    def _child(self, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Child:
        log = ChildLog(self.settings.data / places.LOGS, name)
        return Child(name, arguments, environment, log)

    async def _until_all_answer(self, number: SimulatedNumber | None) -> None:
        """Raises CannotStart when a process ends again and again, or nothing answers in time."""
        asking = [until_ready(self._own_host, self.settings.port, "/readyz")]
        if number is not None:
            asking.append(until_ready(LOOPBACK, number.port, "/sim/state"))
        answers = asyncio.gather(*asking)
        failing = asyncio.create_task(self._until_one_fails())
        await asyncio.wait(
            {answers, failing}, timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        failing.cancel()
        if answers.done():
            return
        answers.cancel()
        if failing.done():
            failing.result()
        raise CannotStart(f"No answer within {READY_SECONDS:g} s. See the logs in {self._logs}.")

    async def _until_one_fails(self) -> None:
        while True:
            for child in self.children:
                if child.ends >= FAILED_STARTS:
                    raise CannotStart(
                        f"The process '{child.name}' fails: see above, or {self._logs}."
                    )
            await asyncio.sleep(0.1)

    def _announce(self, simulator_url: str) -> None:
        url = f"http://{self._own_host}:{self.settings.port}"
        places.write_running(
            self.settings.data, Running(os.getpid(), url, simulator_url, self.settings.test_clock)
        )
        self.say(greeting(self.settings, url=url, has_demo=bool(simulator_url)))
        self.say(f"READY {url}")

    async def _stop_children(self) -> None:
        for child in self.children:
            child.expect_end()
        for group in (
            [child for child in self.children if child.name != "simulator"],
            [child for child in self.children if child.name == "simulator"],
        ):
            await asyncio.gather(*(child.stop() for child in group))
        await asyncio.gather(*self.running, return_exceptions=True)

    def _listen(self, stopping: asyncio.Event) -> None:
        def stop() -> None:
            if stopping.is_set():
                self.say("Stopping at once ...")
                for child in self.children:
                    child.kill()
            stopping.set()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stop)

    def _environment(self, database: Database | None) -> dict[str, str]:
        settings = self.settings
        return {
            **os.environ,
            "PARLEY_DATA_DIR": str(settings.data),
            "PARLEY_DATABASE_URL": database.url if database else settings.database_url or "",
            "PARLEY_HOST": settings.host,
            "PARLEY_PORT": str(settings.port),
            "PARLEY_PUBLIC_URL": settings.public_url,
            "PARLEY_TEST_CLOCK": "1" if settings.test_clock else "0",
            "PARLEY_WHATSAPP_BASE_URL": settings.whatsapp_base_url,
        }

    def _with_port(self, number: SimulatedNumber) -> SimulatedNumber:
        """The port of last time where it is free, remembered."""
        chosen = replace(number, port=choose_port(number.port))
        if chosen != number:
            places.write_simulated_number(self.settings.data, chosen)
        return chosen

    @property
    def _own_host(self) -> str:
        return LOOPBACK if self.settings.host in EVERYWHERE else self.settings.host

    @property
    def _logs(self) -> str:
        return str(self.settings.data / places.LOGS)
