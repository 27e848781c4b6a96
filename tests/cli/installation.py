"""A whole Parley in processes of its own, started and stopped as a person would."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import psutil

START_SECONDS = 150
STOP_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run_parley(*arguments: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    named = {} if data is None else {"PARLEY_DATA_DIR": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "parley", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**clean_environment(), **named},
    )


def clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return {**kept, "PYTHONUNBUFFERED": "1"}


class Installation:
    """`start` returns when the READY line was read; `words` are all lines before it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.words: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, *options: str) -> None:
        self._errors = (self.data.parent / "errors.txt").open("a")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "parley", "up", "--port", str(self.port), *options],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={**clean_environment(), "PARLEY_DATA_DIR": str(self.data)},
        )
        assert self._process.stdout is not None
        self.words = []
        for line in self._process.stdout:
            self.words.append(line.rstrip())
            if line.startswith("READY"):
                return
        raise AssertionError("\n".join(self.words) + self.errors())

    def errors(self) -> str:
        return (self.data.parent / "errors.txt").read_text()

    def processes(self) -> list[psutil.Process]:
        """All that belong to it, the supervisor first."""
        root = psutil.Process(self.pid)
        return [root, *root.children(recursive=True)]

    def find(self, *words: str) -> psutil.Process:
        """The one child whose command line ends with these words."""
        found = [p for p in self.processes() if _command_line(p)[-len(words) :] == list(words)]
        assert len(found) == 1, found
        return found[0]

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> int:
        """The exit code, once nothing of it is left."""
        if self._process is None:
            return 0
        processes = self.processes() if self._process.poll() is None else []
        self._process.send_signal(with_signal)
        code = self._process.wait(STOP_SECONDS)
        _, left = psutil.wait_procs(processes[1:], timeout=STOP_SECONDS)
        assert not left, left
        self._process.stdout.close()  # pyright: ignore[reportOptionalMemberAccess]
        self._process = None
        if self._errors is not None:
            self._errors.close()
        return code


def _command_line(process: psutil.Process) -> list[str]:
    """Empty when it ended since it was listed, as a backend of Postgres may at any time."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


class Caller:
    """The API, signed in by cookie."""

    def __init__(self, url: str, *, email: str, password: str) -> None:
        self._url = url
        self._headers = {"Content-Type": "application/json"}
        request = self._request("POST", "/api/v1/session", {"email": email, "password": password})
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - ours, over http
            body = json.load(answer)
            self._headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
        self._headers["X-CSRF-Token"] = body["csrf"]

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self._request("GET", path), timeout=30) as answer:  # noqa: S310 - ours, over http
            return json.load(answer)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        with urllib.request.urlopen(self._request("POST", path, body), timeout=30) as answer:  # noqa: S310 - ours, over http
            return json.load(answer)

    def _request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> urllib.request.Request:
        data = None if body is None else json.dumps(body).encode()
        return urllib.request.Request(  # noqa: S310 - ours, over http
            self._url + path, data=data, headers=self._headers, method=method
        )


def ask(url: str) -> Any:
    """What a GET answers, or None while nothing does."""
    try:
        with urllib.request.urlopen(url, timeout=70) as answer:  # noqa: S310 - ours, over http
            return json.load(answer)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None
