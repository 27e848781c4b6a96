"""Run the test suites one after the other, each against its time budget: `run_suites.py [NAME ...]`.

Ends with a table and with the closing line of pytest, which runs last.
"""

import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_web import NO_SUCH_SCRIPT, WEB, find_chromium

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
# Each test process runs a Postgres of its own.
PROCESSES = min(os.cpu_count() or 2, 6)
# What a failed suite said last is said again at the very end, where a cut log still has it.
TAIL_LINES = 80
BROWSER_PACKAGES = ("chromium", "fonts-noto-core")


@dataclass(frozen=True)
class Outcome:
    """How a suite ended: `ok`, `failed`, or `skipped` with the reason in `text`."""

    word: str
    text: str = ""


@dataclass(frozen=True)
class Suite:
    """A suite by name, what it may take in seconds on two cores, and how it is run."""

    name: str
    budget: int
    run: Callable[[], Outcome]


def main(names: Sequence[str]) -> int:
    chosen = [suite for suite in SUITES if not names or suite.name in names]
    rows: list[tuple[Suite, Outcome, float]] = []
    for suite in chosen:
        print(f"\n=== {suite.name} (budget {suite.budget} s) ===", flush=True)
        begin = time.monotonic()
        outcome = suite.run()
        rows.append((suite, outcome, time.monotonic() - begin))
        if outcome.word == "skipped":
            print(
                f"\n!!! SKIPPED: the suite '{suite.name}' did not run: {outcome.text}\n", flush=True
            )
    for suite, outcome, _ in rows:
        if outcome.word == "failed" and suite.name != "python":
            print(f"\n=== {suite.name} failed; its last words were ===\n{outcome.text}")
    print("\nsuite      outcome   seconds  budget")
    for suite, outcome, seconds in rows:
        late = "  OVER ITS BUDGET" if seconds > suite.budget else ""
        why = f"  ({outcome.text})" if outcome.word == "skipped" else ""
        print(f"{suite.name:<10} {outcome.word:<8} {seconds:>8.1f} {suite.budget:>7}{late}{why}")
    for suite, _, seconds in rows:
        if seconds > suite.budget:
            print(
                f"\n!!! OVER BUDGET: the suite '{suite.name}' took {seconds:.0f} s of {suite.budget} s"
            )
    closing = [
        outcome.text for suite, outcome, _ in rows if suite.name == "python" and outcome.text
    ]
    print("\n".join(["", *closing]), flush=True)
    return 1 if any(outcome.word == "failed" for _, outcome, _ in rows) else 0


def run_web() -> Outcome:
    return _run_web_script("test")


def run_browser() -> Outcome:
    browser = find_chromium() or _install_chromium()
    if browser is None:
        return Outcome(
            "skipped",
            "no Chromium here. Install it (Debian: `apt-get install chromium fonts-noto-core`), "
            + "or name one in PARLEY_CHROMIUM",
        )
    os.environ["PARLEY_CHROMIUM"] = browser
    return _run_web_script("e2e")


def run_bench() -> Outcome:
    """What is measured has the machine to itself."""
    return _run_pytest("-m", "alone", "tests/bench")


def run_python() -> Outcome:
    """Run pytest on the cores."""
    processes = str(os.cpu_count() or 2)
    return _run_pytest("-n", processes, "-m", "not deep and not kill and not alone")


def _run_pytest(*arguments: str) -> Outcome:
    """Its closing line is the text of the outcome."""
    command = [PYTHON, "-m", "pytest", *arguments, "--color=no"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as pytest:
        last = ""
        for line in pytest.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    return Outcome("failed" if pytest.returncode else "ok", last)


def _run_web_script(name: str) -> Outcome:
    if not (WEB / "package.json").exists():
        return Outcome("skipped", "there is no web/ folder")
    script = [PYTHON, str(ROOT / "scripts" / "build_web.py"), name]
    with subprocess.Popen(script, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        lines: deque[str] = deque(maxlen=TAIL_LINES)
        for line in running.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    code = running.returncode
    if code == NO_SUCH_SCRIPT:
        return Outcome("skipped", f"web/package.json has no script '{name}'")
    return Outcome("failed", "".join(lines)) if code else Outcome("ok")


def _install_chromium() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    print("installing Chromium from the system's packages", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *BROWSER_PACKAGES]):
        done = subprocess.run(
            ["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode != 0:
            return None
    return find_chromium()


SUITES = (
    Suite("web", 90, run_web),
    Suite("browser", 240, run_browser),
    Suite("bench", 90, run_bench),
    Suite("python", 390, run_python),
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
